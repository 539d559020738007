/**
 * How strongly something begins, on a finer grid than perception has it (`perception/onsetEnvelope.ts`): to compare two sounds that ought
 * to begin together.
 *
 *   16 kHz ─ mel of 32 ms every 8 ms ─ log10(1 + S / 1e-5) ─ rises over 32 ms, mean over bands ─ smoothed over 5 frames ─ above its mean
 *
 * Perception's own frames are 16 ms apart and not smoothed: a sound that is 5 ms later falls otherwise on the grid, and its soft attacks
 * leave or enter what counts. Rises count as there (Böck and Widmer 2013): a neighbouring band that was as loud before makes no onset.
 */
import { logMel } from './logMel.ts';
import type { Hertz, Seconds } from '../../../../bridge/protocol/units.ts';
import type { LogMel, LogMelShape } from './logMel.ts';

const shape: LogMelShape = { sampleRate: 16_000, size: 512, hop: 128, bands: 96 };
/** Values of a curve in a second: 125. */
export const curveRate: Hertz = shape.sampleRate / shape.hop;
/** Magnitudes far below it are silence; it is where the log-mel ends. */
const quiet = 1e-5;
/** A band is compared with what was there so many frames before: 32 ms, the length of a spectrum. */
const lag = 4;
const smoothing = [1, 2, 3, 2, 1] as const;
/** Half the span whose mean is taken away, in frames: a quarter of a second. */
const reach = 31;
/**
 * Frames at the beginning that are left out, 96 ms: before a clip there is its mirror image, so that what begins with it is a rise or none
 * as its edge happens to lie.
 */
const edge = 12;
/** The last frames reach into the mirror image after the clip. */
const end = 4;
/** Onsets are at least so many frames apart: 48 ms. */
const apart = 6;

/** A rise of level, in the curve's units, that is clearly an onset. */
export const clearRise = 0.06;

/** The curve of one channel at 16 kHz: a value every 8 ms, 0 and up. */
export function onsetCurve(samples: Float32Array): Float64Array {
  const curve = aboveLocalMean(smoothed(rises(logMel(samples, shape))));
  return curve.fill(0, 0, edge).fill(0, -end);
}

function rises({ frames, bands, data }: LogMel): Float64Array {
  const levels = data.map((value) => Math.log10(1 + Math.exp(value) / quiet));
  const level = (frame: number, band: number): number =>
    band < 0 || band >= bands ? 0 : (levels[frame * bands + band] as number);
  return Float64Array.from({ length: frames }, (_, frame) => {
    if (frame < lag) return 0;
    let sum = 0;
    for (let band = 0; band < bands; band++) {
      const then = frame - lag;
      const before = Math.max(level(then, band - 1), level(then, band), level(then, band + 1));
      sum += Math.max(0, level(frame, band) - before);
    }
    return sum / bands;
  });
}

function smoothed(values: Float64Array): Float64Array {
  const total = smoothing.reduce<number>((sum, weight) => sum + weight, 0);
  return values.map(
    (_, i) =>
      smoothing.reduce<number>((sum, weight, k) => sum + weight * (values[i + k - 2] ?? 0), 0) / total,
  );
}

function aboveLocalMean(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, i) => (sums[i + 1] = (sums[i] as number) + value));
  return values.map((value, i) => {
    const begin = Math.max(0, i - reach);
    const end = Math.min(values.length, i + reach + 1);
    return Math.max(0, value - ((sums[end] as number) - (sums[begin] as number)) / (end - begin));
  });
}

/** Where a curve peaks at `least` or more, in rising order; of peaks less than 48 ms apart the first. */
export function curveOnsets(curve: Float64Array, least: number = clearRise): Seconds[] {
  const found: number[] = [];
  curve.forEach((value, i) => {
    const isPeak = value > (curve[i - 1] ?? 0) && value >= (curve[i + 1] ?? 0);
    if (isPeak && value >= least && i - (found.at(-1) ?? -Infinity) >= apart) found.push(i);
  });
  return found.map((frame) => frame / curveRate);
}
