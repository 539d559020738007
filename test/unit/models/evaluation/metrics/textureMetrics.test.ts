import { describe, expect, it } from 'vitest';
import { barSimilarity, barStructure } from '../../../../../models/evaluation/metrics/barStructure.ts';
import {
  beatSonorities,
  dissonantBeats,
  parallelPerfects,
} from '../../../../../models/evaluation/metrics/sonorities.ts';
import { lineOf, pieceOf, quarters } from './handMadePieces.ts';

describe('dissonantBeats', () => {
  it('counts beats with a second, a tritone or their inversions', () => {
    // Fifth, minor second, tritone, major third.
    const piece = pieceOf(1, quarters(67, 61, 66, 64), quarters(60, 60, 60, 60));
    expect(dissonantBeats(beatSonorities(piece))).toBe(0.5);
  });

  it('leaves single notes out', () => {
    expect(dissonantBeats(beatSonorities(pieceOf(1, quarters(60, 61, 62, 63))))).toBe(0);
  });
});

describe('parallelPerfects', () => {
  it('finds fifths and octaves that move along', () => {
    // C–G to D–A to E–B: two parallels in two changes; then F–A: no parallel.
    const piece = pieceOf(1, quarters(67, 69, 71, 69), quarters(60, 62, 64, 65));
    expect(parallelPerfects(beatSonorities(piece))).toBeCloseTo(2 / 3);
  });

  it('lets a voice stand', () => {
    const piece = pieceOf(1, quarters(67, 67, 67, 67), quarters(60, 62, 60, 64));
    expect(parallelPerfects(beatSonorities(piece))).toBe(0);
  });

  it('takes the notes of a chord as voices', () => {
    const chords = lineOf([0, 1, 48], [0, 1, 55], [1, 1, 50], [1, 1, 57]);
    expect(parallelPerfects(beatSonorities(pieceOf(1, chords)))).toBe(1);
  });
});

describe('barStructure', () => {
  const a = [60, 64, 67, 72];
  const b = [62, 65, 69, 74];
  const c = [61, 66, 68, 73];
  const d = [59, 63, 58, 70];

  it('finds no structure where no bar returns', () => {
    expect(barStructure(pieceOf(4, quarters(...a, ...b, ...c, ...d)))).toEqual({
      short: 0,
      middle: 0,
      long: 0,
    });
  });

  it('is the harmonic mean of score and coverage for a repeated pair of bars', () => {
    // Two bars twice: σ = 4, M = 2, L = 4, γ = 4, N = 4: score (4 − 2) / 4, coverage (4 − 2) / 4.
    expect(barStructure(pieceOf(4, quarters(...a, ...b, ...a, ...b))).short).toBeCloseTo(0.5);
  });

  it('falls when the repetition covers less', () => {
    // N = 6: score 2/4, coverage 2/6 → 0.4.
    const piece = pieceOf(6, quarters(...a, ...b, ...c, ...d, ...a, ...b));
    expect(barStructure(piece).short).toBeCloseTo(0.4);
  });

  it('likens bars by what sounds in each quarter', () => {
    const similarity = barSimilarity(pieceOf(2, quarters(60, 60, 60, 60, 60, 60, 60, 62)));
    // Three of four quarters agree: cosine 0.75, above the threshold 0.7 by a sixth of what is left.
    expect(similarity[0]?.[1]).toBeCloseTo(0.05 / 0.3);
    expect(similarity[0]?.[0]).toBe(1);
  });
});
