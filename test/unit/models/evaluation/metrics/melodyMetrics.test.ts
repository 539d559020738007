import { describe, expect, it } from 'vitest';
import {
  durationClass,
  durationHistogram,
  histogramOverlap,
  intervalHistogram,
  meanHistogram,
} from '../../../../../models/evaluation/metrics/histograms.ts';
import { melodicMotion } from '../../../../../models/evaluation/metrics/melodicMotion.ts';
import { editDistance, melodySymbols } from '../../../../../models/evaluation/metrics/melodyDistance.ts';
import { lineOf, quarters } from './handMadePieces.ts';

describe('histograms', () => {
  it('counts signed intervals', () => {
    expect(intervalHistogram(quarters(60, 62, 62, 60, 79))).toEqual({
      '2': 0.25,
      '0': 0.25,
      '-2': 0.25,
      '12': 0.25,
    });
  });

  it('counts the time from onset to onset, whatever the articulation', () => {
    expect(durationHistogram(lineOf([0, 0.1, 60], [0.5, 0.4, 60], [1, 2, 60]))).toEqual({ '0.50': 1 });
  });

  it('takes the nearest note value by ratio', () => {
    expect(durationClass(480 * 1.45)).toBe('1.50');
    expect(durationClass(160)).toBe('0.33');
    expect(durationClass(0)).toBe('0.13');
  });

  it('overlaps by the smaller share of each class', () => {
    expect(histogramOverlap({ a: 0.5, b: 0.5 }, { a: 0.25, c: 0.75 })).toBe(0.25);
    expect(histogramOverlap({}, { a: 1 })).toBe(0);
    expect(meanHistogram([{ a: 1 }, { b: 1 }])).toEqual({ a: 0.5, b: 0.5 });
  });
});

describe('melodicMotion', () => {
  it('tells steps, repeats, leaps and their recovery apart', () => {
    // Intervals: +2, 0, +9 (answered by −2), −2, −9 (answered by −1: not recovered), −1.
    const motion = melodicMotion(quarters(60, 62, 62, 71, 69, 60, 59));
    expect(motion).toEqual({ steps: 3 / 5, repeats: 1 / 6, leaps: 2 / 5, recovered: 0.5, range: 12 });
  });

  it('has nothing to recover in silence', () => {
    expect(melodicMotion([])).toEqual({ steps: 0, repeats: 0, leaps: 0, recovered: 1, range: 0 });
  });
});

describe('editDistance', () => {
  it('is the share of symbols that must change', () => {
    expect(editDistance(['a', 'b', 'c'], ['a', 'x', 'c'])).toBeCloseTo(1 / 3);
    expect(editDistance(['a', 'b'], ['a', 'b', 'c', 'd'])).toBe(0.5);
    expect(editDistance(['a'], ['b'])).toBe(1);
    expect(editDistance([], [])).toBe(0);
  });

  it('hears a transposed melody as the same, another rhythm as another', () => {
    const melody = melodySymbols(quarters(60, 64, 67));
    expect(editDistance(melody, melodySymbols(quarters(65, 69, 72)))).toBe(0);
    expect(editDistance(melody, melodySymbols(lineOf([0, 2, 60], [2, 1, 64], [3, 1, 67])))).toBe(0.5);
  });
});
