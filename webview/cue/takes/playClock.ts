/** The playhead between two messages of the player: panels count on by their own clock. */
import { barAt } from '../../../bridge/protocol/panels/samePlace.ts';
import type { PlaybackState } from '../../../bridge/protocol/panels/playback.ts';
import type { Frames, Milliseconds } from '../../../bridge/protocol/units.ts';

/** Where playback is at `now`, when its state arrived at `arrived`. Runs round in a loop, stops at the end. */
export function frameAt(playback: PlaybackState, arrived: Milliseconds, now: Milliseconds): Frames {
  const { source, loop, frame } = playback;
  if (source === undefined) return 0;
  if (playback.activity !== 'playing') return Math.min(frame, source.frames);
  const counted = frame + (Math.max(0, now - arrived) / 1000) * source.sampleRate;
  if (loop !== undefined && loop.to > loop.from && frame < loop.to && counted >= loop.to)
    return loop.from + ((counted - loop.from) % (loop.to - loop.from));
  return Math.min(counted, source.frames);
}

/** The frame where the bar `by` bars away begins; going back first goes to the beginning of this bar, as players do. */
export function stepBars(bars: readonly Frames[], frame: Frames, by: number, end: Frames): Frames {
  if (bars.length === 0) return Math.min(end, Math.max(0, frame));
  const bar = barAt(bars, frame);
  const isInside = frame > (bars[bar] ?? 0);
  const target = bar + (by < 0 && isInside ? by + 1 : by);
  return bars[Math.max(0, target)] ?? end;
}
