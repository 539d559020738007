/** Correlations, intervals, projections, and the judge of words. */
import { describe, expect, it } from 'vitest';
import { bootstrapInterval } from '../../../../../../models/evaluation/metrics/audio/bootstrapInterval.ts';
import { cosine, pearson } from '../../../../../../models/evaluation/metrics/audio/likeness.ts';
import { nearestVector } from '../../../../../../models/evaluation/metrics/audio/nearestClip.ts';
import { ridgeProjection } from '../../../../../../models/evaluation/metrics/audio/ridgeProjection.ts';
import {
  scaleOf,
  tagLogits,
  wordAgreement,
} from '../../../../../../models/evaluation/metrics/audio/wordJudge.ts';
import { mean } from '../../../../../../models/evaluation/distribution.ts';

describe('likeness', () => {
  it('is a cosine, and of deviations Pearson’s r', () => {
    expect(cosine([3, 4], [4, 3])).toBeCloseTo(24 / 25, 12);
    expect(cosine([0, 0], [1, 2])).toBe(0);
    // Anscombe's first set (1973).
    const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
    const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
    expect(pearson(x, y)).toBeCloseTo(0.8164, 4);
  });

  it('is not told of values that do not vary', () => {
    expect(pearson([1, 1, 1], [1, 2, 3])).toBeNaN();
  });

  it('finds the nearest', () => {
    expect(
      nearestVector(
        [1, 0],
        [
          [0, 1],
          [2, 1],
          [1, 1],
        ],
      ).index,
    ).toBe(1);
  });
});

describe('an interval', () => {
  const values = Array.from({ length: 100 }, (_, i) => i);

  it('of a mean is about that of the normal distribution, and the same every time', () => {
    const { value, low, high } = bootstrapInterval(values, mean);
    // σ = 28.87, so that 1.96 σ/√100 = 5.66.
    expect(value).toBe(49.5);
    expect(low).toBeCloseTo(49.5 - 5.66, 0);
    expect(high).toBeCloseTo(49.5 + 5.66, 0);
    expect(bootstrapInterval(values, mean)).toEqual({ value, low, high });
  });

  it('of the pivotal kind takes off what drawing adds', () => {
    // The number of different values is lower in every resample: by a factor 1 − 1/e.
    const distinct = (items: readonly number[]): number => new Set(items).size;
    expect(bootstrapInterval(values, distinct).high).toBeLessThan(80);
    expect(bootstrapInterval(values, distinct, { kind: 'pivotal' }).low).toBeGreaterThan(120);
  });
});

describe('a projection', () => {
  it('finds a line again from more features than samples', () => {
    const rows = Array.from({ length: 12 }, (_, i) =>
      Array.from({ length: 20 }, (_unused, k) => Math.sin(i * (k + 1))),
    );
    const target = (row: readonly number[]): number[] => [2 * (row[0] ?? 0) - (row[3] ?? 0) + 1, row[5] ?? 0];
    const project = ridgeProjection(rows, rows.map(target), 1e-6);
    rows.forEach((row) => {
      target(row).forEach((value, i) => {
        expect(project(row)[i]).toBeCloseTo(value, 2);
      });
    });
  });

  it('needs two samples', () => {
    expect(() => ridgeProjection([[1]], [[1]])).toThrow(RangeError);
  });
});

describe('the judge of words', () => {
  const suggested = [
    [0.9, 0.1, 0.3],
    [0.2, 0.8, 0.4],
    [0.3, 0.2, 0.9],
  ];
  const heard = [
    [0.8, 0.1, 0.1],
    [0.1, 0.7, 0.1],
    [0.2, 0.1, 0.6],
  ].map(tagLogits);
  const judge = (i: number, k: number): number =>
    wordAgreement(
      { tags: suggested[i] ?? [], scale: scaleOf(suggested) },
      { tags: heard[k] ?? [], scale: scaleOf(heard) },
    );

  it('gives each caption’s own render more than the others', () => {
    for (const i of [0, 1, 2]) {
      const others = [0, 1, 2].filter((k) => k !== i).map((k) => judge(i, k));
      expect(judge(i, i)).toBeGreaterThan(0.8);
      expect(Math.max(...others)).toBeLessThan(judge(i, i));
    }
  });

  it('does not count what all music has', () => {
    const louder = heard.map((row) => row.map((value) => value + 3));
    const scale = scaleOf(louder);
    const own = wordAgreement(
      { tags: suggested[0] ?? [], scale: scaleOf(suggested) },
      { tags: louder[0] ?? [], scale },
    );
    expect(own).toBeCloseTo(judge(0, 0), 10);
  });
});
