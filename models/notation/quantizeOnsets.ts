/**
 * Onsets as they were played → onsets as they are written.
 *
 *   notes ─► strokes (what is struck together, rolled or not) ─► beats ─► the coarsest grid of the beat that fits
 *
 * Every beat has a grid of its own: sixteenths, where those do not fit triplets, then finer ones (after the beat-wise grids
 * of Cemgil, Desain and Kappen 2000, without their model of tempo: the score's tempo is known).
 */
import { barIndexAt } from './bars.ts';
import type { Note } from '../../bridge/protocol/score.ts';
import type { Ticks } from '../../bridge/protocol/units.ts';
import type { Bar, Beat } from './bars.ts';

/** What is struck together. */
export interface Stroke {
  /** When it was played. */
  played: Ticks;
  /** Where it is written. */
  tick: Ticks;
  notes: Note[];
}

/** The strokes of a part, in order, and the beats that are divided into three. */
export interface WrittenOnsets {
  strokes: Stroke[];
  /** Ticks at which beats of triplets begin. */
  triplets: ReadonlySet<Ticks>;
}

/** Players come this much before a beat and still mean it: the loosest style wanders by 31 ticks. */
const early = 31;
/** Between neighbours of a rolled chord: plucked chords are rolled by 9 ticks a note. */
const rolled = 12;
/** What triplets must fit better by, on the mean: rhythms of sixteenths that are played loosely are no triplets. */
const tripletAdvantage = 14;

interface Grid {
  step: Ticks;
  /** Mean distance of what was played from the grid. */
  error: Ticks;
  /** No two strokes on one place. */
  isClear: boolean;
}

/** Finds the written onsets. `notes` are sorted by tick; `bars` is not empty. */
export function quantizeOnsets(notes: readonly Note[], bars: readonly Bar[]): WrittenOnsets {
  const strokes = strokesOf(notes);
  const triplets = new Set<Ticks>();
  let from = 0;
  while (from < strokes.length) {
    const beat = beatAt(bars, (strokes[from]?.played ?? 0) + early);
    let until = from + 1;
    while (until < strokes.length && (strokes[until]?.played ?? 0) + early < beat.tick + beat.length) until++;
    const inside = strokes.slice(from, until);
    const step = gridOf(inside, beat);
    if (step % 160 === 0 || step === 80) triplets.add(beat.tick);
    for (const stroke of inside)
      stroke.tick = beat.tick + Math.max(0, nearest(stroke.played - beat.tick, step));
    from = until;
  }
  return { strokes: inOrder(strokes, bars), triplets };
}

function strokesOf(notes: readonly Note[]): Stroke[] {
  const strokes: Stroke[] = [];
  let last = -Infinity;
  for (const note of notes) {
    const stroke = strokes.at(-1);
    const isTogether = note.tick - last <= rolled && stroke?.notes.every(({ pitch }) => pitch !== note.pitch);
    if (stroke !== undefined && isTogether === true) stroke.notes.push(note);
    else strokes.push({ played: note.tick, tick: note.tick, notes: [note] });
    last = note.tick;
  }
  return strokes;
}

function beatAt(bars: readonly Bar[], tick: Ticks): Beat {
  const beats = bars[barIndexAt(bars, tick)]?.beats ?? [];
  return beats.findLast((beat) => beat.tick <= tick) ?? beats[0] ?? { tick: 0, length: 480 };
}

/** The step of a beat's grid. */
function gridOf(strokes: readonly Stroke[], beat: Beat): Ticks {
  const offsets = strokes.map(({ played }) => played - beat.tick);
  const sixteenths = fit(offsets, 120);
  const threes = beat.length === 480 && offsets.some((offset) => offset > 80) ? fit(offsets, 160) : undefined;
  if (threes?.isClear === true && threes.error + tripletAdvantage < sixteenths.error) return 160;
  if (sixteenths.isClear) return 120;
  const finer = beat.length === 480 ? [fit(offsets, 60), fit(offsets, 80)] : [fit(offsets, 60)];
  const clear = finer.filter(({ isClear }) => isClear).sort((a, b) => a.error - b.error);
  return clear[0]?.step ?? 30;
}

function fit(offsets: readonly Ticks[], step: Ticks): Grid {
  const places = offsets.map((offset) => nearest(offset, step));
  const error = offsets.reduce((sum, offset, i) => sum + Math.abs(offset - (places[i] ?? 0)), 0);
  const isClear = places.every((place, i) => i === 0 || place !== places[i - 1]);
  return { step, error: error / Math.max(1, offsets.length), isClear };
}

function nearest(offset: Ticks, step: Ticks): Ticks {
  return Math.round(offset / step) * step;
}

/** Rounding up into the next beat may meet what begins there; those become one, and nothing begins after the end. */
function inOrder(strokes: readonly Stroke[], bars: readonly Bar[]): Stroke[] {
  const last = bars.at(-1);
  const end = last === undefined ? 0 : last.tick + last.length;
  const merged: Stroke[] = [];
  for (const stroke of strokes) {
    const tick = Math.max(0, Math.min(stroke.tick, lastPlace(last, end)));
    const before = merged.at(-1);
    if (before !== undefined && tick <= before.tick) before.notes.push(...stroke.notes);
    else merged.push({ ...stroke, tick });
  }
  return merged;
}

/** A sixteenth before the end, or the beginning of a last bar that is shorter. */
function lastPlace(bar: Bar | undefined, end: Ticks): Ticks {
  return Math.max(bar?.tick ?? 0, end - 120);
}
