/** How a melody moves: steps, repeats, leaps and what follows them (Huron 2006; von Hippel and Huron 2000). */
import type { Unit } from '../../../bridge/protocol/units.ts';
import type { Line } from '../piece.ts';
import { intervalsOf } from './histograms.ts';

/** Shares of a melody's motion. */
export interface MelodicMotion {
  /** Moves of one or two semitones among all that are no repeats. */
  steps: Unit;
  /** Repeated notes among all intervals. */
  repeats: Unit;
  /** Moves of eight semitones (a sixth) and more among all that are no repeats. */
  leaps: Unit;
  /** Such leaps that the next note answers by one to four semitones the other way; 1 without leaps. */
  recovered: Unit;
  /** Semitones from the lowest to the highest note. */
  range: number;
}

const leap = 8;

/** Measures the motion of a melody. */
export function melodicMotion(melody: Line): MelodicMotion {
  const intervals = intervalsOf(melody);
  const moves = intervals.filter((interval) => interval !== 0);
  const leaps = intervals.flatMap((interval, i) => {
    const next = intervals[i + 1];
    return Math.abs(interval) >= leap && next !== undefined ? [{ interval, next }] : [];
  });
  const pitches = melody.map((note) => note.pitch);
  return {
    steps: share(moves, (move) => Math.abs(move) <= 2, 0),
    repeats: share(intervals, (interval) => interval === 0, 0),
    leaps: share(moves, (move) => Math.abs(move) >= leap, 0),
    recovered: share(leaps, ({ interval, next }) => isRecovery(interval, next), 1),
    range: pitches.length === 0 ? 0 : Math.max(...pitches) - Math.min(...pitches),
  };
}

function isRecovery(interval: number, next: number): boolean {
  return next !== 0 && Math.sign(next) !== Math.sign(interval) && Math.abs(next) <= 4;
}

function share<T>(items: readonly T[], test: (item: T) => boolean, empty: number): Unit {
  return items.length === 0 ? empty : items.filter(test).length / items.length;
}
