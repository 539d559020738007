/**
 * The log-mel spectrogram that MusFlow is trained on, equal to `training/musflow/mel.py`:
 *
 *   mono → edges mirrored → Hann window every hop, frame k centred on sample k · hop → magnitude → mel bands → ln(max(x, 1e-5))
 *
 * Of the 1 + n / hop frames the last is left out.
 */
import { Fourier, hannWindow } from '../../../audio/spectrum.ts';
import { melFilters } from '../../../perception/melFilters.ts';
import type { Hertz } from '../../../../bridge/protocol/units.ts';

/** How it is made; the filters reach to half the sample rate. */
export interface LogMelShape {
  sampleRate: Hertz;
  /** Samples of a spectrum, a power of two. */
  size: number;
  hop: number;
  bands: number;
}

/** `leitmotif-32k`: 10 ms a frame, 100 bands to 16 kHz. */
export const leitmotifMel: LogMelShape = { sampleRate: 32_000, size: 2048, hop: 320, bands: 100 };

/** Frame after frame: `data[frame * bands + band]`, in nat. */
export interface LogMel {
  frames: number;
  bands: number;
  data: Float32Array;
}

const least = 1e-5;

/** Makes the spectrogram of one channel. Throws RangeError where there are no more samples than half a spectrum. */
export function logMel(samples: Float32Array, shape: LogMelShape = leitmotifMel): LogMel {
  const { size, hop, bands } = shape;
  if (samples.length <= size / 2) throw new RangeError(`A spectrogram needs over ${size / 2} samples`);
  const filters = melFilters(shape);
  const fourier = new Fourier(size);
  const window = hannWindow(size);
  const [real, imaginary] = [new Float64Array(size), new Float64Array(size)];
  const frames = Math.floor(samples.length / hop);
  const data = new Float32Array(frames * bands);
  const last = samples.length - 1;
  const magnitudes = new Float64Array(size / 2 + 1);
  for (let frame = 0; frame < frames; frame++) {
    for (let i = 0; i < size; i++) {
      const at = Math.abs(frame * hop - size / 2 + i);
      real[i] = (samples[at > last ? 2 * last - at : at] as number) * (window[i] as number);
    }
    imaginary.fill(0);
    fourier.transform(real, imaginary);
    for (let k = 0; k <= size / 2; k++) magnitudes[k] = Math.hypot(real[k] as number, imaginary[k] as number);
    filters.forEach(({ first, weights }, band) => {
      let sum = 0;
      for (let i = 0; i < weights.length; i++)
        sum += (magnitudes[first + i] as number) * (weights[i] as number);
      data[frame * bands + band] = Math.log(Math.max(least, sum));
    });
  }
  return { frames, bands, data };
}

/** Mean absolute difference of two spectrograms of one shape, in nat. */
export function melDistance(a: LogMel, b: LogMel): number {
  const length = Math.min(a.data.length, b.data.length);
  let sum = 0;
  for (let i = 0; i < length; i++) sum += Math.abs((a.data[i] as number) - (b.data[i] as number));
  return sum / length;
}
