/** Pieces small enough to be counted by hand. */
import { ticksPerQuarter } from '../../../../../bridge/protocol/units.ts';
import type { Line, Piece } from '../../../../../models/evaluation/piece.ts';

/** A line from `[quarter, length in quarters, pitch]`. */
export function lineOf(...notes: [at: number, length: number, pitch: number][]): Line {
  return notes.map(([at, length, pitch]) => ({
    tick: at * ticksPerQuarter,
    duration: length * ticksPerQuarter,
    pitch,
  }));
}

/** Notes of one quarter each, one after the other. */
export function quarters(...pitches: number[]): Line {
  return lineOf(...pitches.map((pitch, i): [number, number, number] => [i, 1, pitch]));
}

/** A piece of 4/4 bars. */
export function pieceOf(bars: number, ...lines: Line[]): Piece {
  const bar = 4 * ticksPerQuarter;
  return {
    name: 'by hand',
    lines,
    drums: [],
    bars: Array.from({ length: bars }, (_, i) => i * bar),
    end: bars * bar,
  };
}
