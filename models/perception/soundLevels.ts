/** How loud a recording is, frame by frame. */
import type { Decibels } from '../../bridge/protocol/units.ts';

/** What silence is called, in dB. */
const silence: Decibels = -120;

/**
 * The level around each frame: the mean power of as much sound as `width` hops hold, a frame in its middle.
 *
 * @param samples mono, full scale 1
 * @param hop samples from one frame to the next
 */
export function soundLevels(samples: Float32Array, hop: number, width = 4): Float64Array {
  const powers = Float64Array.from({ length: Math.ceil(samples.length / hop) }, (_, i) => {
    let sum = 0;
    for (let k = i * hop; k < Math.min(samples.length, (i + 1) * hop); k++)
      sum += (samples[k] as number) ** 2;
    return sum / hop;
  });
  return powers.map((_, i) => {
    let sum = 0;
    for (let k = i - width / 2; k < i + width / 2; k++) sum += powers[k] ?? 0;
    return sum > 0 ? Math.max(silence, 10 * Math.log10(sum / width)) : silence;
  });
}
