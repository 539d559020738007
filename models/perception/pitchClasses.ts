/**
 * How much of each pitch class sounds in a recording.
 *
 *   mono 16 kHz → spectra of half a second → peaks → tenths of a semitone → tuning → twelve classes
 */
import { Fourier, hannWindow } from '../audio/spectrum.ts';
import type { Hertz } from '../../bridge/protocol/units.ts';

/** Half a second: it tells semitones apart down to the A two octaves below middle C. */
const size = 8192;
const hop = 4096;
const rate: Hertz = 16_000;
/** Below are drums and blurred basses, above overtones only. */
const range = { low: 55, high: 2000 } as const;
/** Peaks this far below the loudest of their spectrum are left out: 40 dB. */
const floor = 0.01;
/** Parts of a semitone that peaks are sorted into before the tuning is known. */
const parts = 10;

/** What was found. */
export interface PitchClasses {
  /** Shares of the twelve classes from C, adding up to 1; all 0 where nothing has a pitch. */
  shares: readonly number[];
  /** How far the recording is off A4 = 440 Hz, in semitones: −0.5…0.5. */
  tuning: number;
}

/** Measures the pitch classes of one channel at 16 kHz, of any length. */
export function pitchClasses(samples: Float32Array): PitchClasses {
  const fine = finePitchClasses(samples);
  const tuning = tuningOf(fine);
  const shares = new Array<number>(12).fill(0);
  fine.forEach((amount, i) => {
    const pitch = i / parts - tuning;
    const nearest = Math.round(pitch);
    const off = pitch - nearest;
    shares[((nearest % 12) + 12) % 12] =
      (shares[((nearest % 12) + 12) % 12] ?? 0) + amount * Math.cos(Math.PI * off) ** 2;
  });
  const total = shares.reduce((sum, share) => sum + share, 0);
  return { shares: shares.map((share) => (total > 0 ? share / total : 0)), tuning };
}

/** Amounts of the 120 tenths of a semitone from C. */
function finePitchClasses(samples: Float32Array): Float64Array {
  const fourier = new Fourier(size);
  const window = hannWindow(size);
  const fine = new Float64Array(12 * parts);
  const [real, imaginary] = [new Float64Array(size), new Float64Array(size)];
  for (let start = 0; start === 0 || start + size <= samples.length; start += hop) {
    for (let i = 0; i < size; i++) real[i] = (samples[start + i] ?? 0) * (window[i] as number);
    imaginary.fill(0);
    fourier.transform(real, imaginary);
    addPeaks(magnitudes(real, imaginary), fine);
  }
  return fine;
}

function magnitudes(real: Float64Array, imaginary: Float64Array): Float64Array {
  const last = Math.ceil((range.high * size) / rate) + 2;
  return Float64Array.from({ length: last }, (_, k) => Math.hypot(real[k] as number, imaginary[k] as number));
}

/** Adds the peaks of a spectrum, each by the root of its height: one loud note must not outweigh a chord. */
function addPeaks(spectrum: Float64Array, fine: Float64Array): void {
  const first = Math.ceil((range.low * size) / rate);
  const least = floor * spectrum.subarray(first).reduce((most, value) => Math.max(most, value), 1e-3);
  for (let k = first; k < spectrum.length - 1; k++) {
    const [before, here, after] = [
      spectrum[k - 1] as number,
      spectrum[k] as number,
      spectrum[k + 1] as number,
    ];
    if (here < least || here <= before || here < after) continue;
    const [a, b, c] = [Math.log(before + 1e-12), Math.log(here), Math.log(after + 1e-12)];
    const frequency = ((k + (0.5 * (a - c)) / (a - 2 * b + c)) * rate) / size;
    const pitch = 69 + 12 * Math.log2(frequency / 440);
    const at = ((Math.round(pitch * parts) % fine.length) + fine.length) % fine.length;
    fine[at] = (fine[at] ?? 0) + Math.sqrt(here);
  }
}

/** The mean direction of the peaks within their semitones. */
function tuningOf(fine: Float64Array): number {
  let [real, imaginary] = [0, 0];
  fine.forEach((amount, i) => {
    real += amount * Math.cos((2 * Math.PI * i) / parts);
    imaginary += amount * Math.sin((2 * Math.PI * i) / parts);
  });
  return Math.atan2(imaginary, real) / (2 * Math.PI);
}
