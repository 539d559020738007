/**
 * Key names in the languages that scores are written in, normalised to the contract's spelling.
 * One reader serves the `--key` option, the cue and the caption, so that all of them understand the same names.
 */
import { modes, tonics } from '../../bridge/protocol/attributes.ts';
import type { Mode, Tonic } from '../../bridge/protocol/attributes.ts';

/** A key as we write it, with the name that was asked where the spelling differs. */
export interface KeyName {
  tonic: Tonic;
  mode: Mode;
  /** Such as `E# minor` for F minor: the asked key would need more than seven accidentals. */
  respelledFrom?: string;
}

/** Where a mode lies on the circle of fifths, relative to the major key on the same tonic. */
export const modeFifths: Readonly<Record<Mode, number>> = {
  major: 0,
  minor: -3,
  dorian: -2,
  phrygian: -4,
  lydian: 1,
  mixolydian: -1,
  locrian: -5,
};

/** Words for a mode, folded; `m` is handled by its reader since its case matters. */
export const modeWords: ReadonlyMap<string, Mode> = new Map(
  Object.entries({
    major: ['major', 'maj', 'dur', 'majeur', 'maggiore', 'mayor', 'maior', 'ionian', 'ionisch', 'ionien'],
    minor: ['minor', 'min', 'moll', 'mineur', 'minore', 'menor', 'aeolian', 'aolisch', 'eolien', 'eolio'],
    dorian: ['dorian', 'dorisch', 'dorien', 'dorico'],
    phrygian: ['phrygian', 'phrygisch', 'phrygien', 'frigio'],
    lydian: ['lydian', 'lydisch', 'lydien', 'lidio'],
    mixolydian: ['mixolydian', 'mixolydisch', 'mixolydien', 'misolidio', 'mixolidio'],
    locrian: ['locrian', 'lokrisch', 'locrien', 'locrio'],
  } satisfies Record<Mode, string[]>).flatMap(([mode, words]) => words.map((word) => [word, mode as Mode])),
);

/** German mode words, which make `b` and `h` the German notes. */
export const germanModeWords: ReadonlySet<string> = new Set([
  'dur',
  'moll',
  'dorisch',
  'phrygisch',
  'lydisch',
  'mixolydisch',
  'lokrisch',
  'ionisch',
  'aolisch',
]);

/** German note names. */
const germanNotes: Readonly<Record<string, string>> = {
  ...{ c: 'C', d: 'D', e: 'E', f: 'F', g: 'G', a: 'A', h: 'B', b: 'Bb' },
  ...{ cis: 'C#', dis: 'D#', eis: 'E#', fis: 'F#', gis: 'G#', ais: 'A#', his: 'B#' },
  ...{ ces: 'Cb', des: 'Db', es: 'Eb', fes: 'Fb', ges: 'Gb', as: 'Ab', hes: 'Bb' },
};

/** Solfège note names of French, Italian, Spanish and Portuguese. */
const solfegeNotes: Readonly<Record<string, string>> = {
  ...{ do: 'C', ut: 'C', re: 'D', mi: 'E', fa: 'F', sol: 'G', la: 'A', si: 'B' },
};

const sharps = new Set(['#', '♯', 'sharp', 'diese', 'diesis', 'sostenido', 'kreuz']);
const flats = new Set(['♭', 'flat', 'bemol', 'bemolle']);

/** The accidental that a folded word stands for; empty where it is none. */
export function accidentalOf(word: string): '#' | 'b' | '' {
  return sharps.has(word) ? '#' : flats.has(word) ? 'b' : '';
}

/** A note from a folded German name (`fis`); undefined where it is none. */
export function germanNote(word: string): string | undefined {
  return Object.hasOwn(germanNotes, word) ? germanNotes[word] : undefined;
}

/** A note from a folded solfège syllable (`re`); undefined where it is none. */
export function solfegeNote(word: string): string | undefined {
  return Object.hasOwn(solfegeNotes, word) ? solfegeNotes[word] : undefined;
}

/** Letters in the order of fifths; F is −1, C is 0, and a sharp adds seven. */
const lettersByFifths = 'FCGDAEB';

/** A note's place on the line of fifths: C is 0, G 1, F −1, F# 6. NaN where the text is no letter with `#` or `b`. */
export function fifthsOf(note: string): number {
  const match = /^([A-G])(#{0,2}|b{0,2})$/u.exec(note);
  const [, letter = '', accidental = ''] = match ?? [];
  if (match === null) return NaN;
  return lettersByFifths.indexOf(letter) - 1 + 7 * accidental.length * (accidental.startsWith('b') ? -1 : 1);
}

/** The note at a place on the line of fifths; the inverse of {@link fifthsOf}. */
export function noteAtFifths(fifths: number): string {
  const letter = lettersByFifths.charAt((((fifths + 1) % 7) + 7) % 7);
  const accidentals = Math.floor((fifths + 1) / 7);
  return letter + (accidentals < 0 ? 'b' : '#').repeat(Math.abs(accidentals));
}

/** Accidentals in the signature of a key: positive for sharps, negative for flats. */
export function signatureOf(tonic: string, mode: Mode): number {
  return fifthsOf(tonic) + modeFifths[mode];
}

/**
 * Spells a key as the contract does: at most seven accidentals, and a tonic that we write. `note` is a letter with
 * `#` or `b`, twice at most. Undefined where it is no note.
 */
export function spellKey(note: string, mode: Mode): KeyName | undefined {
  const fifths = fifthsOf(note);
  if (Number.isNaN(fifths)) return undefined;
  // Twelve fifths are seven octaves: the same key under another name.
  const tonic = [fifths, fifths - 12, fifths + 12].map(noteAtFifths).find((name) => isWritten(name, mode));
  if (tonic === undefined) return undefined;
  const key = { tonic: tonic as Tonic, mode };
  return tonic === note ? key : { ...key, respelledFrom: `${note} ${mode}` };
}

function isWritten(tonic: string, mode: Mode): boolean {
  return (tonics as readonly string[]).includes(tonic) && Math.abs(signatureOf(tonic, mode)) <= 7;
}

/** All modes, for messages. */
export const modeList = modes.join(', ');
