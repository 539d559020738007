/** Loudness over time, as shape only: clips are brought to one loudness, so that their mean level says nothing. */
import type { LogMel } from './logMel.ts';

/** Frames of one value: 160 ms. */
const span = 16;
/** Below the loudest value by so much, in decibels, all is silence. */
const depth = 50;

/** Levels in decibels, one for every 160 ms, none more than 50 dB below the loudest. */
export function levelCurve({ frames, bands, data }: LogMel): Float64Array {
  const levels = Float64Array.from({ length: Math.floor(frames / span) }, (_, i) => {
    let power = 0;
    for (let k = i * span * bands; k < (i + 1) * span * bands; k++)
      power += Math.exp(2 * (data[k] as number));
    return 10 * Math.log10(power + 1e-12);
  });
  const floor = levels.reduce((most, value) => Math.max(most, value), -120) - depth;
  return levels.map((value) => Math.max(floor, value));
}
