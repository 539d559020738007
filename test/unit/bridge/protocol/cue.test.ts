import { describe, expect, it } from 'vitest';
import { cueSchema } from '../../../../bridge/protocol/cue.ts';

/** A cue that uses what no engine does yet. */
const cueOfTheFuture = {
  leitmotif: 1,
  title: 'The chase',
  conditions: [
    { kind: 'image', id: 'roof', path: 'roof.png', alt: 'Two figures on a roof', weight: 2 },
    { kind: 'video', id: 'reel', path: 'reel.mp4', weight: 1 },
    { kind: 'story', id: 'chapter', path: 'chapter.md', weight: 0.5 },
    { kind: 'caption', id: 'wish', text: 'no drums', weight: 1 },
    { kind: 'reference-audio', id: 'like', path: 'like.wav', weight: 1 },
    { kind: 'reference-midi', id: 'motif', path: 'motif.mid', weight: 1 },
  ],
  attributes: { tempo: 140, key: 'F# minor' },
  keyframes: {
    tension: [
      { seconds: 0, value: 0.2, curve: 'hold' },
      { seconds: 20, value: 0.9, curve: 'ease' },
    ],
  },
  sections: [{ id: 'a', label: 'A', start: 0, bars: 8, attributes: { density: 0.3 } }],
  hits: [{ id: 'jump', seconds: 12.5, label: 'the jump', strength: 0.8 }],
  themes: [
    {
      id: 'ada',
      name: 'Ada',
      owner: { kind: 'character', names: ['Ada', 'the engineer'] },
      motif: [{ degree: 4, alteration: -1, quarters: 1.5 }],
    },
  ],
  locks: [{ id: 'keep', take: 'chase-7', keep: 'role', role: 'lead', bars: [1, 8] }],
  engine: 'auto',
  seed: 7,
  takes: [{ id: 'chase-7', folder: 'takes/chase-7', name: 'the first', starred: true }],
};

describe('the cue document', () => {
  it('carries keyframes, sections, hits, themes, locks and takes through untouched', () => {
    expect(cueSchema.parse(structuredClone(cueOfTheFuture))).toEqual(cueOfTheFuture);
    expect(JSON.parse(JSON.stringify(cueSchema.parse(cueOfTheFuture)))).toEqual(cueOfTheFuture);
  });

  it('needs nothing but its version', () => {
    expect(cueSchema.parse({ leitmotif: 1 })).toEqual({
      leitmotif: 1,
      conditions: [],
      attributes: {},
      keyframes: {},
      sections: [],
      hits: [],
      themes: [],
      locks: [],
      engine: 'auto',
      takes: [],
    });
  });

  it.each([
    ['another version', { leitmotif: 2 }],
    ['no version', {}],
    ['an unknown condition', { leitmotif: 1, conditions: [{ kind: 'smell', id: 'x' }] }],
    ['a tempo that nobody plays', { leitmotif: 1, attributes: { tempo: 1e9 } }],
    ['a key that there is not', { leitmotif: 1, attributes: { key: 'H# minor' } }],
    [
      'a weight below nothing',
      { leitmotif: 1, conditions: [{ kind: 'caption', id: 'x', text: 'a', weight: -1 }] },
    ],
    ['a hit before the beginning', { leitmotif: 1, hits: [{ id: 'x', seconds: -1, label: '' }] }],
    ['NaN', { leitmotif: 1, attributes: { valence: NaN } }],
    ['a seed of more than 32 bits', { leitmotif: 1, seed: 2 ** 32 }],
  ])('refuses %s', (_name, cue) => {
    expect(cueSchema.safeParse(cue).success).toBe(false);
  });
});
