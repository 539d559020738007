/**
 * What was really played of a performance, as few numbers: whoever plays counts it while it sounds, whoever keeps it as a take counts it
 * in the score that was made again, and both must come to the same.
 *
 * Ticks count from the beginning of the performance. The sum of the notes' hashes does not depend on their order.
 */
import { hashText } from './seededRandom.ts';
import type { Note } from './score.ts';
import type { Role } from './roles.ts';
import type { Ticks } from './units.ts';

/** Notes as a count and a sum. */
export interface NoteSum {
  notes: number;
  /** Sum of the hashes modulo 2³². */
  check: number;
}

/** Nothing. */
export const noNotes: NoteSum = { notes: 0, check: 0 };

/** One note more. Its length is left out: a change that comes later may shorten it. */
export function withNote(
  { notes, check }: NoteSum,
  role: Role,
  { tick, pitch, midiVelocity }: Omit<Note, 'duration'>,
): NoteSum {
  return { notes: notes + 1, check: (check + hashText(`${role} ${tick} ${pitch} ${midiVelocity}`)) >>> 0 };
}

/** Both. */
export function joined(one: NoteSum, other: NoteSum): NoteSum {
  return { notes: one.notes + other.notes, check: (one.check + other.check) >>> 0 };
}

/** Bars of every meter are whole multiples of an eighth note, in which is counted. */
export const heardGrid: Ticks = 240;
