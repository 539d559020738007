/**
 * CK and CKD of Mustango (Melechovsky et al. 2024): the same root and mode; or that, or the relative key, whose notes are the same.
 *
 * Mustango's own script has the relative key on the wrong side (F♯ major for A minor) and passes over clips without a key that could be
 * heard. Here the relative major lies three semitones above the minor (C major, A minor), and no key is a wrong one.
 */
import { isMinorish, readKey } from '../../../engines/score/theory/scale.ts';

/** Which counts are met, each 0 or 1. */
export interface KeyAgreement {
  ck: number;
  ckd: number;
  /** The same tonic and the very mode of seven. */
  exact: number;
}

/**
 * Compares a key that was heard with the asked one, both as attributes write them (`D minor`). Mustango knows major and minor only:
 * for CK and CKD dorian, phrygian and locrian count as minor on their tonic, lydian and mixolydian as major.
 */
export function keyAgreement(asked: string, heard: string | undefined): KeyAgreement {
  if (heard === undefined) return { ck: 0, ckd: 0, exact: 0 };
  const [a, b] = [readKey(asked), readKey(heard)];
  const [minorA, minorB] = [isMinorish(a.mode), isMinorish(b.mode)];
  const ck = a.tonicClass === b.tonicClass && minorA === minorB;
  const [minor, major] = minorA ? [a, b] : [b, a];
  const isRelative = minorA !== minorB && (minor.tonicClass + 3) % 12 === major.tonicClass;
  const exact = ck && a.mode === b.mode;
  return { ck: Number(ck), ckd: Number(ck || isRelative), exact: Number(exact) };
}
