/** Ticks to seconds and back through a score's tempo changes. */
import { ticksPerQuarter } from './units.ts';
import type { TempoChange } from './score.ts';
import type { Seconds, Ticks } from './units.ts';

/** Seconds from the start to a tick. `tempos` is sorted and begins at tick 0. */
export function tickToSeconds(tempos: readonly TempoChange[], tick: Ticks): Seconds {
  let microTicks = 0;
  for (let i = 0; i < tempos.length; i++) {
    const from = tempos[i];
    if (from === undefined || from.tick >= tick) break;
    const until = Math.min(tick, tempos[i + 1]?.tick ?? tick);
    microTicks += (until - from.tick) * from.microsecondsPerQuarter;
  }
  return microTicks / ticksPerQuarter / 1_000_000;
}

/** The tick (not rounded) that sounds at a time. */
export function secondsToTick(tempos: readonly TempoChange[], seconds: Seconds): number {
  let start = 0;
  for (let i = 0; i < tempos.length; i++) {
    const from = tempos[i];
    if (from === undefined) break;
    const secondsPerTick = from.microsecondsPerQuarter / ticksPerQuarter / 1_000_000;
    const until = tempos[i + 1]?.tick;
    const length = until === undefined ? Infinity : (until - from.tick) * secondsPerTick;
    if (seconds < start + length) return from.tick + (seconds - start) / secondsPerTick;
    start += length;
  }
  return 0;
}
