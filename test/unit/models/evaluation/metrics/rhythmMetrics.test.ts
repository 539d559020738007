import { describe, expect, it } from 'vitest';
import { emptyBeatRate } from '../../../../../models/evaluation/metrics/emptyBeatRate.ts';
import { grooveSimilarity } from '../../../../../models/evaluation/metrics/grooveSimilarity.ts';
import { noteDensity, polyphony } from '../../../../../models/evaluation/metrics/noteDensity.ts';
import { lineOf, pieceOf, quarters } from './handMadePieces.ts';

describe('grooveSimilarity', () => {
  it('is 1 for bars of one rhythm, whatever their notes', () => {
    expect(grooveSimilarity(pieceOf(2, quarters(60, 62, 64, 65, 67, 69, 71, 72)))).toBe(1);
  });

  it('loses 1/64 for each onset that only one of two bars has', () => {
    const piece = pieceOf(2, lineOf([0, 1, 60], [2, 1, 60], [4, 1, 60], [5, 1, 60]));
    expect(grooveSimilarity(piece)).toBeCloseTo(1 - 2 / 64);
  });

  it('hears drums as well', () => {
    const piece = { ...pieceOf(2, lineOf([0, 1, 60], [4, 1, 60])), drums: [lineOf([1, 0.5, 38])] };
    expect(grooveSimilarity(piece)).toBeCloseTo(1 - 1 / 64);
  });
});

describe('emptyBeatRate', () => {
  it('counts quarters that nothing touches', () => {
    // Bar of four: a note of one quarter and a half, so quarters 1 and 2 are touched.
    expect(emptyBeatRate(pieceOf(1, lineOf([0, 1.5, 60])))).toBe(0.5);
    expect(emptyBeatRate(pieceOf(1))).toBe(1);
    expect(emptyBeatRate(pieceOf(1, quarters(60, 60, 60, 60)))).toBe(0);
  });
});

describe('noteDensity and polyphony', () => {
  it('counts onsets a quarter', () => {
    const line = lineOf([0, 0.5, 60], [0.5, 0.5, 62]);
    expect(noteDensity(line, pieceOf(1, line))).toBe(0.5);
  });

  it('averages over sounding time only', () => {
    // One note for a quarter, two for the next, then silence.
    expect(polyphony(lineOf([0, 2, 60], [1, 1, 64]))).toBe(1.5);
    expect(polyphony([])).toBe(0);
  });
});
