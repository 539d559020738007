/**
 * How fast music is made that is heard meanwhile: the beginning as fast as the machine can, the rest with room for the program that
 * plays it.
 */
import type { Frames, Hertz, Milliseconds, Seconds } from '../../bridge/protocol/units.ts';

/** After `t` seconds at most `ahead + speed × t + acceleration × t²` seconds of music are there. */
export interface RenderPace {
  ahead: Seconds;
  /** Seconds of music a second; more than 1. */
  speed: number;
  /** By how much it may become faster every two seconds, once it is heard. */
  acceleration: number;
}

/**
 * The pace of what a person listens to while knobs are turned. Without it the program that shows and plays got a core too seldom, and
 * the first sound came 0.6 s after it had been made (two cores). Half a minute of music takes 2.7 s, two minutes 6.
 */
export const listeningPace: RenderPace = { ahead: 1, speed: 3, acceleration: 3 };

/** How long to wait after so many frames were made in so long. */
export function pauseOf(
  { ahead, speed, acceleration }: RenderPace,
  frames: Frames,
  sampleRate: Hertz,
  elapsed: Milliseconds,
): Milliseconds {
  const more = frames / sampleRate - ahead;
  if (more <= 0) return 0;
  const due =
    acceleration === 0
      ? more / speed
      : (Math.sqrt(speed ** 2 + 4 * acceleration * more) - speed) / (2 * acceleration);
  return Math.max(0, 1000 * due - elapsed);
}
