/**
 * Tempo bins of Mustango (Melechovsky et al. 2024): TB, the same of nine bins; TBT, the same or a neighbouring one. And what tempo
 * estimation counts (Gouyon et al. 2006): within 4 %, and within 4 % of the tempo or of its double, triple, half or third.
 */
import type { BeatsPerMinute } from '../../../../bridge/protocol/units.ts';

/** Where a bin ends and the next begins, as Mustango's evaluation has them. */
const thresholds: readonly BeatsPerMinute[] = [40, 60, 70, 90, 110, 140, 160, 210];
const tolerance = 0.04;
const octaves = [1, 2, 3, 1 / 2, 1 / 3] as const;

/** Which counts are met, each 0 or 1. */
export interface TempoAgreement {
  tb: number;
  tbt: number;
  near: number;
  nearOctave: number;
}

/** The bin of a tempo, 0…8; a tempo on a threshold belongs to the higher bin. */
export function tempoBin(tempo: BeatsPerMinute): number {
  return thresholds.filter((threshold) => tempo >= threshold).length;
}

/** Compares a tempo that was heard with the asked one. None that could be heard is wrong in every count. */
export function tempoAgreement(asked: BeatsPerMinute, heard: BeatsPerMinute | undefined): TempoAgreement {
  if (heard === undefined) return { tb: 0, tbt: 0, near: 0, nearOctave: 0 };
  const apart = Math.abs(tempoBin(asked) - tempoBin(heard));
  const isNear = (factor: number): boolean => Math.abs(heard / (asked * factor) - 1) <= tolerance + 1e-9;
  return {
    tb: Number(apart === 0),
    tbt: Number(apart < 2),
    near: Number(isNear(1)),
    nearOctave: Number(octaves.some(isNear)),
  };
}
