/**
 * From a word over OSC to another sound: all roles are switched off and on by one message, and both can be seen in the samples without
 * doubt: a silence of exact zeros, and its end.
 */
import type { HeardFrame } from './soundGaps.ts';
import type { Milliseconds } from '../../../bridge/protocol/units.ts';

/** A switch that was said. */
export interface SaidSwitch {
  at: Milliseconds;
  isOn: boolean;
}

/**
 * How long it took each switch from being sent until the frame was there that contains the first changed sample: the first one
 * with sound, or, of silence, the one before the first that is all zeros, in which the gain runs down. Those whose
 * change had been there already (the music rested) are left out.
 */
export function switchLatencies(said: readonly SaidSwitch[], frames: readonly HeardFrame[]): Milliseconds[] {
  let next = 0;
  return said.flatMap(({ at, isOn }, i) => {
    while (next < frames.length && (frames[next] as HeardFrame).at < at) next += 1;
    const until = said[i + 1]?.at ?? Infinity;
    const isSilent = (frame: HeardFrame | undefined): boolean => frame?.level === 0;
    if (isSilent(frames[next - 1]) !== isOn) return [];
    let found = next;
    while (found < frames.length && isSilent(frames[found]) === isOn) found += 1;
    const changed = frames[isOn ? found : found - 1];
    const settled = frames[found];
    if (changed === undefined || settled === undefined || settled.at >= until || changed.at < at) return [];
    return [changed.at - at];
  });
}
