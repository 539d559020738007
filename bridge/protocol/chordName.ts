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

/** The parts of a chord that its name is made of. */
type NamedChord = Pick<ChordChange, 'root' | 'tones' | 'bass' | 'numeral'>;

/** The name of a chord in a key with this tonic. The bass follows a slash where it is not the root. */
export function chordName(chord: NamedChord, tonic: Tonic): string {
  const { root, bass } = spelledChord(chord, tonic);
  const name = `${root}${chordQuality(chord)}`;
  return chord.bass === chord.root ? name : `${name}/${bass}`;
}

/** The tones of a chord as letters with accidentals, such as `Bb`: root, bass, and all in the order of `tones`. */
export function spelledChord(
  { root, tones, bass, numeral }: NamedChord,
  tonic: Tonic,
): { root: string; bass: string; tones: string[] } {
  const letter = rootLetter(numeral, tonic);
  const steps = letterSteps(tones.map((tone) => above(root, tone)));
  const onLetter = (tone: PitchClass): string => {
    const step = steps[tones.indexOf(tone)];
    return spelled(tone, letter === undefined || step === undefined ? undefined : (letter + step) % 7);
  };
  return { root: spelled(root, letter), bass: onLetter(bass), tones: tones.map(onLetter) };
}

/** Letters from the root to each tone: thirds, but for suspensions and added tones; undefined for what is neither. */
function letterSteps(intervals: readonly number[]): (number | undefined)[] {
  const [, third = 4, fifth = 7] = intervals;
  const isDiminished = third === 3 && fifth === 6;
  return intervals.map((interval, place) => {
    if (place === 0) return 0;
    if (place === 1) return third < 3 ? 1 : third > 4 ? 3 : 2;
    if (place === 2) return 4;
    if (place > 3) return undefined;
    return { 1: 1, 2: 1, 8: 5, 9: isDiminished ? 6 : 5, 10: 6, 11: 6 }[interval];
  });
}

/** What follows the root's name: `m7`, `sus4`, nothing for a major triad. */
export function chordQuality({ root, tones }: Pick<ChordChange, 'root' | 'tones'>): string {
  return quality(tones.map((tone) => above(root, tone)));
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
