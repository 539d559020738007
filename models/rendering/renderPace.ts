/**
 * How fast music is made that is heard meanwhile: the beginning as fast as the machine can, the rest with room for the program that
 * plays it.
 */
import type { Frames, Hertz, Milliseconds, Seconds } from '../../bridge/protocol/units.ts';

/** After `elapsed` seconds at most `ahead + speed × elapsed` seconds of music are there. */
export interface RenderPace {
  ahead: Seconds;
  /** Seconds of music a second; more than 1. */
  speed: number;
}

/**
 * The pace of what a person listens to while knobs are turned. Without it the program that shows and plays got a core too seldom, and
 * the first sound came 0.6 s after it had been made (two cores).
 */
export const listeningPace: RenderPace = { ahead: 2, speed: 12 };

/** How long to wait after so many frames were made in so long. */
export function pauseOf(
  { ahead, speed }: RenderPace,
  frames: Frames,
  sampleRate: Hertz,
  elapsed: Milliseconds,
): Milliseconds {
  return Math.max(0, (1000 * (frames / sampleRate - ahead)) / speed - elapsed);
}
