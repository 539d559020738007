/** The outline of a sound: least and greatest sample of each stretch of it. */
import { throwIfCancelled } from '../../bridge/protocol/errors.ts';
import type { PeaksView } from '../../bridge/protocol/panels/takeView.ts';
import type { Frames, Seconds } from '../../bridge/protocol/units.ts';
import type { WavReader } from './wavReader.ts';

/** Frames of the finest stretch; 20 minutes have 104,000 of them, which is 0.8 MB. */
export const framesPerPeak: Frames = 512;
/** Frames that are read at a time: the host goes on with other things in between. */
const framesRead = framesPerPeak * 256;

/** The whole outline of a sound, as fine as it is ever drawn: pairs of least and greatest. */
export interface Outline {
  seconds: Seconds;
  pairs: Float32Array;
}

/** Reads a file from beginning to end. @throws LeitmotifError `cancelled` */
export async function readOutline(wav: WavReader, signal?: AbortSignal): Promise<Outline> {
  const pairs = new Float32Array(2 * Math.ceil(wav.frames / framesPerPeak));
  for (let from = 0; from < wav.frames; from += framesRead) {
    throwIfCancelled(signal);
    outline(await wav.read(from, framesRead), pairs, from / framesPerPeak);
  }
  return { seconds: wav.frames / wav.sampleRate, pairs };
}

/** Writes the pairs of interleaved samples into `pairs` from the `first` on. */
export function outline(samples: Float32Array, pairs: Float32Array, first: number): void {
  for (let at = 0, pair = first; at < samples.length; at += 2 * framesPerPeak, pair++) {
    let [least, greatest] = [Infinity, -Infinity];
    const end = Math.min(at + 2 * framesPerPeak, samples.length);
    for (let i = at; i < end; i++) {
      const sample = samples[i] as number;
      if (sample < least) least = sample;
      if (sample > greatest) greatest = sample;
    }
    pairs[2 * pair] = least;
    pairs[2 * pair + 1] = greatest;
  }
}

/** The outline in so many columns; at most as many as it has stretches. */
export function peaksView({ seconds, pairs }: Outline, columns: number): PeaksView {
  const stretches = pairs.length / 2;
  const count = Math.max(1, Math.min(Math.floor(columns), stretches));
  const values = new Float32Array(2 * count);
  for (let column = 0; column < count; column++) {
    const from = Math.floor((column * stretches) / count);
    const to = Math.max(from + 1, Math.floor(((column + 1) * stretches) / count));
    let [least, greatest] = [0, 0];
    for (let i = from; i < Math.min(to, stretches); i++) {
      const [low, high] = [pairs[2 * i] as number, pairs[2 * i + 1] as number];
      least = i === from ? low : Math.min(least, low);
      greatest = i === from ? high : Math.max(greatest, high);
    }
    values[2 * column] = least;
    values[2 * column + 1] = greatest;
  }
  return { seconds, columns: count, values: values.buffer };
}
