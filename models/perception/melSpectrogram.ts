/**
 * The spectrogram that musicnn hears (Pons and Serra 2019), equal to librosa's within 1e-4:
 *
 *   mono 16 kHz → edges mirrored → Hann window of 512 every 256 → power → 96 mel bands → log10(10000 · power + 1)
 */
import { Fourier, hannWindow } from '../audio/spectrum.ts';
import { melFilters } from './melFilters.ts';
import type { MelFilter } from './melFilters.ts';

/** How a recording is cut and weighed: the pack's manifest states the same. */
export const melShape = { sampleRate: 16_000, size: 512, hop: 256, bands: 96 } as const;

/** A spectrogram, frame after frame: `data[frame * bands + band]`, 0 and up. */
export interface MelSpectrogram {
  /** One every 256 samples, and one more. */
  frames: number;
  bands: number;
  data: Float32Array;
}

let filters: readonly MelFilter[] | undefined;

/**
 * The log-mel spectrogram of one channel at 16 kHz.
 *
 * @param samples mono, full scale 1; at least 257, for the edges are mirrored
 * @throws RangeError for fewer samples
 */
export function melSpectrogram(samples: Float32Array): MelSpectrogram {
  const { size, hop, bands } = melShape;
  if (samples.length <= size / 2) throw new RangeError(`A spectrogram needs over ${size / 2} samples`);
  filters ??= melFilters(melShape);
  const fourier = new Fourier(size);
  const window = hannWindow(size);
  const [real, imaginary] = [new Float64Array(size), new Float64Array(size)];
  const frames = 1 + Math.floor(samples.length / hop);
  const data = new Float32Array(frames * bands);
  // Two real frames go through one complex transform: one as its real, one as its imaginary part.
  for (let frame = 0; frame < frames; frame += 2) {
    cut(samples, frame * hop - size / 2, window, real);
    if (frame + 1 < frames) cut(samples, (frame + 1) * hop - size / 2, window, imaginary);
    else imaginary.fill(0);
    fourier.transform(real, imaginary);
    const [first, second] = separatePowers(real, imaginary);
    weigh(first, filters, data, frame * bands);
    if (frame + 1 < frames) weigh(second, filters, data, (frame + 1) * bands);
  }
  return { frames, bands, data };
}

/** Windowed samples from `start` on; before the first and after the last sample the sound is mirrored. */
function cut(samples: Float32Array, start: number, window: Float64Array, into: Float64Array): void {
  const last = samples.length - 1;
  for (let i = 0; i < into.length; i++) {
    const at = Math.abs(start + i);
    into[i] = (samples[at > last ? 2 * last - at : at] as number) * (window[i] as number);
  }
}

/** Powers of two real signals that were transformed together: the even and the odd part of the spectrum. */
function separatePowers(real: Float64Array, imaginary: Float64Array): [Float64Array, Float64Array] {
  const size = real.length;
  const first = new Float64Array(size / 2 + 1);
  const second = new Float64Array(size / 2 + 1);
  for (let k = 0; k <= size / 2; k++) {
    const mirror = (size - k) % size;
    const [a, b] = [real[k] as number, imaginary[k] as number];
    const [c, d] = [real[mirror] as number, imaginary[mirror] as number];
    first[k] = ((a + c) ** 2 + (b - d) ** 2) / 4;
    second[k] = ((b + d) ** 2 + (c - a) ** 2) / 4;
  }
  return [first, second];
}

function weigh(power: Float64Array, bands: readonly MelFilter[], into: Float32Array, offset: number): void {
  bands.forEach(({ first, weights }, band) => {
    let sum = 0;
    for (let i = 0; i < weights.length; i++) sum += (power[first + i] as number) * (weights[i] as number);
    into[offset + band] = Math.log10(10_000 * sum + 1);
  });
}
