/** Locks of a cue: which take, which bars, and what the cue may ask beside them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cueSchema } from '../../../../../bridge/protocol/cue.ts';
import { randomBrief } from '../../../../../models/evaluation/explicitBrief.ts';
import { lockedBars } from '../../../../../models/takes/revision/lockedBars.ts';
import { lockedBrief } from '../../../../../models/takes/revision/lockedBrief.ts';
import { lockedTake, lockText } from '../../../../../models/takes/revision/lockedTake.ts';
import type { Brief } from '../../../../../bridge/protocol/brief.ts';
import type { Cue, Lock } from '../../../../../bridge/protocol/cue.ts';
import type { KeepName } from '../../../../../bridge/protocol/revision.ts';

const parts = ['lead', 'pad', 'bass'] as const;

function lock(keep: Lock['keep'], more: Partial<Lock> = {}): Lock {
  return { id: 'lock', take: 'first', keep, ...more };
}

function cueOf(given: Partial<Cue>): Cue {
  return cueSchema.parse({ leitmotif: 1, takes: [{ id: 'first', folder: 'takes/first' }], ...given });
}

describe('lockedTake', () => {
  it('finds the take beside the cue', () => {
    const { locked, notes } = lockedTake(cueOf({ locks: [lock('melody')] }), '/work');
    expect(locked).toMatchObject({ id: 'first', path: '/work/takes/first' });
    expect(notes).toEqual([]);
  });

  it('tells of a take that the cue has not', () => {
    const locks = [lock('harmony', { take: 'gone', bars: [3, 4] })];
    const { locked, notes } = lockedTake(cueOf({ locks }), '/work');
    expect(locked).toBeUndefined();
    expect(notes).toEqual([
      'harmony in bars 3-4 was to be kept of gone, which the cue has not: it is composed anew',
    ]);
  });

  it.each([
    [lock('role'), /does not say which/],
    [lock('bars'), /does not say which/],
    [lock('melody', { bars: [8, 1] }), /no bars in 8-1/],
    [lock('melody', { role: 'bass' }), /names the part bass/],
    [lock('instruments', { bars: [1, 2] }), /whole piece/],
  ])('refuses $keep that does not say what it keeps', (one, words) => {
    expect(() => lockedTake(cueOf({ locks: [one] }), '/work')).toThrow(words);
  });
});

describe('lockedBars', () => {
  it('joins bars in which the same is kept', () => {
    const locks = [lock('bars', { bars: [3, 4] }), lock('role', { role: 'bass', bars: [4, 6] })];
    expect(lockedBars(locks, { bars: 8, parts })).toEqual([
      { bars: [1, 2], keep: [], isWhole: false },
      { bars: [3, 4], keep: [], isWhole: true },
      { bars: [5, 6], keep: ['bass'], isWhole: false },
      { bars: [7, 8], keep: [], isWhole: false },
    ]);
  });

  it('is one stretch where locks hold everywhere', () => {
    const locks = [lock('melody'), lock('bars', { role: 'pad', bars: [1, 8] })];
    expect(lockedBars(locks, { bars: 8, parts })).toEqual([
      { bars: [1, 8], keep: ['melody', 'pad'], isWhole: false },
    ]);
  });

  it('covers all bars once, whatever is locked', () => {
    const range = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 11 }));
    const some = fc.record({
      keep: fc.constantFrom('melody' as const, 'harmony' as const, 'rhythm' as const),
      range,
    });
    fc.assert(
      fc.property(fc.array(some, { minLength: 1, maxLength: 6 }), (drawn) => {
        const locks = drawn.map(({ keep, range: [from, more] }) =>
          lock(keep, { bars: [from, Math.min(12, from + more)] }),
        );
        const stretches = lockedBars(locks, { bars: 12, parts });
        const bars = stretches.flatMap(({ bars: [from, to] }) =>
          Array.from({ length: to - from + 1 }, (_, i) => from + i),
        );
        expect(bars).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
      }),
    );
  });

  it('refuses what leaves nothing to compose, and what the take has not', () => {
    const whole = parts.map((role) => lock('role', { role }));
    expect(() => lockedBars(whole, { bars: 8, parts })).toThrow(/Everything is locked/);
    expect(() => lockedBars([lock('role', { role: 'colour' })], { bars: 8, parts })).toThrow(/no colour/);
    expect(() => lockedBars([lock('melody')], { bars: 8, parts: ['pad', 'bass'] })).toThrow(/no lead/);
    expect(() => lockedBars([lock('melody', { bars: [8, 9] })], { bars: 8, parts })).toThrow(/bar 8/);
  });
});

describe('lockedBrief', () => {
  const old = randomBrief({ style: 'cinematic', seed: 5, bars: 16 });

  function asked(
    values: Record<string, unknown>,
    given: Record<string, unknown>,
    keep: KeepName[],
    isPartial = false,
  ) {
    const changed = Object.entries(values).map(([name, value]) => [
      name,
      { ...old.attributes[name as 'tempo'], value },
    ]);
    const attributes = { ...old.attributes, ...Object.fromEntries(changed) } as Brief['attributes'];
    const cue = cueOf({ attributes: given });
    const recipe = { id: 'first', brief: old, cue: cueOf({}) };
    return lockedBrief({ recipe, cue, brief: { ...old, attributes }, keep, isPartial });
  }

  it('of the same cue is that of the take, with nothing changed', () => {
    const { brief, attributes } = asked({}, {}, ['melody']);
    expect(attributes).toEqual({});
    expect(brief).toEqual(old);
  });

  it('takes over what the cue asks where it can be had, on the bars of the take', () => {
    const { brief, attributes } = asked({ tempo: 60, dynamics: 0.9, valence: 0.7, bars: 24 }, {}, ['melody']);
    expect(attributes).toEqual({ tempo: 60, dynamics: 0.9 });
    const { tempo, valence, bars } = brief.attributes;
    expect([tempo.value, valence.value, bars.value]).toEqual([60, 0.7, 16]);
    expect(brief.notes.at(-1)).toBe('bars: as in first, of which something is kept');
  });

  it('lets what was only inferred give way, and refuses what was asked outright', () => {
    const key = old.attributes.key.value === 'C major' ? 'D major' : 'C major';
    expect(asked({ key }, {}, ['harmony']).brief.attributes.key.value).toBe(old.attributes.key.value);
    expect(asked({ key }, {}, ['percussion']).attributes).toEqual({ key });
    expect(() => asked({ key }, { key }, ['harmony'])).toThrow(/asks for another key/);
    expect(() => asked({ style: 'jazz' }, { style: 'jazz' }, [], true)).toThrow(/asks for another style/);
  });
});

describe('lockText', () => {
  it('says what is kept', () => {
    expect(lockText(lock('bars', { bars: [1, 8] }))).toBe('bars 1-8');
    expect(lockText(lock('bars', { bars: [1, 8], role: 'pad' }))).toBe('pad in bars 1-8');
    expect(lockText(lock('role', { role: 'bass' }))).toBe('bass');
  });
});
