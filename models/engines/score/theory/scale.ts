/** Keys and scales as pitch classes and diatonic steps. */
import type { Mode, Tonic } from '../../../../bridge/protocol/attributes.ts';
import type { MidiNote, PitchClass } from '../../../../bridge/protocol/units.ts';

/** Semitones of the seven degrees above the tonic. */
export const modeIntervals: Readonly<Record<Mode, readonly number[]>> = {
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  phrygian: [0, 1, 3, 5, 7, 8, 10],
  lydian: [0, 2, 4, 6, 7, 9, 11],
  mixolydian: [0, 2, 4, 5, 7, 9, 10],
  locrian: [0, 1, 3, 5, 6, 8, 10],
};

/** A key. */
export interface Key {
  tonic: Tonic;
  mode: Mode;
  tonicClass: PitchClass;
}

const letterClasses: Readonly<Record<string, PitchClass>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/** Pitch class of a tonic's spelling. */
export function tonicPitchClass(tonic: Tonic): PitchClass {
  const letter = letterClasses[tonic.charAt(0)] ?? 0;
  const accidental = tonic.endsWith('#') ? 1 : tonic.endsWith('b') ? -1 : 0;
  return mod(letter + accidental, 12);
}

/** Reads a key in the contract's spelling, such as `Eb major`. The brief has validated it. */
export function readKey(text: string): Key {
  const [tonic, mode] = text.split(' ') as [Tonic, Mode];
  return { tonic, mode, tonicClass: tonicPitchClass(tonic) };
}

/** The remainder that is never negative. */
export function mod(value: number, modulus: number): number {
  return ((value % modulus) + modulus) % modulus;
}

/** Pitch class of a scale degree, 0 the tonic. */
export function degreeClass(key: Key, degree: number): PitchClass {
  return mod(key.tonicClass + (modeIntervals[key.mode][mod(degree, 7)] ?? 0), 12);
}

/** The seven pitch classes of a key, tonic first. */
export function scaleClasses(key: Key): PitchClass[] {
  return Array.from({ length: 7 }, (_, degree) => degreeClass(key, degree));
}

/** True where the key's third is minor: minor, dorian, phrygian, locrian. */
export function isMinorish(mode: Mode): boolean {
  return modeIntervals[mode][2] === 3;
}

/** True for the modes that cadence with a leading tone. */
export function isFunctional(mode: Mode): boolean {
  return mode === 'major' || mode === 'minor';
}

/** All MIDI notes of the pitch classes within a range, ascending. */
export function pitchesWithin(classes: readonly PitchClass[], low: MidiNote, high: MidiNote): MidiNote[] {
  const pitches: MidiNote[] = [];
  for (let pitch = low; pitch <= high; pitch++) {
    if (classes.includes(mod(pitch, 12))) pitches.push(pitch);
  }
  return pitches;
}

/** The MIDI note of a pitch class nearest to a target; the lower one where two are as near. */
export function nearestPitch(pitchClass: PitchClass, target: MidiNote): MidiNote {
  const up = mod(pitchClass - target, 12);
  return up < 6 ? target + up : target + up - 12;
}
