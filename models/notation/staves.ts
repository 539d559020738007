/** How instruments are written: clef, transposition, abbreviation (Adler, *The Study of Orchestration*, 4th ed.). */
import { instruments } from '../../bridge/protocol/instruments.ts';
import type { InstrumentId } from '../../bridge/protocol/instruments.ts';
import type { MidiNote } from '../../bridge/protocol/units.ts';
import type { FifthsPlace } from './spelling.ts';

/** What is added to what is written to get what sounds. */
export interface Transposition {
  /** Steps of the staff, without octaves. */
  diatonic: number;
  /** Semitones, without octaves. */
  chromatic: number;
  octaves: number;
}

/** A clef by its sign and line. */
export interface Clef {
  sign: 'G' | 'F' | 'C' | 'percussion';
  line?: number;
}

const inBFlat: Transposition = { diatonic: -1, chromatic: -2, octaves: 0 };
const inF: Transposition = { diatonic: -4, chromatic: -7, octaves: 0 };
const inEFlat: Transposition = { diatonic: -5, chromatic: -9, octaves: 0 };
const octaves = (count: number): Transposition => ({ diatonic: 0, chromatic: 0, octaves: count });

const transpositions: Partial<Readonly<Record<InstrumentId, Transposition>>> = {
  clarinet: inBFlat,
  trumpet: inBFlat,
  'muted-trumpet': inBFlat,
  'soprano-sax': inBFlat,
  'tenor-sax': { ...inBFlat, octaves: -1 },
  'alto-sax': inEFlat,
  'baritone-sax': { ...inEFlat, octaves: -1 },
  'french-horn': inF,
  'english-horn': inF,
  contrabass: octaves(-1),
  'acoustic-bass': octaves(-1),
  'electric-bass': octaves(-1),
  'fretless-bass': octaves(-1),
  'nylon-guitar': octaves(-1),
  'steel-guitar': octaves(-1),
  'jazz-guitar': octaves(-1),
  'electric-guitar': octaves(-1),
  'distorted-guitar': octaves(-1),
  piccolo: octaves(1),
  recorder: octaves(1),
  whistle: octaves(1),
  celesta: octaves(1),
  xylophone: octaves(1),
  glockenspiel: octaves(2),
};

/** Undefined for instruments that are written as they sound. */
export function transpositionOf(instrument: InstrumentId): Transposition | undefined {
  return transpositions[instrument];
}

/** Semitones from what is written to what sounds. */
export function soundingOffset(transposition: Transposition | undefined): number {
  return transposition === undefined ? 0 : transposition.chromatic + 12 * transposition.octaves;
}

/** Fifths by which written names lie above the sounding ones: 2 for instruments in B flat. */
export function writtenFifths(transposition: Transposition | undefined): FifthsPlace {
  const chromatic = transposition?.chromatic ?? 0;
  return { 0: 0, [-2]: 2, [-7]: 1, [-9]: 3 }[chromatic] ?? 0;
}

/** A keyboard part that spans both hands gets two staves. */
export function hasTwoStaves(instrument: InstrumentId, pitches: readonly MidiNote[]): boolean {
  const { family } = instruments[instrument];
  const isKeyboard = family === 'keys' || family === 'organ' || instrument === 'harp';
  const low = pitches.filter((pitch) => pitch < 57).length;
  const high = pitches.filter((pitch) => pitch > 63).length;
  return isKeyboard && Math.min(low, high) > pitches.length * 0.08;
}

/** The clef of a staff: the one that its players read, else by what is written on it. */
export function clefOf(instrument: InstrumentId, written: readonly MidiNote[]): Clef {
  if (instruments[instrument].kit === true) return { sign: 'percussion' };
  if (instrument === 'viola') return { sign: 'C', line: 3 };
  if (readsTreble(instrument)) return { sign: 'G', line: 2 };
  const sorted = [...written].sort((a, b) => a - b);
  const middle = sorted[sorted.length >> 1] ?? 60;
  return middle >= 59 ? { sign: 'G', line: 2 } : { sign: 'F', line: 4 };
}

function readsTreble(instrument: InstrumentId): boolean {
  const { family } = instruments[instrument];
  return (
    (family === 'woodwinds' && instrument !== 'bassoon') || (family === 'reeds' && instrument !== 'accordion')
  );
}

/** As conductors' scores abbreviate them. */
const abbreviations: Partial<Readonly<Record<InstrumentId, string>>> = {
  piano: 'Pno.',
  'electric-piano': 'E. Pno.',
  harpsichord: 'Hpsd.',
  celesta: 'Cel.',
  glockenspiel: 'Glock.',
  vibraphone: 'Vib.',
  marimba: 'Mar.',
  xylophone: 'Xyl.',
  'tubular-bells': 'Tub. B.',
  organ: 'Org.',
  'church-organ': 'Org.',
  accordion: 'Acc.',
  violin: 'Vln.',
  viola: 'Vla.',
  cello: 'Vc.',
  contrabass: 'Cb.',
  'pizzicato-strings': 'Pizz.',
  'tremolo-strings': 'Trem.',
  strings: 'Str.',
  'slow-strings': 'Str.',
  harp: 'Hp.',
  timpani: 'Timp.',
  choir: 'Ch.',
  'voice-oohs': 'V.',
  trumpet: 'Tpt.',
  'muted-trumpet': 'Tpt.',
  trombone: 'Tbn.',
  tuba: 'Tba.',
  'french-horn': 'Hn.',
  brass: 'Br.',
  'soprano-sax': 'S. Sax.',
  'alto-sax': 'A. Sax.',
  'tenor-sax': 'T. Sax.',
  'baritone-sax': 'B. Sax.',
  oboe: 'Ob.',
  'english-horn': 'E. Hn.',
  bassoon: 'Bsn.',
  clarinet: 'Cl.',
  piccolo: 'Picc.',
  flute: 'Fl.',
  recorder: 'Rec.',
  'nylon-guitar': 'Guit.',
  'steel-guitar': 'Guit.',
  'jazz-guitar': 'Guit.',
  'electric-guitar': 'E. Guit.',
  'distorted-guitar': 'E. Guit.',
  'acoustic-bass': 'A. B.',
  'electric-bass': 'E. B.',
  'fretless-bass': 'E. B.',
  'drum-kit': 'Dr.',
  'brush-kit': 'Dr.',
  'electronic-kit': 'Dr.',
  'orchestral-kit': 'Perc.',
};

/** What stands before every system but the first. */
export function abbreviationOf(instrument: InstrumentId): string {
  return abbreviations[instrument] ?? instruments[instrument].title;
}
