/** Keys as MIDI writes them: sharps or flats, and whether minor. */
import type { Mode, Tonic } from '../../bridge/protocol/attributes.ts';

/** Place of each letter on the circle of fifths, C at 0. */
const letterFifths: Readonly<Record<string, number>> = { F: -1, C: 0, G: 1, D: 2, A: 3, E: 4, B: 5 };

/** By how many fifths the signature of a mode differs from that of the major key on the same tonic. */
const modeFifths: Readonly<Record<Mode, number>> = {
  lydian: 1,
  major: 0,
  mixolydian: -1,
  dorian: -2,
  minor: -3,
  phrygian: -4,
  locrian: -5,
};

/**
 * Sharps (positive) or flats (negative) of a key, −7…7: those of the major key with the same notes. A key that would need
 * more, such as D# major, is written as its enharmonic twin.
 */
export function keySignatureFifths(tonic: Tonic, mode: Mode): number {
  const letter = letterFifths[tonic.charAt(0)] ?? 0;
  const accidental = tonic.endsWith('#') ? 7 : tonic.endsWith('b') ? -7 : 0;
  const fifths = letter + accidental + modeFifths[mode];
  if (fifths > 7) return fifths - 12;
  return fifths < -7 ? fifths + 12 : fifths;
}
