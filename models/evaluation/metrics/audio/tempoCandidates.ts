/**
 * Tempi that a sound may have, and how far the sound repeats itself after parts and multiples of each one's beat: what a judge of tempi goes
 * by (musflow/tempoJudge.ts).
 *
 *   onset curve → roots → autocorrelation → combs of four beats and of four half-beats at 36…220 BPM, 1 % apart → their peaks
 *
 * Nearly every clip has its tempo among the peaks, together with twenty others: which is meant is what has to be learned.
 */
import { curveOnsets, curveRate } from './onsetCurve.ts';
import type { BeatsPerMinute, Hertz } from '../../../../bridge/protocol/units.ts';

/** A tempo that may be meant. */
export interface TempoCandidate {
  tempo: BeatsPerMinute;
  /** For each of {@link beatMultiples} how far the sound repeats itself after so many beats, −1…1; 0 where the clip is too short to tell. */
  pulses: readonly number[];
}

/** Which parts and multiples of a beat are told of each candidate. */
export const beatMultiples = [1 / 4, 1 / 3, 1 / 2, 2 / 3, 3 / 4, 1, 4 / 3, 3 / 2, 2, 3, 4] as const;

/** Teeth of the two combs, in beats. */
const combs = [
  [1, 2, 3, 4],
  [1 / 2, 1, 3 / 2, 2],
] as const;
const slowest: BeatsPerMinute = 36;
const fastest: BeatsPerMinute = 220;
const ratio = 1.01;
const tempi = Array.from(
  { length: Math.floor(Math.log(fastest / slowest) / Math.log(ratio)) + 1 },
  (_, i) => slowest * ratio ** i,
);
/** Longest time, in values of a curve, after which repetition is told: eight seconds. Of more too little of a clip is left. */
const longest = 8 * curveRate;

/** The candidates of a sound, slowest first; none of silence. */
export function tempoCandidates(curve: Float64Array): TempoCandidate[] {
  const correlation = autocorrelation(curve);
  const pulse = (tempo: BeatsPerMinute, beats: number): number =>
    between(correlation, (60 * curveRate * beats) / tempo);
  const peaks = new Set(
    combs.flatMap((teeth) => peaksOf(tempi.map((tempo) => comb(teeth.map((beats) => pulse(tempo, beats)))))),
  );
  return tempi
    .filter((_, i) => peaks.has(i))
    .map((tempo) => {
      const pulses = beatMultiples.map((beats) => pulse(tempo, beats));
      return { tempo, pulses: pulses.map((value) => (Number.isNaN(value) ? 0 : value)) };
    });
}

/** Onsets in a second. */
export function onsetRate(curve: Float64Array): Hertz {
  return (curveOnsets(curve).length * curveRate) / curve.length;
}

/** Mean of what can be told. */
function comb(pulses: readonly number[]): number {
  const told = pulses.filter((value) => !Number.isNaN(value));
  return told.length === 0 ? 0 : told.reduce((sum, value) => sum + value, 0) / told.length;
}

/** Places above 0 that neither neighbour exceeds. */
function peaksOf(values: readonly number[]): number[] {
  return values.flatMap((value, i) =>
    value > 0 && value >= (values[i - 1] ?? 0) && value >= (values[i + 1] ?? 0) ? [i] : [],
  );
}

/** Between two values; NaN beyond the last. */
function between(values: Float64Array, at: number): number {
  const below = Math.floor(at);
  const part = at - below;
  return (values[below] ?? NaN) * (1 - part) + (values[below + 1] ?? NaN) * part;
}

/**
 * Autocorrelation of a curve's roots, so that a soft onset counts too, of what is left of their mean: 1 at lag 0, each lag by the number of
 * values that it compares, smoothed so that beats which are a little early or late meet.
 */
function autocorrelation(curve: Float64Array): Float64Array {
  const rooted = curve.map((value) => Math.sqrt(value));
  const mean = rooted.reduce((sum, value) => sum + value, 0) / rooted.length;
  const flat = rooted.map((value) => value - mean);
  const power = flat.reduce((sum, value) => sum + value * value, 0) / flat.length;
  const lags = Math.min(longest, flat.length - curveRate);
  const raw = Float64Array.from({ length: Math.max(0, lags) }, (_, lag) => {
    let sum = 0;
    for (let i = lag; i < flat.length; i++) sum += (flat[i] as number) * (flat[i - lag] as number);
    return power > 0 ? sum / (flat.length - lag) / power : 0;
  });
  const shape = [1, 2, 3, 2, 1];
  return raw.map((_, i) => shape.reduce((sum, weight, k) => sum + weight * (raw[i + k - 2] ?? 0), 0) / 9);
}
