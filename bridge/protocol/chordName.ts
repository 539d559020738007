/** Names of chords as musicians write them, spelled in their key: `Dm7`, `Ab`, `G7/B`. */
import type { Tonic } from './attributes.ts';
import type { ChordChange } from './score.ts';
import type { PitchClass } from './units.ts';

const letters = ['C', 'D', 'E', 'F', 'G', 'A', 'B'] as const;
const letterClasses: readonly PitchClass[] = [0, 2, 4, 5, 7, 9, 11];
const romans = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII'];
const plainNames = ['C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B'] as const;
/** Of the tone above the fifth, in semitones above the root. */
const additions: Readonly<Record<number, string>> = { 1: 'addb9', 2: 'add9', 8: 'addb6' };

/** The name of a chord in a key with this tonic. The bass follows a slash where it is not the root. */
export function chordName(
  { root, tones, bass, numeral }: Pick<ChordChange, 'root' | 'tones' | 'bass' | 'numeral'>,
  tonic: Tonic,
): string {
  const letter = rootLetter(numeral, tonic);
  const name = `${spelled(root, letter)}${quality(tones.map((tone) => above(root, tone)))}`;
  if (bass === root) return name;
  // Tones lie in thirds; one that is none of them is spelled plainly.
  const place = tones.indexOf(bass);
  const bassLetter = letter === undefined || place < 0 || place > 3 ? undefined : (letter + 2 * place) % 7;
  return `${name}/${spelled(bass, bassLetter)}`;
}

/** Place of the root's letter, 0 C … 6 B, by the degree that the numeral names; undefined where it names none. */
function rootLetter(numeral: string, tonic: Tonic): number | undefined {
  const [, applied, roman] = /^(V7\/)?[b#]?([IViv]+)/.exec(numeral) ?? [];
  const degree = romans.indexOf((roman ?? '').toUpperCase());
  const first = letters.findIndex((letter) => letter === tonic.charAt(0));
  if (degree < 0 || first < 0) return undefined;
  return (first + degree + (applied === undefined ? 0 : 4)) % 7;
}

/** A pitch class on a letter; plainly where that would take more than one accidental. */
function spelled(pitchClass: PitchClass, letter: number | undefined): string {
  const plain = plainNames[pitchClass] ?? 'C';
  if (letter === undefined) return plain;
  const offset = ((pitchClass - (letterClasses[letter] ?? 0) + 18) % 12) - 6;
  if (Math.abs(offset) > 1) return plain;
  return `${letters[letter] ?? 'C'}${offset < 0 ? 'b' : offset > 0 ? '#' : ''}`;
}

/** What follows the root's name. `intervals` are semitones above the root, itself first, then in thirds. */
function quality([, third = 4, fifth = 7, top]: readonly number[]): string {
  if (third === 3 && fifth === 6) return { 9: 'dim7', 10: 'm7b5' }[top ?? -1] ?? `dim${added(top)}`;
  if (third === 4 && fifth === 8) return `aug${added(top)}`;
  if (third === 3) return top === 11 ? 'm(maj7)' : `m${added(top)}`;
  if (third === 4) return added(top) + (fifth === 6 ? '(b5)' : '');
  const suspended = third < 3 ? `sus${third === 1 ? 'b2' : '2'}` : `sus${third === 6 ? '#4' : '4'}`;
  return added(top) + suspended;
}

function added(top: number | undefined): string {
  if (top === undefined) return '';
  return { 9: '6', 10: '7', 11: 'maj7' }[top] ?? additions[top] ?? '';
}

function above(root: PitchClass, tone: PitchClass): number {
  return (tone - root + 12) % 12;
}
