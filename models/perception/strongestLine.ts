/** One voice out of many notes: the line that is heard most surely for the longest time. */
import { pitchShape } from './pitchDetector.ts';
import type { Frames, Unit } from '../../bridge/protocol/units.ts';
import type { HeardNote } from './activeNotes.ts';
import type { PitchActivity } from './pitchDetector.ts';

/** A line, and how much it had to leave out. */
export interface StrongestLine {
  /** One after the other; each ends where the next begins, or before. */
  notes: HeardNote[];
  /** Share of the line's time in which another voice sounds about as strongly, its overtones not counted. */
  shared: Unit;
}

/** Frames by which notes of a line begin apart: what begins together is a chord, and only one of it is in the line. */
const together: Frames = 5;
/** What a new note costs in frames that sound as surely as it does, so that nothing is cut up for a trifle. */
const costOfNote = 4;
/** Semitones above a note that its overtones have. */
const overtones: readonly number[] = [12, 19, 24, 28, 31, 34, 36];
/** A voice beside the line counts where it is nearly as strong. */
const nearly = 0.8;

/**
 * The sequence of notes with the most certainty over time, where a note ends at the latest when the next begins.
 *
 * A note that rings on in a room becomes less sure frame by frame, and gives way to the next.
 *
 * @param notes by their beginnings, as `activeNotes` gives them
 */
export function strongestLine(notes: readonly HeardNote[], activity: PitchActivity): StrongestLine {
  const certainties = notes.map((note) => summed(note, activity));
  const worth = (i: number, end: Frames): number => {
    const { start, strength } = notes[i] as HeardNote;
    return ((certainties[i] as Float64Array)[end - start] as number) - costOfNote * strength;
  };
  // best[i]: the worth of the best line that ends with note i, without what note i sounds.
  const best = notes.map(() => ({ before: 0, previous: -1 }));
  notes.forEach((note, i) => {
    for (let j = 0; j < i; j++) {
      const [earlier, chain] = [notes[j], best[j]];
      if (earlier === undefined || chain === undefined || note.start - earlier.start < together) continue;
      const before = chain.before + worth(j, Math.min(earlier.end, note.start));
      const here = best[i];
      if (here !== undefined && before > here.before) best[i] = { before, previous: j };
    }
  });
  let last = -1;
  let most = 0;
  notes.forEach((note, i) => {
    const total = (best[i]?.before ?? 0) + worth(i, note.end);
    if (total > most) [last, most] = [i, total];
  });
  const line: HeardNote[] = [];
  for (let i = last; i >= 0; i = best[i]?.previous ?? -1) {
    const note = notes[i];
    if (note === undefined) break;
    line.unshift({ ...note, end: Math.min(note.end, line[0]?.start ?? note.end) });
  }
  return { notes: line, shared: sharedTime(line, notes) };
}

/** The sums of a note's certainty over its first frames: none, one, two … all. */
function summed({ pitch, start, end }: HeardNote, { notes }: PitchActivity): Float64Array {
  const sums = new Float64Array(end - start + 1);
  for (let i = start; i < end; i++) {
    const certainty = notes[i * pitchShape.pitches + pitch - pitchShape.lowest] ?? 0;
    sums[i - start + 1] = (sums[i - start] as number) + certainty;
  }
  return sums;
}

function sharedTime(line: readonly HeardNote[], notes: readonly HeardNote[]): Unit {
  // What rings on of the line itself is no other voice.
  const places = new Set(line.map(({ pitch, start }) => `${pitch}@${start}`));
  const besides = notes.filter(({ pitch, start }) => !places.has(`${pitch}@${start}`));
  let [whole, shared] = [0, 0];
  for (const mine of line) {
    whole += mine.end - mine.start;
    const others = besides.filter(
      ({ pitch, strength }) =>
        strength >= nearly * mine.strength && pitch !== mine.pitch && !overtones.includes(pitch - mine.pitch),
    );
    const longest = others.reduce(
      (most, { start, end }) => Math.max(most, Math.min(end, mine.end) - Math.max(start, mine.start)),
      0,
    );
    shared += longest;
  }
  return whole === 0 ? 0 : shared / whole;
}
