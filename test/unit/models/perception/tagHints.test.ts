import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { musicTags } from '../../../../models/perception/musicTags.ts';
import { tagWords } from '../../../../models/perception/referenceInWords.ts';
import { hintsOf } from '../../../../models/perception/tagHints.ts';

const labels = JSON.parse(
  readFileSync(new URL('../../../../models/packs/musicnn-mtt/labels.json', import.meta.url), 'utf8'),
) as { tags: string[] };

describe('musicTags', () => {
  it('has a meaning for each tag of the pack, and no other', () => {
    expect(Object.keys(musicTags).sort()).toEqual([...labels.tags].sort());
  });
});

describe('hintsOf', () => {
  it('takes feeling, style and instruments from the likely tags', () => {
    const { affect, styles, instruments } = hintsOf([
      { tag: 'techno', probability: 0.8 },
      { tag: 'dance', probability: 0.5 },
      { tag: 'harp', probability: 0.02 },
      { tag: 'no such tag', probability: 0.9 },
    ]);
    expect(affect.arousal!.value).toBeCloseTo((0.6 * 0.8 + 0.7 * 0.5) / 1.3);
    expect(affect.arousal!.confidence).toBeCloseTo(0.8 * 0.9);
    expect(styles).toEqual([{ value: 'electronic', confidence: 0.8 }]);
    expect(instruments.map(({ value }) => value)).toEqual(['electronic-kit', 'synth-bass']);
  });

  it('says nothing where no tag is likely', () => {
    const none = { affect: {}, styles: [], instruments: [] };
    expect(hintsOf([])).toEqual(none);
    expect(hintsOf(labels.tags.map((tag) => ({ tag, probability: 0.04 })))).toEqual(none);
  });
});

describe('tagWords', () => {
  it('says synonyms once and leaves out what is unlikely', () => {
    const tags = ['female', 'woman', 'female vocal', 'harp', 'weird'];
    const words = tagWords(tags.map((tag, i) => ({ tag, probability: 0.5 - 0.1 * i })));
    expect(words).toEqual(["a woman's voice", 'harp']);
  });
});
