/** Scale consistency (Mogren 2016), as in MusPy 0.5 `scale_consistency`. */
import type { Unit } from '../../../bridge/protocol/units.ts';
import type { PieceNote } from '../piece.ts';

const scales = [
  [0, 2, 4, 5, 7, 9, 11],
  [0, 2, 3, 5, 7, 8, 10],
];

/**
 * SC = max over 12 tonics and {major, natural minor} of (notes in the scale) / (notes). 1 without notes.
 * Notes are counted, not weighed by length; unpitched parts are left out.
 */
export function scaleConsistency(notes: readonly PieceNote[]): Unit {
  if (notes.length === 0) return 1;
  const shares = scales.flatMap((scale) =>
    Array.from({ length: 12 }, (_, tonic) => {
      const inside = notes.filter((note) => scale.includes((note.pitch - tonic + 120) % 12));
      return inside.length / notes.length;
    }),
  );
  return Math.max(...shares);
}
