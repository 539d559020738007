/** How strongly something begins, frame by frame. */
import { melShape } from './melSpectrogram.ts';
import type { Hertz } from '../../bridge/protocol/units.ts';
import type { MelSpectrogram } from './melSpectrogram.ts';

/** Frames of an envelope in a second: 62.5. */
export const envelopeRate: Hertz = melShape.sampleRate / melShape.hop;

/** A band is compared with what was there so many frames before: 32 ms, the length of a spectrum. */
const lag = 2;
/** Half the span whose mean is taken away, in frames: a quarter of a second. */
const reach = 16;

/**
 * The onset envelope of a recording: rises of level summed over bands, above their local mean, so that loud and soft
 * passages count alike. A neighbouring band that was as loud before makes no onset, so vibrato does not count
 * (Böck and Widmer 2013).
 *
 * @returns a value for each frame, 0 and up
 */
export function onsetEnvelope({ data, frames, bands }: MelSpectrogram): Float64Array {
  const flux = new Float64Array(frames);
  for (let frame = lag; frame < frames; frame++) {
    const now = frame * bands;
    const then = (frame - lag) * bands;
    let sum = 0;
    for (let band = 0; band < bands; band++) {
      const before = Math.max(
        data[then + band] as number,
        band > 0 ? (data[then + band - 1] as number) : 0,
        band + 1 < bands ? (data[then + band + 1] as number) : 0,
      );
      sum += Math.max(0, (data[now + band] as number) - before);
    }
    flux[frame] = sum / bands;
  }
  return aboveLocalMean(flux);
}

function aboveLocalMean(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) sums[i + 1] = (sums[i] as number) + (values[i] as number);
  return values.map((value, i) => {
    const begin = Math.max(0, i - reach);
    const end = Math.min(values.length, i + reach + 1);
    const mean = ((sums[end] as number) - (sums[begin] as number)) / (end - begin);
    return Math.max(0, value - mean);
  });
}

/** A rise of level, in the envelope's units, that is heard as an onset. */
const heard = 0.06;

/** Frames of the onsets: peaks of the envelope that stand out and are at least 48 ms apart. */
export function onsetFrames(envelope: Float64Array): number[] {
  const found: number[] = [];
  for (let i = 0; i < envelope.length; i++) {
    const value = envelope[i] as number;
    const isPeak = value > (envelope[i - 1] ?? 0) && value >= (envelope[i + 1] ?? 0);
    if (!isPeak || value < heard || i - (found.at(-1) ?? -Infinity) < 3) continue;
    found.push(i);
  }
  return found;
}

/** How many onsets there are; see {@link onsetFrames}. */
export function countOnsets(envelope: Float64Array): number {
  return onsetFrames(envelope).length;
}
