/** The clock's position as a frame holds it. */
import { meterFraction } from '../protocol/meter.ts';
import type { PcmPosition } from '../protocol/pcmFrame.ts';
import type { MusicalPosition } from '../transport/musicalClock.ts';

/** Before the beginning (a count-in) a frame says the beginning. */
export function pcmPosition({ bar, beat, tick, tempo, meter, isRolling }: MusicalPosition): PcmPosition {
  const isBefore = tick < 0;
  return {
    bar: Math.max(1, bar),
    beat: isBefore ? 1 : beat,
    tick: Math.max(0, tick),
    tempo,
    meter: meterFraction(meter),
    isRolling,
  };
}
