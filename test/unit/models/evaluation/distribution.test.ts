import { describe, expect, it } from 'vitest';
import { quantile, shareWithin, spreadOf } from '../../../../models/evaluation/distribution.ts';

describe('quantile', () => {
  it('interpolates between the sorted values', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3], 0)).toBe(1);
    expect(quantile([1, 2, 3], 1)).toBe(3);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it('gives the band that 90 % lie in', () => {
    const values = Array.from({ length: 101 }, (_, i) => i);
    expect(spreadOf(values)).toEqual({ p5: 5, p50: 50, p95: 95 });
    expect(shareWithin(values, spreadOf(values))).toBeCloseTo(91 / 101);
  });
});
