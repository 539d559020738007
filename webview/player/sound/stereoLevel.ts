/** How loud it is: the greatest sample of each side. */
import { silence } from '../../../bridge/protocol/panels/playback.ts';
import { gainToDecibels } from '../../../bridge/protocol/units.ts';
import type { Decibels } from '../../../bridge/protocol/units.ts';

/** Level of both sides, `silence` at least. */
export interface StereoLevel {
  left: Decibels;
  right: Decibels;
}

/** Level of the last `count` samples. */
export function peakLevel(samples: Float32Array, count: number): Decibels {
  let peak = 0;
  for (let i = Math.max(0, samples.length - count); i < samples.length; i += 1)
    peak = Math.max(peak, Math.abs(samples[i] ?? 0));
  return Math.max(silence, gainToDecibels(peak));
}
