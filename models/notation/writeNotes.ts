/** The notes and rests of one voice in one bar, as MusicXML. */
import { drumOf } from './drums.ts';
import { noteValues } from './noteValues.ts';
import { pitchOf } from './spelling.ts';
import { soundingOffset, writtenFifths } from './staves.ts';
import { element } from './xml.ts';
import type { Ticks } from '../../bridge/protocol/units.ts';
import type { Bar } from './bars.ts';
import type { NoteValue } from './noteValues.ts';
import type { FifthsPlace, Speller } from './spelling.ts';
import type { ChordNote, VoiceChord } from './voices.ts';
import type { WrittenPart } from './writtenPart.ts';

/** Something that is written at a tick: a rest, or a note or chord, or a piece of one that is tied. */
export interface Piece {
  value: NoteValue;
  /** Undefined for a rest. */
  chord?: VoiceChord;
  /** First and last of the pieces of its chord. */
  isFirst: boolean;
  isLast: boolean;
  /** Of a rest that fills the bar. */
  isWholeBar?: true;
  tuplet?: 'start' | 'stop';
  slur?: 'start' | 'stop';
}

/** What notes are written with. */
export interface NoteContext {
  written: WrittenPart;
  /** Its `id` in the part list. */
  id: string;
  speller: Speller;
  /** Place of a key's sharps and flats that is moved where a written key would have more than seven. */
  respelling: (tick: Ticks) => FifthsPlace;
  voice: number;
  /** Undefined where the part has one. */
  staff?: number;
}

/** The pieces of a voice in a bar, without gaps. `chords` are those that sound in it. */
export function piecesOf(bar: Bar, chords: readonly VoiceChord[], triplets: ReadonlySet<Ticks>): Piece[] {
  const end = bar.tick + bar.length;
  if (chords.length === 0) {
    const value = { tick: bar.tick, length: bar.length, name: 'whole', dots: 0, isTriplet: false } as const;
    return [{ value, isFirst: true, isLast: true, isWholeBar: true }];
  }
  const pieces: Piece[] = [];
  let at = bar.tick;
  const rest = (until: Ticks): void => {
    for (const value of noteValues(bar, at, until, triplets, 'rest'))
      pieces.push({ value, isFirst: true, isLast: true });
  };
  for (const chord of chords) {
    const from = Math.max(chord.tick, bar.tick);
    const until = Math.min(chord.end, end);
    if (from > at) rest(from);
    const values = noteValues(bar, from, until, triplets, 'note');
    for (const [i, value] of values.entries()) {
      const isFirst = i === 0 && from === chord.tick;
      pieces.push({ value, chord, isFirst, isLast: i === values.length - 1 && until === chord.end });
    }
    at = until;
  }
  if (at < end) rest(end);
  markTuplets(pieces, bar);
  markSlurs(pieces);
  return pieces;
}

/** A piece as `<note>` elements. */
export function noteXml(piece: Piece, context: NoteContext): string {
  const { chord, value } = piece;
  if (chord === undefined) {
    const rest = piece.isWholeBar === true ? '<rest measure="yes"/>' : '<rest/>';
    return `<note>${rest}${element('duration', value.length)}${tail(piece, context, '', '')}</note>`;
  }
  return chord.notes.map((entry, i) => chordNoteXml(entry, i, piece, context)).join('');
}

/** A bracket over what a beat of triplets holds. */
function markTuplets(pieces: readonly Piece[], bar: Bar): void {
  for (const beat of bar.beats) {
    const inside = pieces.filter(
      ({ value }) => value.isTriplet && value.tick >= beat.tick && value.tick < beat.tick + beat.length,
    );
    const [first] = inside;
    const last = inside.at(-1);
    if (first === undefined || last === undefined || first === last) continue;
    first.tuplet = 'start';
    last.tuplet = 'stop';
  }
}

