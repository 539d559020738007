/** Pitch-class entropy of a piece and of its windows, as in MusPy `pitch_class_entropy` and MusDr (Wu and Yang 2020). */
import type { Piece, PieceNote } from '../piece.ts';
import { pitchedNotes } from '../piece.ts';

/** PCE = −Σ p log₂ p over the shares p of the twelve pitch classes among the notes, in bits: 0 … log₂ 12 ≈ 3.585. */
export function pitchClassEntropy(notes: readonly PieceNote[]): number {
  const counts = new Array<number>(12).fill(0);
  for (const note of notes) counts[note.pitch % 12] = (counts[note.pitch % 12] ?? 0) + 1;
  return counts.reduce((bits, count) => {
    const p = count / notes.length;
    return count === 0 ? bits : bits - p * Math.log2(p);
  }, 0);
}

/**
 * H(n) = mean of PCE over every window of n bars, one bar apart (MusDr `compute_piece_pitch_entropy`, n = 1 and 4).
 * A note belongs to the bar in which it begins; windows without notes are left out.
 */
export function windowEntropy(piece: Piece, bars: number): number {
  const notes = pitchedNotes(piece);
  const values: number[] = [];
  for (let first = 0; first + bars <= piece.bars.length; first++) {
    const from = piece.bars[first] ?? 0;
    const to = piece.bars[first + bars] ?? piece.end;
    const inside = notes.filter((note) => note.tick >= from && note.tick < to);
    if (inside.length > 0) values.push(pitchClassEntropy(inside));
  }
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
