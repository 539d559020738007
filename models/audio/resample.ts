/** Changing the sample rate of one channel: a windowed sinc, for analysis and not for listening. */
import { kaiserWindow } from './kaiserWindow.ts';

/** Zero crossings of the sinc on each side: the filter falls from 1 to 90 dB down within an eighth of the band. */
const zeroCrossings = 24;
/** Where the filter is half way down, as a share of the lower Nyquist frequency. */
const rollOff = 0.94;
/** Its side lobes are 90 dB down. */
const window = kaiserWindow(8.96);
/** Rates whose ratio needs more phases than this are met to the nearest of so many. */
const mostPhases = 1024;

/**
 * Resamples from one rate to another.
 *
 * What lies above the lower of the two Nyquist frequencies is removed. The first sample stays the first, and outside
 * the sound is silence.
 *
 * @param samples one channel
 * @param from its sample rate in Hz, above 0
 * @param to the wanted rate in Hz, above 0
 * @returns ⌈length · to / from⌉ samples; the same array where the rates are equal
 */
export function resample(samples: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return samples;
  const phases = Math.min(to / commonDivisor(from, to), mostPhases);
  const cutoff = Math.min(1, to / from) * rollOff;
  const table: Float64Array[] = [];
  const made = new Float32Array(Math.ceil((samples.length * to) / from));
  for (let i = 0; i < made.length; i++) {
    // Position in 1/phases of a sample: exact for all usual rates, for then it is an integer.
    const position = Math.round((i * from * phases) / to);
    const phase = position % phases;
    const taps = (table[phase] ??= phaseTaps(phase / phases, cutoff));
    made[i] = filtered(samples, Math.floor(position / phases), taps);
  }
  return made;
}

/** The filter's value around a sample; taps that would lie outside the sound count nothing. */
function filtered(samples: Float32Array, middle: number, taps: Float64Array): number {
  const first = middle - taps.length / 2 + 1;
  const begin = Math.max(0, -first);
  const end = Math.min(taps.length, samples.length - first);
  let sum = 0;
  for (let k = begin; k < end; k++) sum += (samples[first + k] as number) * (taps[k] as number);
  return sum;
}

/** The taps for a place between two samples, 0…1; tap k belongs to the sample `k − length / 2 + 1` away. */
function phaseTaps(place: number, cutoff: number): Float64Array {
  const reach = Math.ceil(zeroCrossings / cutoff);
  const taps = Float64Array.from({ length: 2 * reach }, (_, k) => {
    const distance = k - reach + 1 - place;
    return sinc(distance * cutoff) * window(distance / reach);
  });
  // Each phase passes a constant unchanged; otherwise the phases would be heard as a tone.
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