/** A slur over notes that are played into each other, within the bar. */
function markSlurs(pieces: readonly Piece[]): void {
  const heads = pieces.filter(({ isFirst, chord }) => isFirst && chord !== undefined);
  let isOpen = false;
  for (const [i, head] of heads.entries()) {
    const next = heads[i + 1];
    const joins = next !== undefined && next.chord?.tick === head.chord?.end && isLegato(head);
    if (joins && !isOpen) head.slur = 'start';
    else if (!joins && isOpen) head.slur = 'stop';
    isOpen = joins;
  }
}

function isLegato({ chord }: Piece): boolean {
  return chord?.notes.some(({ note, tiedTo }) => note.isLegato === true && !tiedTo) === true;
}

function chordNoteXml(
  { note, tiedFrom, tiedTo }: ChordNote,
  index: number,
  piece: Piece,
  context: NoteContext,
): string {
  const stops = tiedFrom || !piece.isFirst;
  const starts = piece.isLast ? tiedTo : true;
  const ties = [...(stops ? ['stop'] : []), ...(starts ? ['start'] : [])];
  const sound = ties.map((type) => `<tie type="${type}"/>`).join('');
  const isHead = index === 0;
  const marks = [
    ...ties.map((type) => `<tied type="${type}"/>`),
    isHead ? slurXml(piece, context.voice) : '',
    isHead ? tupletXml(piece) : '',
    isHead && !stops ? articulations(piece) : '',
  ].join('');
  const head = `${isHead ? '' : '<chord/>'}${pitchXml(note.tick, note.pitch, context)}`;
  const instrument = context.written.isKit ? `<instrument id="${context.id}-I${String(note.pitch)}"/>` : '';
  const shape = context.written.isKit ? drum(note.pitch, context).head : undefined;
  const notehead = shape === undefined ? '' : element('notehead', shape);
  const notations = marks === '' ? '' : element('notations', marks);
  return `<note>${head}${element('duration', piece.value.length)}${sound}${instrument}${tail(piece, context, notehead, notations)}</note>`;
}

/** From `<voice>` on, in the order of the standard. */
function tail(
  { value, isWholeBar, chord, ...piece }: Piece,
  { voice, staff }: NoteContext,
  notehead: string,
  notations: string,
): string {
  const ofRest = chord === undefined ? tupletXml(piece) : '';
  return [
    element('voice', voice),
    isWholeBar === true ? '' : element('type', value.name) + (value.dots === 1 ? '<dot/>' : ''),
    value.isTriplet
      ? element('time-modification', element('actual-notes', 3) + element('normal-notes', 2))
      : '',
    notehead,
    staff === undefined ? '' : element('staff', staff),
    notations,
    ofRest === '' ? '' : element('notations', ofRest),
  ].join('');
}

function pitchXml(tick: Ticks, pitch: number, context: NoteContext): string {
  const { written, speller, respelling } = context;
  if (written.isKit) {
    const { step, octave } = drum(pitch, context);
    return element('unpitched', element('display-step', step) + element('display-octave', octave));
  }
  const { transposition } = written;
  const place = speller(tick, pitch) + writtenFifths(transposition) + respelling(tick);
  const { step, alter, octave } = pitchOf(place, pitch - soundingOffset(transposition));
  const raised = alter === 0 ? '' : element('alter', alter);
  return element('pitch', element('step', step) + raised + element('octave', octave));
}

function drum(pitch: number, { written }: NoteContext): ReturnType<typeof drumOf> {
  return drumOf(pitch, written.part.instrument === 'orchestral-kit');
}

function slurXml({ slur }: Piece, voice: number): string {
  return slur === undefined ? '' : `<slur type="${slur}" number="${String(voice)}"/>`;
}

function tupletXml({ tuplet }: Pick<Piece, 'tuplet'>): string {
  return tuplet === undefined ? '' : `<tuplet type="${tuplet}"/>`;
}

function articulations({ chord }: Piece): string {
  const notes = chord?.notes.map(({ note }) => note) ?? [];
  const found = [
    notes.some(({ isAccent }) => isAccent === true) ? '<accent/>' : '',
    notes.every(({ articulation }) => articulation === 'staccato') ? '<staccato/>' : '',
    notes.every(({ articulation }) => articulation === 'tenuto') ? '<tenuto/>' : '',
  ].join('');
  return found === '' ? '' : element('articulations', found);
}
