/** Histograms of a melody's intervals and of its note values, and how far two histograms overlap. */
import { ticksPerQuarter } from '../../../bridge/protocol/units.ts';
import type { Ticks, Unit } from '../../../bridge/protocol/units.ts';
import type { Line } from '../piece.ts';

/** Shares by class; they add up to 1, or there are none. */
export type Histogram = Readonly<Record<string, Unit>>;

/** Widest interval that has a class of its own, in semitones. */
const widest = 12;

/** Intervals of a melody by signed semitones, −12…12; what is wider counts with the octave. */
export function intervalHistogram(melody: Line): Histogram {
  return histogramOf(intervalsOf(melody).map((interval) => String(intervalClass(interval))));
}

/** Semitones from each note of a melody to the next. */
export function intervalsOf(melody: Line): number[] {
  return melody.slice(1).map((note, i) => note.pitch - (melody[i]?.pitch ?? note.pitch));
}

/** An interval held within ±12 semitones. */
export function intervalClass(semitones: number): number {
  return Math.max(-widest, Math.min(widest, semitones));
}

/** Note values by class, each the time from one onset to the next: written length and rest, whatever the articulation. */
export function durationHistogram(melody: Line): Histogram {
  return histogramOf(onsetDistances(melody).map(durationClass));
}

/** Ticks from each onset of a melody to the next. */
export function onsetDistances(melody: Line): Ticks[] {
  return melody.slice(1).map((note, i) => note.tick - (melody[i]?.tick ?? note.tick));
}

/** Note values that have a class, in quarters. */
const values = [1 / 8, 1 / 4, 1 / 3, 3 / 8, 1 / 2, 2 / 3, 3 / 4, 1, 4 / 3, 3 / 2, 2, 3, 4, 6, 8];

/** The nearest of the usual note values, by ratio, in quarters with two digits: `0.50` is an eighth. */
export function durationClass(ticks: Ticks): string {
  const quarters = Math.max(1, ticks) / ticksPerQuarter;
  const distance = (value: number): number => Math.abs(Math.log2(quarters / value));
  return values.reduce((best, value) => (distance(value) < distance(best) ? value : best)).toFixed(2);
}

function histogramOf(classes: readonly string[]): Histogram {
  const shares: Record<string, number> = {};
  for (const name of classes) shares[name] = (shares[name] ?? 0) + 1 / classes.length;
  return shares;
}

/** The mean of histograms, each piece counting the same. */
export function meanHistogram(histograms: readonly Histogram[]): Histogram {
  const mean: Record<string, number> = {};
  for (const histogram of histograms) {
    for (const [name, share] of Object.entries(histogram)) {
      mean[name] = (mean[name] ?? 0) + share / histograms.length;
    }
  }
  return mean;
}

/** Overlapped area Σ min(p, q), 0…1 (mgeval's OA on histograms; Yang and Lerch 2020). */
export function histogramOverlap(a: Histogram, b: Histogram): Unit {
  return Object.entries(a).reduce((sum, [name, share]) => sum + Math.min(share, b[name] ?? 0), 0);
}
