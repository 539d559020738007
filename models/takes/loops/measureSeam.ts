/** Measures the seam of a loop: as it is heard when the file goes round, against the music as it was played on. */
import { Fourier } from '../../audio/spectrum.ts';
import type { Seam } from '../../../bridge/protocol/loopSet.ts';
import type { Frames, Hertz, Seconds } from '../../../bridge/protocol/units.ts';

/** A stereo sound. */
export interface StereoSound {
  left: Float32Array;
  right: Float32Array;
}

const windowFrames = 1024;
/** What is compared of the end of two passes. */
const compared: Seconds = 0.5;
/** Quieter than this counts as nothing. */
const least = 1e-10;

/**
 * @param loop the body as it goes round
 * @param sound the whole rendering: intro, the body twice, outro
 * @param starts first frames of the first and second pass of the body, and the frame after the second
 */
export function measureSeam(
  loop: StereoSound,
  sound: StereoSound,
  starts: readonly [first: Frames, second: Frames, end: Frames],
  sampleRate: Hertz,
): Seam {
  const [, second, end] = starts;
  const seamJump = Math.max(
    ...channels(loop).map((channel) => Math.abs((channel[0] ?? 0) - (channel.at(-1) ?? 0))),
  );
  const before = around(loop, end - second);
  const after = around(sound, second);
  return {
    jump: rounded(seamJump, 6),
    insideJump: rounded(quantileOfSteps(loop, 0, end - second, 0.999), 6),
    flux: rounded(flux(before.before, after.after), 4),
    playedFlux: rounded(flux(after.before, after.after), 4),
    likeness: rounded(difference(sound, second, end, Math.round(compared * sampleRate)), 1),
  };
}

function channels({ left, right }: StereoSound): [Float32Array, Float32Array] {
  return [left, right];
}

/** Magnitude spectra of the windows that end and begin at a frame. */
function around(sound: StereoSound, frame: Frames): { before: Float64Array; after: Float64Array } {
  return { before: spectrum(sound, frame - windowFrames), after: spectrum(sound, frame) };
}

function spectrum({ left, right }: StereoSound, from: Frames): Float64Array {
  const fourier = new Fourier(windowFrames);
  const real = Float64Array.from({ length: windowFrames }, (_, i) => {
    const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / windowFrames);
    return (((left[from + i] ?? 0) + (right[from + i] ?? 0)) / 2) * hann;
  });
  const imaginary = new Float64Array(windowFrames);
  fourier.transform(real, imaginary);
  return Float64Array.from({ length: windowFrames / 2 }, (_, k) =>
    Math.hypot(real[k] ?? 0, imaginary[k] ?? 0),
  );
}

/** Half-wave rectified difference, as a share of the later spectrum. */
function flux(before: Float64Array, after: Float64Array): number {
  const rise = after.reduce((sum, value, k) => sum + Math.max(0, value - (before[k] ?? 0)), 0);
  const whole = after.reduce((sum, value) => sum + value, 0);
  return whole < least ? 0 : rise / whole;
}

function quantileOfSteps(sound: StereoSound, from: Frames, to: Frames, share: number): number {
  const steps = new Float32Array(Math.max(1, to - from - 1));
  for (let i = 0; i < steps.length; i++) {
    const [at, next] = [from + i, from + i + 1];
    steps[i] = Math.max(
      ...channels(sound).map((channel) => Math.abs((channel[next] ?? 0) - (channel[at] ?? 0))),
    );
  }
  steps.sort();
  return steps[Math.min(steps.length - 1, Math.floor(share * steps.length))] ?? 0;
}

/** The end of the second pass against that of the first, in dB of the first. */
function difference(sound: StereoSound, second: Frames, end: Frames, frames: Frames): number {
  let [apart, own] = [0, 0];
  for (const channel of channels(sound))
    for (let i = 1; i <= frames; i++) {
      const [a, b] = [channel[second - i] ?? 0, channel[end - i] ?? 0];
      apart += (a - b) ** 2;
      own += a ** 2;
    }
  if (apart <= least * Math.max(own, least)) return -200;
  return own === 0 ? 0 : 10 * Math.log10(apart / own);
}

function rounded(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits + 0;
}
