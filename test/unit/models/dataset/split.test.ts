import { describe, expect, it } from 'vitest';
import { readSceneFiles } from '../../../../models/brief/sceneKnowledge.ts';
import { splitOf, splitOfSeed, splits, splitSeed } from '../../../../models/dataset/split.ts';

const { scenes } = await readSceneFiles('models/brief/knowledge');

describe('split', () => {
  it('is fixed: these scenes never change theirs', () => {
    expect(
      ['beltane-bonfire', 'wild-horse-taming', 'great-white-shark-approach', 'harbour-cranes-at-dawn'].map(
        splitOf,
      ),
    ).toEqual(['train', 'test', 'validation', 'test']);
  });

  it('gives about 85, 5 and 10 % of our scenes to each', () => {
    const shares = splits.map(
      (split) => scenes.filter(({ id }) => splitOf(id) === split).length / scenes.length,
    );
    [0.85, 0.05, 0.1].forEach((share, i) => {
      expect(Math.abs(shares[i]! - share)).toBeLessThan(0.035);
    });
  });

  it('has seeds that say their split, so that none of testing is in training', () => {
    for (const split of splits) {
      for (let i = 0; i < 500; i++) expect(splitOfSeed(splitSeed(split, 7, `clip/${i}`))).toBe(split);
    }
  });
});
