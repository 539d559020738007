/**
 * Which pitch classes sound on the whole, and which in the bass: what a judge of keys goes by (keyJudge.ts). Which notes there are tells
 * the scale, how they are weighed and what the bass rests on tells the tonic; a church mode has the notes of some major key.
 *
 *   16 kHz → spectra of 512 ms every 160 ms → peaks, each to its nearest semitone → E2…C7, and E1…E3 → twelve classes each, every
 *   spectrum counting alike → mean
 */
import { Fourier, hannWindow } from '../../../audio/spectrum.ts';
import type { MidiNote } from '../../../../bridge/protocol/units.ts';

const rate = 16_000;
/** Half a second tells semitones apart down to the lowest bass. */
const size = 8192;
const hop = 2560;
/** Lowest and highest pitch of each half of a profile. */
const registers: readonly { low: MidiNote; high: MidiNote }[] = [
  { low: 40, high: 95 },
  { low: 28, high: 51 },
];
/** Peaks this far below the loudest of their spectrum are left out: 50 dB. */
const floor = 0.003;
/** A spectrum with no peak above it is silent: −70 dB of a full-scale sine. */
const silent = (3e-4 * size) / 4;

/** Numbers of a profile: twelve from C of the whole, twelve of the bass; each twelve add up to 1, or are 0 where nothing sounds. */
export const profileLength = 12 * registers.length;

/** The profile of one channel at 16 kHz. */
export function tonalProfile(samples: Float32Array): number[] {
  const fourier = new Fourier(size);
  const window = hannWindow(size);
  const [real, imaginary] = [new Float64Array(size), new Float64Array(size)];
  const sums = registers.map(() => new Float64Array(12));
  for (let middle = hop / 2; middle < samples.length; middle += hop) {
    for (let i = 0; i < size; i++) real[i] = (samples[middle - size / 2 + i] ?? 0) * (window[i] as number);
    imaginary.fill(0);
    fourier.transform(real, imaginary);
    const peaks = peaksOf(real, imaginary);
    registers.forEach((register, i) => {
      addUnit(sums[i] as Float64Array, classesOf(peaks, register));
    });
  }
  return sums.flatMap((classes) => {
    const total = classes.reduce((sum, value) => sum + value, 0);
    return Array.from(classes, (value) => (total > 0 ? value / total : 0));
  });
}

/** A peak of a spectrum. */
interface Peak {
  pitch: MidiNote;
  magnitude: number;
}

function peaksOf(real: Float64Array, imaginary: Float64Array): Peak[] {
  const bin = (pitch: MidiNote): number => (440 * 2 ** ((pitch - 69) / 12) * size) / rate;
  const first = Math.floor(bin(27));
  const spectrum = Float64Array.from({ length: Math.ceil(bin(97)) + 1 }, (_, k) =>
    Math.hypot(real[k] as number, imaginary[k] as number),
  );
  const least = Math.max(
    silent,
    floor * spectrum.subarray(first).reduce((most, value) => Math.max(most, value), 0),
  );
  const peaks: Peak[] = [];
  for (let k = first; k < spectrum.length - 1; k++) {
    const [before = 0, here = 0, after = 0] = spectrum.subarray(k - 1, k + 2);
    if (here < least || here <= before || here < after) continue;
    const [a, b, c] = [Math.log(before + 1e-12), Math.log(here), Math.log(after + 1e-12)];
    const frequency = ((k + (0.5 * (a - c)) / (a - 2 * b + c)) * rate) / size;
    peaks.push({ pitch: Math.round(69 + 12 * Math.log2(frequency / 440)), magnitude: here });
  }
  return peaks;
}

function classesOf(peaks: readonly Peak[], { low, high }: { low: MidiNote; high: MidiNote }): Float64Array {
  const classes = new Float64Array(12);
  for (const { pitch, magnitude } of peaks) {
    if (pitch >= low && pitch <= high) classes[pitch % 12] = (classes[pitch % 12] as number) + magnitude;
  }
  return classes;
}

/** Adds a vector at unit length, so that a loud passage does not outweigh the others. */
function addUnit(sum: Float64Array, vector: Float64Array): void {
  const length = Math.hypot(...vector);
  if (length > 0) vector.forEach((value, i) => (sum[i] = (sum[i] as number) + value / length));
}
