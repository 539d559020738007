import { describe, expect, it } from 'vitest';
import { conditionShares } from '../../../../models/brief/conditionShares.ts';
import type { ComparedBrief } from '../../../../models/brief/conditionShares.ts';

const brief: ComparedBrief = {
  values: {
    valence: 0,
    arousal: 0,
    tension: 0.5,
    density: 0.5,
    brightness: 0.5,
    dynamics: 0.5,
    tempo: 90,
    key: 'C major',
    meter: '4/4',
    register: 'middle',
    style: 'piano',
    instruments: [],
  },
  embedding: [],
};

/** Shares where no condition moves the brief, so that the weights decide. */
const sharesOf = (weights: number[]) =>
  conditionShares(
    brief,
    weights.map(() => brief),
    weights,
  );

describe('shares of conditions', () => {
  it.each([
    ['one', [3]],
    ['three alike', [1, 1, 1]],
    ['some', [0.2, 5, 1, 1, 0.01]],
    ['a thousand, each of which would round up', Array.from({ length: 1000 }, (_, i) => (i % 3) + 0.6)],
    ['more than there are thousandths', Array.from({ length: 1400 }, () => 1)],
  ])('of %s are none below 0 and 1 together', (_, weights) => {
    const shares = sharesOf(weights);
    expect(shares).toHaveLength(weights.length);
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  });

  it('are as large as the weights say', () => {
    expect(sharesOf([1, 3])).toEqual([0.25, 0.75]);
    expect(sharesOf([1, 1, 1])).toEqual([0.334, 0.333, 0.333]);
  });
});
