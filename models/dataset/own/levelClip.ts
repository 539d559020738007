/**
 * Brings a clip to the loudness of a take, −16 LUFS, with the take's own limiter, in memory. Peaks are those of samples:
 * a clip is read by networks, and the true peak lies within the decibel that the limiter leaves.
 */
import { applyCurve, curveStep } from '../../audio/limiter.ts';
import { KWeighting } from '../../audio/loudness.ts';
import { solveLevels } from '../../rendering/levels.ts';
import type { Hertz } from '../../../bridge/protocol/units.ts';

/** Levels a mono sound in place, measured as two loudspeakers play it. `sampleRate` is 44100 or 48000. */
export function levelClip(samples: Float32Array, sampleRate: Hertz): void {
  const steps = Math.ceil(samples.length / curveStep);
  const weighting = new KWeighting(sampleRate);
  const energies = new Float64Array(steps);
  const peaks = new Float32Array(steps);
  let peak = 0;
  for (let step = 0; step < steps; step++) {
    const start = step * curveStep;
    const count = Math.min(curveStep, samples.length - start);
    energies[step] = weighting.energy(samples, samples, start, count);
    let highest = 0;
    for (let i = start; i < start + count; i++) highest = Math.max(highest, Math.abs(samples[i] ?? 0));
    peaks[step] = highest;
    peak = Math.max(peak, highest);
  }
  const { gain, curve } = solveLevels({ sampleRate, energies, peak }, peaks);
  applyCurve([samples, new Float32Array(samples.length)], samples.length, 0, curve, gain);
}
