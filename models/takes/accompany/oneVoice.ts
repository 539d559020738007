/**
 * The upper voice of notes that may have several, such as both hands of a pianist on one track.
 *
 *   ───C5───────  stays
 *     E4  G4      are under it for most of their length: another voice
 *              ─D5─   stays; it may begin a little before C5 ends, as a singer joins notes
 */
import { ticksPerQuarter } from '../../../bridge/protocol/units.ts';
import type { Note } from '../../../bridge/protocol/score.ts';
import type { MidiNote, Ticks } from '../../../bridge/protocol/units.ts';

/** A voice, and what was done to find it, in words. */
export interface UpperVoice {
  /** In order; each ends at most {@link joined} after the next begins. */
  notes: Note[];
  told: string[];
}

/** Notes of a chord that is rolled or strummed begin within a thirty-second of each other at most. */
const strummed: Ticks = ticksPerQuarter / 8;
/** As far as a note may sound into the next one and still be followed by it: a sixteenth. */
const joined: Ticks = ticksPerQuarter / 4;

/** The upper voice. `notes` are sorted by tick, then by pitch. */
export function oneVoice(notes: readonly Note[]): UpperVoice {
  /** When the last note of each pitch ends. */
  const ends = new Map<MidiNote, Ticks>();
  const upper = notes.filter((note, i) => {
    const middle = note.tick + note.duration / 2;
    const isUnder = [...ends].some(([pitch, end]) => pitch > note.pitch && end > middle);
    if (isUnder || isSoonUnder(notes, i, middle)) return false;
    ends.set(note.pitch, Math.max(ends.get(note.pitch) ?? 0, note.tick + note.duration));
    return true;
  });
  const line = upper.map((note, i) => {
    const next = upper[i + 1];
    if (next === undefined) return note;
    const most = next.tick - note.tick + (next.pitch === note.pitch ? 0 : joined);
    return note.duration <= most ? note : { ...note, duration: next.tick - note.tick };
  });
  const dropped = notes.length - upper.length;
  const ended = line.filter((note, i) => note !== upper[i]).length;
  return {
    notes: line,
    told: [
      ...(dropped > 0
        ? [
            `left out ${counted(dropped)} under a higher one: a melody has one voice (--track chooses another)`,
          ]
        : []),
      ...(ended > 0 ? [`cut short ${counted(ended)} that sounded far into the next`] : []),
    ],
  };
}

/** Whether a higher note begins with this one, or so soon that both are one chord. */
function isSoonUnder(notes: readonly Note[], index: number, middle: Ticks): boolean {
  const note = notes[index];
  if (note === undefined) return false;
  for (let i = index + 1; i < notes.length; i++) {
    const other = notes[i];
    if (other === undefined || other.tick > note.tick + strummed) return false;
    if (other.tick === note.tick) return true;
    if (other.pitch > note.pitch && other.tick < middle) return true;
  }
  return false;
}

function counted(count: number): string {
  return count === 1 ? '1 note' : `${count} notes`;
}
