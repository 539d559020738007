/**
 * Notes out of probabilities, after the paper of Basic Pitch (Bittner et al., ICASSP 2022).
 *
 *   onsets, and where many pitches begin to sound ─► peaks ─► each followed until its pitch fades ─► what still sounds and had no peak ─► notes
 */
import { pitchShape } from './pitchDetector.ts';
import type { Frames, MidiNote, Unit } from '../../bridge/protocol/units.ts';
import type { PitchActivity } from './pitchDetector.ts';

/** A note that was heard. */
export interface HeardNote {
  pitch: MidiNote;
  /** First frame, and the one after its last. */
  start: Frames;
  end: Frames;
  /** How surely it sounds: the mean over its frames. */
  strength: Unit;
}

/** The thresholds of the original. */
const least = {
  onset: 0.5,
  sounding: 0.3,
  /** Frames of the shortest note: 127.7 ms. */
  frames: 11,
} as const;
/** Frames that a note may be too soft without having ended. */
const patience = 11;
/** Frames over which a rise counts as a beginning. */
const rise = 2;
/** Frames within which a semitone beside a stronger onset is its shadow; the original lets the shadow win where it is seen first. */
const shadow = 2;

const { pitches, lowest } = pitchShape;

/** All notes, by their beginnings, then from the lowest up. Pure: the same probabilities give the same notes. */
export function activeNotes(activity: PitchActivity): HeardNote[] {
  const left = Float32Array.from(activity.notes);
  const found = [...notesFromOnsets(activity, left), ...notesWithoutOnset(activity, left)];
  return found.sort((a, b) => a.start - b.start || a.pitch - b.pitch);
}

/** Notes that begin at peaks of the onsets, the latest first, so that a note ends where the next of its pitch begins. */
function notesFromOnsets(activity: PitchActivity, left: Float32Array): HeardNote[] {
  const { frames, notes } = activity;
  const onsets = withRises(activity);
  const found: HeardNote[] = [];
  for (let start = frames - 2; start >= 1; start--) {
    for (let key = pitches - 1; key >= 0; key--) {
      if (!isPeak(onsets, start, key)) continue;
      const end = fadesAt(left, frames, start, key);
      if (end - start <= least.frames) continue;
      for (let i = start; i < end; i++) silence(left, i, key);
      found.push(heard(notes, key, start, end));
    }
  }
  return found;
}

/** What sounds although nothing was heard to begin: from the surest frame to both sides. */
function notesWithoutOnset({ frames, notes }: PitchActivity, left: Float32Array): HeardNote[] {
  const found: HeardNote[] = [];
  // Each pass silences at least the frame that it began from, so that this ends.
  for (const at of byCertainty(left)) {
    if ((left[at] as number) <= least.sounding) continue;
    const [middle, key] = [Math.floor(at / pitches), at % pitches];
    left[at] = 0;
    const end = walk(left, frames, middle, key, 1);
    const start = walk(left, frames, middle, key, -1);
    if (end - start <= least.frames) continue;
    found.push(heard(notes, key, start, end));
  }
  return found;
}

/** Places above the threshold, the surest first; of equals the earliest. */
function byCertainty(left: Float32Array): number[] {
  const places: number[] = [];
  left.forEach((value, i) => {
    if (value > least.sounding) places.push(i);
  });
  return places.sort((a, b) => (left[b] as number) - (left[a] as number) || a - b);
}

/** Follows a pitch and silences what it passes; the frame where it was last sure. */
function walk(left: Float32Array, frames: Frames, from: Frames, key: number, step: 1 | -1): Frames {
  let [i, soft] = [from + step, 0];
  while (i > 0 && i < frames - 1 && soft < patience) {
    soft = (left[i * pitches + key] as number) < least.sounding ? soft + 1 : 0;
    silence(left, i, key);
    i += step;
  }
  return i - step * (soft + 1);
}

function fadesAt(left: Float32Array, frames: Frames, start: Frames, key: number): Frames {
  let [i, soft] = [start + 1, 0];
  while (i < frames - 1 && soft < patience) {
    soft = (left[i * pitches + key] as number) < least.sounding ? soft + 1 : 0;
    i++;
  }
  return i - soft;
}

/** A note's semitones beside it sound with it and are no notes of their own. */
function silence(left: Float32Array, frame: Frames, key: number): void {
  for (let beside = Math.max(0, key - 1); beside <= Math.min(pitches - 1, key + 1); beside++)
    left[frame * pitches + beside] = 0;
}

function isPeak(onsets: Float32Array, frame: Frames, key: number): boolean {
  const at = frame * pitches + key;
  const value = onsets[at] as number;
  return (
    value >= least.onset &&
    value > (onsets[at - pitches] as number) &&
    value > (onsets[at + pitches] as number) &&
    !isShadow(onsets, frame, key, value)
  );
}

function isShadow(onsets: Float32Array, frame: Frames, key: number, value: Unit): boolean {
  for (let i = frame - shadow; i <= frame + shadow; i++) {
    const [below, above] = [
      key > 0 ? onsets[i * pitches + key - 1] : 0,
      key < pitches - 1 ? onsets[i * pitches + key + 1] : 0,
    ];
    if (Math.max(below ?? 0, above ?? 0) > value) return true;
  }
  return false;
}

/** Onsets, and rises of what sounds, as strong as the strongest onset where they are steepest. */
function withRises({ frames, notes, onsets }: PitchActivity): Float32Array {
  const rises = new Float32Array(notes.length);
  let [steepest, strongest] = [0, 0];
  for (let i = rise * pitches; i < frames * pitches; i++) {
    let smallest = Infinity;
    for (let back = 1; back <= rise; back++)
      smallest = Math.min(smallest, (notes[i] as number) - (notes[i - back * pitches] as number));
    rises[i] = Math.max(0, smallest);
    steepest = Math.max(steepest, smallest);
  }
  for (const value of onsets) strongest = Math.max(strongest, value);
  if (steepest === 0) return onsets;
  return onsets.map((value, i) => Math.max(value, ((rises[i] as number) * strongest) / steepest));
}

function heard(notes: Float32Array, key: number, start: Frames, end: Frames): HeardNote {
  let sum = 0;
  for (let i = start; i < end; i++) sum += notes[i * pitches + key] as number;
  return { pitch: key + lowest, start, end, strength: sum / (end - start) };
}
