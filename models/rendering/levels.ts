/** How loud the take becomes: one gain and one limiter curve, from what was measured of the mix. */
import { curveStep, limiterCurve } from '../audio/limiter.ts';
import { integratedLoudness } from '../audio/loudness.ts';
import { decibelsToGain } from '../../bridge/protocol/units.ts';
import type { Decibels, Hertz, Lufs } from '../../bridge/protocol/units.ts';

/** Integrated loudness of a finished take. */
export const targetLoudness: Lufs = -16;
/** A finished take stays below this. */
export const highestTruePeak: Decibels = -1;
/** What the limiter aims at: the 4× interpolator and the moving gain leave a little room for error. */
const limiterCeiling: Decibels = -1.1;

/** How far above the unlimited gain the limiter may be driven. Clicks in silence stay quieter instead of becoming mush. */
const mostDrive: Decibels = 18;
const closeEnough = 0.02;
const mostRounds = 16;

/** Final levels. */
export interface Levels {
  gain: number;
  /** Points every {@link curveStep} frames, in memory that threads share. */
  curve: Float32Array<SharedArrayBuffer>;
}

/** What is known of the mix before its true peaks are measured. */
export interface MixEnergy {
  sampleRate: Hertz;
  /** K-weighted energy of every limiter step. */
  energies: Float64Array;
  /** Highest sample, linear. */
  peak: number;
}

/**
 * The gain that reaches the target without a limiter. Silence keeps gain 1; a sound too short to have a loudness is brought
 * to the ceiling by its peak.
 */
export function unlimitedGain({ energies, peak, sampleRate }: MixEnergy): number {
  if (peak === 0) return 1;
  // First to full scale, so that the gate at −70 LUFS does not swallow very quiet music.
  const toFullScale = 1 / peak;
  const loudness = integratedLoudness(hops(energies, sampleRate, () => toFullScale));
  if (loudness === -Infinity) return toFullScale * decibelsToGain(limiterCeiling);
  return toFullScale * decibelsToGain(targetLoudness - loudness);
}

/** The linear level below which true peaks do not matter, whatever {@link solveLevels} decides. */
export function peakFloor(gain: number): number {
  return decibelsToGain(limiterCeiling - mostDrive) / gain;
}

/**
 * Finds the gain with which the limited mix has the target loudness. The limiter takes loudness away, so the gain rises
 * until what is left is right or {@link mostDrive} is reached. `lower` lowers the ceiling.
 */
export function solveLevels(mix: MixEnergy, peaks: Float32Array, lower: Decibels = 0): Levels {
  const ceiling = decibelsToGain(limiterCeiling - lower);
  const start = unlimitedGain(mix);
  const most = start * decibelsToGain(mostDrive);
  let gain = start;
  let curve = limiterCurve(peaks, { sampleRate: mix.sampleRate, ceiling, gain });
  for (let round = 0; round < mostRounds; round++) {
    const missing = targetLoudness - integratedLoudness(limitedHops(mix, curve, gain));
    if (!Number.isFinite(missing) || Math.abs(missing) < closeEnough) break;
    gain = Math.min(most, gain * decibelsToGain(missing));
    curve = limiterCurve(peaks, { sampleRate: mix.sampleRate, ceiling, gain });
    if (gain === most) break;
  }
  const shared = new Float32Array(new SharedArrayBuffer(curve.byteLength));
  shared.set(curve);
  return { gain, curve: shared };
}

function limitedHops(mix: MixEnergy, curve: Float32Array, gain: number): Float64Array {
  return hops(mix.energies, mix.sampleRate, (step) => {
    return (gain * ((curve[step] as number) + (curve[step + 1] as number))) / 2;
  });
}

/** Mean squares of the 100-ms hops of the mix under a gain that may differ from step to step. */
function hops(energies: Float64Array, sampleRate: Hertz, gainAt: (step: number) => number): Float64Array {
  const stepsInHop = sampleRate / 10 / curveStep;
  const means = new Float64Array(Math.floor(energies.length / stepsInHop));
  for (let hop = 0; hop < means.length; hop++) {
    let sum = 0;
    for (let step = hop * stepsInHop; step < (hop + 1) * stepsInHop; step++) {
      sum += (energies[step] as number) * gainAt(step) ** 2;
    }
    means[hop] = sum / (stepsInHop * curveStep);
  }
  return means;
}
