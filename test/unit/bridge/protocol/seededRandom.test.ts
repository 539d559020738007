import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisionSeed, hashText, seededRandom } from '../../../../bridge/protocol/seededRandom.ts';

const seeds = fc.integer({ min: 0, max: 0xffff_ffff });

describe('random numbers', () => {
  it('are the same everywhere: these were written down once', () => {
    const random = seededRandom(7);
    const first = Array.from({ length: 4 }, () => Math.round(random.next() * 2 ** 32));
    expect(first).toMatchInlineSnapshot(`
      [
        3717842623,
        3665254222,
        3355698721,
        1178360208,
      ]
    `);
    expect([hashText(''), hashText('harmony'), decisionSeed(7, 'harmony')]).toMatchInlineSnapshot(`
      [
        2872998923,
        836867873,
        1845937278,
      ]
    `);
  });

  it('lie in [0, 1) and are multiples of 2⁻³²', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = seededRandom(seed);
        for (let i = 0; i < 100; i++) {
          const value = random.next();
          expect(value >= 0 && value < 1 && Number.isInteger(value * 2 ** 32)).toBe(true);
        }
      }),
    );
  });

  it('are spread evenly', () => {
    const random = seededRandom(1);
    const counts = new Array<number>(16).fill(0);
    for (let i = 0; i < 160_000; i++) counts[random.below(16)]!++;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    // 99.9th percentile with 15 degrees of freedom.
    expect(chiSquare).toBeLessThan(37.7);
  });

  it('never picks what weighs nothing beside what does', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = seededRandom(seed);
        const weights = { a: 0, b: 2, c: 0 };
        const picks = Array.from({ length: 20 }, () =>
          random.pickWeighted(['a', 'b', 'c'] as const, (item) => weights[item]),
        );
        expect(new Set(picks)).toEqual(new Set(['b']));
      }),
    );
  });

  it('gives decisions streams that do not move with each other', () => {
    const names = Array.from({ length: 500 }, (_, i) => `decision ${i}`);
    expect(new Set(names.map((name) => decisionSeed(7, name))).size).toBe(500);
    expect(decisionSeed(7, 'melody')).not.toBe(decisionSeed(8, 'melody'));
  });

  it('refuses to pick from nothing', () => {
    expect(() => seededRandom(1).pick([])).toThrow(RangeError);
  });
});
