import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../bridge/protocol/seededRandom.ts';
import { readSceneFiles } from '../../../../../models/brief/sceneKnowledge.ts';
import { drawMusic } from '../../../../../models/dataset/own/drawMusic.ts';
import { ClipPlan } from '../../../../../models/dataset/own/planClips.ts';
import { wordCaptions } from '../../../../../models/dataset/wording/captionWording.ts';
import { wordStories } from '../../../../../models/dataset/wording/storyWording.ts';
import type { Split } from '../../../../../models/dataset/split.ts';

const facts = {
  sentence: 'A wolf waits at the edge of the wood.',
  words: ['wolf', 'wood', 'snow'],
  mood: 'uneasy',
};
const { scenes } = await readSceneFiles('models/brief/knowledge');
const plan = new ClipPlan(scenes, 1);
const values = drawMusic(plan.clip('train', 0), 1).values;

function many(split: Split): Set<string> {
  const texts = Array.from({ length: 60 }, (_, seed) => [
    ...wordStories(facts, split, 4, seededRandom(seed)),
    ...wordCaptions({ values }, split, 4, seededRandom(seed)),
  ]);
  return new Set(texts.flat());
}

describe('wordings', () => {
  it('of testing are none of training, whatever they tell', () => {
    const training = many('train');
    expect([...many('test')].filter((text) => training.has(text))).toEqual([]);
    expect(training.size).toBeGreaterThan(20);
  });

  it('are different among themselves, as many as asked where there are so many, and seeded', () => {
    const stories = wordStories(facts, 'train', 4, seededRandom(1));
    expect(new Set(stories).size).toBe(4);
    expect(wordStories(facts, 'train', 4, seededRandom(1))).toEqual(stories);
    expect(wordStories(facts, 'test', 9, seededRandom(1))).toHaveLength(4);
  });

  it('tell nothing that is not known', () => {
    expect(wordStories({ words: [], mood: 'calm' }, 'train', 4, seededRandom(1))).toEqual([]);
    const told = wordStories({ words: ['wolf'], mood: 'calm' }, 'train', 9, seededRandom(1));
    expect(told).toHaveLength(4);
    expect(told.every((text) => text.includes('wolf'))).toBe(true);
  });

  it('keep what somebody wrote for the music', () => {
    expect(wordCaptions({ values, written: 'As written.' }, 'test', 3, seededRandom(1))[0]).toBe(
      'As written.',
    );
  });
});
