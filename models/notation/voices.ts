/** Notes → voices: in each one thing sounds at a time, a note or a chord, and they do not overlap. */
import type { Ticks } from '../../bridge/protocol/units.ts';
import type { WrittenNote } from './writtenNotes.ts';

/** A note of a chord, or the part of one that lies in it. */
export interface ChordNote {
  note: WrittenNote;
  /** Goes on from the chord before. */
  tiedFrom: boolean;
  /** Goes on in the chord after. */
  tiedTo: boolean;
}

/** What sounds together in one voice. */
export interface VoiceChord {
  tick: Ticks;
  end: Ticks;
  /** Ascending, one at least. */
  notes: ChordNote[];
}

/** As a staff has them: one, or two of which the first has the upper notes. */
export type Voices = VoiceChord[][];

/**
 * Distributes the notes of a part. Where two voices would not do, there is one, and what sounds over other notes is
 * tied through their chords.
 */
export function voicesOf(notes: readonly WrittenNote[]): Voices {
  const voices: VoiceChord[][] = [];
  for (const chord of chordsOf(notes)) {
    const free = voices.find((voice) => (voice.at(-1)?.end ?? 0) <= chord.tick);
    if (free !== undefined) free.push(chord);
    else if (voices.length < 2) voices.push([chord]);
    else return [tiedChords(notes)];
  }
  return voices;
}

/** Notes of one onset and one end; at one onset the highest first. */
function chordsOf(notes: readonly WrittenNote[]): VoiceChord[] {
  const chords = new Map<string, VoiceChord>();
  for (const note of notes) {
    const key = `${String(note.tick)} ${String(note.end)}`;
    const chord = chords.get(key);
    const entry = { note, tiedFrom: false, tiedTo: false };
    if (chord === undefined) chords.set(key, { tick: note.tick, end: note.end, notes: [entry] });
    else chord.notes.push(entry);
  }
  const top = ({ notes: entries }: VoiceChord): number => entries.at(-1)?.note.pitch ?? 0;
  return [...chords.values()].sort((a, b) => a.tick - b.tick || top(b) - top(a));
}

/** One voice that is cut wherever a note begins or ends. */
function tiedChords(notes: readonly WrittenNote[]): VoiceChord[] {
  const cuts = [...new Set(notes.flatMap(({ tick, end }) => [tick, end]))].sort((a, b) => a - b);
  const chords: VoiceChord[] = [];
  let sounding: WrittenNote[] = [];
  let next = 0;
  for (const [i, tick] of cuts.entries()) {
    const end = cuts[i + 1];
    if (end === undefined) break;
    sounding = sounding.filter((note) => note.end > tick);
    for (; (notes[next]?.tick ?? Infinity) <= tick; next++) sounding.push(notes[next] as WrittenNote);
    if (sounding.length === 0) continue;
    const entries = [...sounding]
      .sort((a, b) => a.pitch - b.pitch)
      .map((note) => ({ note, tiedFrom: note.tick < tick, tiedTo: note.end > end }));
    chords.push({ tick, end, notes: entries });
  }
  return chords;
}
