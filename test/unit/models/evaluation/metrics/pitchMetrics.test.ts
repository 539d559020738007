import { describe, expect, it } from 'vitest';
import {
  pitchClassEntropy,
  windowEntropy,
} from '../../../../../models/evaluation/metrics/pitchClassEntropy.ts';
import { scaleConsistency } from '../../../../../models/evaluation/metrics/scaleConsistency.ts';
import { lineOf, pieceOf, quarters } from './handMadePieces.ts';

describe('scaleConsistency', () => {
  it('is 1 for a major scale in any key and for its natural minor', () => {
    expect(scaleConsistency(quarters(61, 63, 65, 66, 68, 70, 72, 73))).toBe(1);
    expect(scaleConsistency(quarters(57, 59, 60, 62, 64, 65, 67, 69))).toBe(1);
  });

  it('counts notes outside the best scale', () => {
    // C major has all but F sharp; G major has all but F.
    expect(scaleConsistency(quarters(60, 62, 64, 65, 66, 67, 69, 71))).toBeCloseTo(7 / 8);
  });

  it('is 7/12 for the chromatic scale and 1 for silence', () => {
    expect(scaleConsistency(quarters(...Array.from({ length: 12 }, (_, i) => 60 + i)))).toBeCloseTo(7 / 12);
    expect(scaleConsistency([])).toBe(1);
  });
});

describe('pitchClassEntropy', () => {
  it('is 0 bits for one pitch class, 1 for two alike, log2 12 for all', () => {
    expect(pitchClassEntropy(quarters(60, 72, 48))).toBe(0);
    expect(pitchClassEntropy(quarters(60, 67, 72, 55))).toBe(1);
    expect(pitchClassEntropy(quarters(...Array.from({ length: 12 }, (_, i) => i)))).toBeCloseTo(
      Math.log2(12),
    );
  });

  it('weighs shares: three to one is 0.811 bits', () => {
    expect(pitchClassEntropy(quarters(60, 60, 60, 62))).toBeCloseTo(0.8113, 4);
  });
});

describe('windowEntropy', () => {
  it('is the mean over windows one bar apart, empty ones left out', () => {
    // Bars: C C (0 bits), C G (1 bit), nothing.
    const piece = pieceOf(3, lineOf([0, 1, 60], [1, 1, 60], [4, 1, 60], [5, 1, 67]));
    expect(windowEntropy(piece, 1)).toBeCloseTo(0.5);
    // Windows of two: C C C G (0.811), C G (1).
    expect(windowEntropy(piece, 2)).toBeCloseTo((0.8113 + 1) / 2, 3);
  });

  it('is 0 where no window fits', () => {
    expect(windowEntropy(pieceOf(2, quarters(60, 62)), 4)).toBe(0);
  });
});
