/**
 * Where a note of a line is begun again.
 *
 * Vibrato and the beating of many voices look like onsets, and a note that is sung or bowed again has none. So the notes of one pitch are put
 * together first, and parted where the network is sure of an onset, or where the sound gives way and comes back.
 */
import { pitchShape } from './pitchDetector.ts';
import type { Decibels, Frames } from '../../bridge/protocol/units.ts';
import type { HeardNote } from './activeNotes.ts';
import type { PitchActivity } from './pitchDetector.ts';

/** Frames of silence at most between notes that may be one. */
const nearest: Frames = 8;
/** Onsets of which the network is this sure are real. */
const sure = 0.8;
/** How far the level gives way, and for how many frames around it is looked for what it was and becomes. */
const dip = { depth: 10 as Decibels, around: 16 as Frames } as const;
/** Frames from one swing of a slow vibrato to the next: a quarter of a second. */
const vibrato: Frames = 22;
/** Frames of the longest glide: a fifth of a second. */
const glide: Frames = 17;
/** Frames that a note has to sound after it gave way: else it is the next pitch that swells. */
const comeback: Frames = 16;
/** Frames of the shortest note. */
const shortest: Frames = 9;

/** The line with the notes parted that are begun again, and joined that are not. */
export function notesAgain(
  line: readonly HeardNote[],
  activity: PitchActivity,
  levels: Float64Array,
): HeardNote[] {
  return joined(withoutGlides(line, activity)).flatMap((note) =>
    parted(note, beginnings(note, activity, levels)),
  );
}

/** Without the semitone through which a voice comes to a longer note that nothing strikes: the note begins there. */
function withoutGlides(line: readonly HeardNote[], { onsets }: PitchActivity): HeardNote[] {
  const notes: HeardNote[] = [];
  for (const note of line) {
    const before = notes.at(-1);
    const { pitches, lowest } = pitchShape;
    const isStruck = (onsets[note.start * pitches + note.pitch - lowest] ?? 0) >= sure;
    const isGlide =
      before !== undefined &&
      !isStruck &&
      Math.abs(before.pitch - note.pitch) === 1 &&
      note.start - before.end <= nearest &&
      before.end - before.start < Math.min(glide, (note.end - note.start) / 2);
    if (isGlide) notes.pop();
    notes.push(isGlide ? { ...note, start: before.start } : note);
  }
  return notes;
}

function joined(line: readonly HeardNote[]): HeardNote[] {
  const notes: HeardNote[] = [];
  for (const note of line) {
    const before = notes.at(-1);
    if (before?.pitch !== note.pitch || note.start - before.end > nearest) {
      notes.push({ ...note });
      continue;
    }
    const [mine, its] = [before.end - before.start, note.end - note.start];
    before.strength = (before.strength * mine + note.strength * its) / (mine + its);
    before.end = note.end;
  }
  return notes;
}

/** Frames within a note where it begins again, in order. */
function beginnings(note: HeardNote, { onsets }: PitchActivity, levels: Float64Array): Frames[] {
  const { pitches, lowest } = pitchShape;
  const onset = (frame: Frames): number => onsets[frame * pitches + note.pitch - lowest] ?? 0;
  const isSure = (i: Frames): boolean =>
    onset(i) >= sure && onset(i) >= onset(i - 1) && onset(i) > onset(i + 1);
  const inside = Array.from(
    { length: Math.max(0, note.end - note.start - shortest) },
    (_, i) => note.start + i + 1,
  );
  const dips = inside.filter((i) => note.end - i >= comeback && comesBack(note, levels, i));
  // Dips that follow one another this fast are vibrato.
  const single = dips.filter((i) => dips.every((j) => j === i || Math.abs(i - j) > vibrato));
  const found: Frames[] = [];
  for (const i of inside) {
    if (i - (found.at(-1) ?? note.start) < shortest) continue;
    if (isSure(i) || single.includes(i)) found.push(i);
  }
  return found;
}

/** Whether the level has been lower shortly before than before and after it, and rises fastest here. */
function comesBack(note: HeardNote, levels: Float64Array, frame: Frames): boolean {
  const at = (i: Frames): Decibels => levels[i] ?? -Infinity;
  const rise = at(frame + 1) - at(frame - 1);
  for (let i = frame - 3; i <= frame + 3; i++) {
    const other = at(i + 1) - at(i - 1);
    // Of equals the first.
    if (other > rise || (other === rise && i < frame)) return false;
  }
  let valley = frame;
  for (let i = frame; i > Math.max(note.start, frame - dip.around / 2); i--)
    if (at(i) < at(valley)) valley = i;
  const most = (from: Frames, to: Frames): Decibels => {
    let level = -Infinity;
    for (let i = Math.max(note.start, from); i < Math.min(note.end, to); i++) level = Math.max(level, at(i));
    return level;
  };
  const [before, after] = [most(valley - dip.around, valley), most(valley + 1, valley + dip.around)];
  return Math.min(before, after) - at(valley) >= dip.depth;
}

function parted(note: HeardNote, at: readonly Frames[]): HeardNote[] {
  const starts = [note.start, ...at];
  return starts.map((start, i) => ({ ...note, start, end: starts[i + 1] ?? note.end }));
}
