import { describe, expect, it } from 'vitest';
import {
  fittedLine,
  histogram,
  intervals,
  percentile,
  shares,
  thinned,
} from '../../bench/bridge/statistics.ts';

describe('percentile', () => {
  it('is the nearest rank', () => {
    const values = [5, 1, 4, 2, 3];
    expect(percentile(values, 0.5)).toBe(3);
    expect(percentile(values, 0.99)).toBe(5);
    expect(percentile(values, 1)).toBe(5);
    expect(percentile(values, 0)).toBe(1);
    expect(percentile([], 0.5)).toBeNaN();
  });

  it('leaves its input alone', () => {
    const values = [2, 1];
    percentile(values, 0.5);
    expect(values).toEqual([2, 1]);
  });
});

it('shares are of any number of values', () => {
  const hour = Array.from({ length: 200_000 }, (_, i) => i + 1);
  expect(shares(hour)).toEqual([100_000, 180_000, 198_000, 199_800, 200_000]);
});

it('a line is fitted through noise that is even on both sides', () => {
  const values = Array.from({ length: 101 }, (_, i) => 7 + 25 * i + (i % 2 === 0 ? 0.5 : -0.5));
  const { slope, offset } = fittedLine(values);
  expect(slope).toBeCloseTo(25, 6);
  expect(offset).toBeCloseTo(7, 1);
  expect(fittedLine([3])).toEqual({ slope: 0, offset: 3 });
});

it('a histogram counts everything, what lies outside in the outer bins', () => {
  const bins = histogram([-1, 0, 0.4, 0.5, 0.99, 7], 0, 1, 2);
  expect(bins).toEqual([
    { from: 0, to: 0.5, count: 3 },
    { from: 0.5, to: 1, count: 3 },
  ]);
});

it('intervals are differences of neighbours, and a long row is thinned evenly', () => {
  expect(intervals([1, 3, 6])).toEqual([2, 3]);
  expect(thinned([0, 1, 2, 3, 4, 5, 6], 3)).toEqual([0, 3, 6]);
});
