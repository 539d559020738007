/** Distances between sets and between tags, against values computed by hand or by NumPy. */
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../../bridge/protocol/seededRandom.ts';
import { frechetAtInfinity } from '../../../../../../models/evaluation/metrics/audio/frechetAtInfinity.ts';
import {
  frechetDistanceTo,
  gaussianOf,
} from '../../../../../../models/evaluation/metrics/audio/frechetDistance.ts';
import {
  divergence,
  tagDistribution,
} from '../../../../../../models/evaluation/metrics/audio/tagDivergence.ts';

/** Normal numbers (Box and Muller 1958). */
function normals(seed: number): () => number {
  const random = seededRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

function cloud(rows: number, width: number, draw: () => number, spread = 1): number[][] {
  return Array.from({ length: rows }, () => Array.from({ length: width }, () => spread * draw()));
}

describe('Fréchet distance', () => {
  it('of one dimension is (μ₁ − μ₂)² + (σ₁ − σ₂)², with the sample deviation', () => {
    // Variances with n − 1: 2 and 18; means 0 and 5.
    const a = gaussianOf([[-1], [1]]);
    const b = gaussianOf([[2], [8]]);
    expect(frechetDistanceTo(a)(b)).toBeCloseTo(25 + (Math.sqrt(2) - Math.sqrt(18)) ** 2, 10);
  });

  it('of matrices that do not commute is what the eigenvalues of Σ₁Σ₂ give (NumPy)', () => {
    const a = gaussianOf([
      [1, 2, 0],
      [0, 1, 3],
      [2, -1, 1],
      [3, 0, 2],
      [1, 1, -2],
    ]);
    const b = gaussianOf([
      [0, 1, 1],
      [4, 2, 0],
      [1, -3, 2],
      [2, 2, 2],
      [-1, 0, 5],
      [3, 1, 1],
    ]);
    expect(frechetDistanceTo(a)(b)).toBeCloseTo(4.231264098914785, 8);
    expect(frechetDistanceTo(b)(a)).toBeCloseTo(4.231264098914785, 8);
  });

  it('of a set to itself is 0, also with fewer samples than dimensions', () => {
    const rows = cloud(10, 40, normals(3));
    const set = gaussianOf(rows);
    expect(frechetDistanceTo(set)(set)).toBeLessThan(1e-6);
  });

  it('does not tell a single sample', () => {
    expect(() => gaussianOf([[1, 2]])).toThrow(RangeError);
  });
});

describe('the distance of endless clips', () => {
  const draw = normals(7);
  const reference = gaussianOf(cloud(20_000, 8, draw));
  const clips = Array.from({ length: 60 }, () => cloud(3, 8, draw));

  it('is nearer to the truth, 0, than that of the clips there are', () => {
    const measured = frechetDistanceTo(reference)(gaussianOf(clips.flat()));
    const found = frechetAtInfinity(reference, clips);
    expect(measured).toBeGreaterThan(0.1);
    expect(Math.abs(found?.distance ?? 1)).toBeLessThan(0.4 * measured);
    expect(found?.fit).toBeGreaterThan(0.5);
  });

  it('is not told where there are hardly more embeddings than dimensions', () => {
    expect(frechetAtInfinity(reference, clips.slice(0, 3))).toBeUndefined();
  });
});

describe('divergence of tags', () => {
  it('has the direction that is stated', () => {
    expect(divergence([0.5, 0.5], [0.9, 0.1])).toBeCloseTo(0.5108, 4);
    expect(divergence([0.9, 0.1], [0.5, 0.5])).toBeCloseTo(0.3681, 4);
  });

  it('is 0 for equal tags and finite for tags that one of both lacks', () => {
    expect(divergence([0.2, 0.8], [0.2, 0.8])).toBe(0);
    expect(divergence([0.5, 0.5], [1, 0])).toBeCloseTo(0.5 * Math.log(0.5) + 0.5 * Math.log(0.5 / 1e-6), 6);
  });

  it('reads independent probabilities as the softmax of their logits', () => {
    const logits = [-1, 0.5, 2];
    const total = logits.reduce((sum, value) => sum + Math.exp(value), 0);
    const given = tagDistribution(logits.map((value) => 1 / (1 + Math.exp(-value))));
    logits.forEach((value, i) => {
      expect(given[i]).toBeCloseTo(Math.exp(value) / total, 10);
    });
  });
});
