/**
 * Chords as the style profiles write them: a scale degree with optional changes.
 *
 * ```
 *   b2M     alteration (b or #), degree 1–7, quality: M major, m minor, d diminished, a augmented
 *   5M7     with the seventh of its scale, b7 with a minor one; +9 adds the ninth, s2 and s4 suspend the third, 6 adds the sixth
 *   4/3     third (or /5 fifth) in the bass
 *   D5      dominant seventh of degree 5
 * ```
 * Without a quality the chord is the mode's own triad.
 */
import { degreeClass, mod, scaleClasses } from './scale.ts';
import type { Key } from './scale.ts';
import type { PitchClass } from '../../../../bridge/protocol/units.ts';

/** A chord in a key. */
export interface Chord {
  /** The text it was written as. */
  spec: string;
  /** Scale degree of the root, 0 the tonic. */
  degree: number;
  root: PitchClass;
  /** Root first, then in thirds; suspensions stand in the third's place. */
  tones: PitchClass[];
  bass: PitchClass;
  /** The seven notes that fit the chord: the key's scale with the chord's own alterations. */
  scale: PitchClass[];
  /** Roman numeral. */
  numeral: string;
}

const pattern = /^(?:D([1-7])|([b#]?)([1-7])([Mmda]?)(b?7)?(\+9|s2|s4|6)?)(?:\/([35]))?$/;
const numerals = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII'];
const qualityIntervals: Readonly<Record<string, readonly [number, number]>> = {
  M: [4, 7],
  m: [3, 7],
  d: [3, 6],
  a: [4, 8],
};

/** Builds a chord from its text. Throws `RangeError` for a text that no profile may hold. */
export function parseChord(spec: string, key: Key): Chord {
  const match = pattern.exec(spec);
  if (match === null) throw new RangeError(`unknown chord "${spec}"`);
  const [, applied, accidental, digit, quality, seventh, change, inversion] = match;
  if (applied !== undefined) return appliedDominant(spec, Number(applied) - 1, key, inversion);
  const degree = Number(digit) - 1;
  const alteration = accidental === 'b' ? -1 : accidental === '#' ? 1 : 0;
  const scale = scaleClasses(key);
  const root = mod((scale[degree] ?? 0) + alteration, 12);
  scale[degree] = root;
  const [third, fifth] = triadAbove(root, degree, scale, quality ?? '');
  scale[mod(degree + 2, 7)] = third;
  scale[mod(degree + 4, 7)] = fifth;
  const tones = withChange([root, third, fifth], degree, scale, change);
  if (seventh === 'b7') scale[mod(degree + 6, 7)] = mod(root + 10, 12);
  if (seventh !== undefined) tones.push(scale[mod(degree + 6, 7)] ?? root);
  return {
    spec,
    degree,
    root,
    tones,
    bass: bassOf(tones, inversion),
    scale,
    numeral: writeNumeral(
      degree,
      alteration,
      [root, third, fifth],
      (seventh ? '7' : '') + writeChange(change),
    ),
  };
}

function triadAbove(
  root: PitchClass,
  degree: number,
  scale: readonly PitchClass[],
  quality: string,
): [PitchClass, PitchClass] {
  const forced = qualityIntervals[quality];
  if (forced !== undefined) return [mod(root + forced[0], 12), mod(root + forced[1], 12)];
  return [scale[mod(degree + 2, 7)] ?? root, scale[mod(degree + 4, 7)] ?? root];
}

function withChange(
  triad: [PitchClass, PitchClass, PitchClass],
  degree: number,
  scale: readonly PitchClass[],
  change: string | undefined,
): PitchClass[] {
  const [root, third, fifth] = triad;
  const at = (steps: number): PitchClass => scale[mod(degree + steps, 7)] ?? root;
  switch (change) {
    case 's2':
      return [root, at(1), fifth];
    case 's4':
      return [root, at(3), fifth];
    case '+9':
      return [root, third, fifth, at(1)];
    case '6':
      return [root, third, fifth, at(5)];
    default:
      return [root, third, fifth];
  }
}

function appliedDominant(spec: string, target: number, key: Key, inversion: string | undefined): Chord {
  const goal = degreeClass(key, target);
  const degree = mod(target + 4, 7);
  const root = mod(goal + 7, 12);
  const tones = [root, mod(root + 4, 12), mod(root + 7, 12), mod(root + 10, 12)];
  const scale = scaleClasses(key);
  tones.forEach((tone, index) => {
    scale[mod(degree + 2 * index, 7)] = tone;
  });
  const goalNumeral = writeNumeral(target, 0, triadOf(key, target), '');
  return { spec, degree, root, tones, bass: bassOf(tones, inversion), scale, numeral: `V7/${goalNumeral}` };
}

function triadOf(key: Key, degree: number): [PitchClass, PitchClass, PitchClass] {
  return [degreeClass(key, degree), degreeClass(key, degree + 2), degreeClass(key, degree + 4)];
}

function bassOf(tones: readonly PitchClass[], inversion: string | undefined): PitchClass {
  const index = inversion === '3' ? 1 : inversion === '5' ? 2 : 0;
  return tones[index] ?? tones[0] ?? 0;
}

function writeChange(change: string | undefined): string {
  if (change === undefined) return '';
  return { '+9': 'add9', s2: 'sus2', s4: 'sus4', '6': 'add6' }[change] ?? '';
}

function writeNumeral(
  degree: number,
  alteration: number,
  triad: readonly [PitchClass, PitchClass, PitchClass],
  extension: string,
): string {
  const third = mod(triad[1] - triad[0], 12);
  const fifth = mod(triad[2] - triad[0], 12);
  const name = numerals[degree] ?? 'I';
  const cased = third === 3 ? name.toLowerCase() : name;
  const mark = fifth === 6 ? '°' : fifth === 8 ? '+' : '';
  return `${alteration < 0 ? 'b' : alteration > 0 ? '#' : ''}${cased}${mark}${extension}`;
}
