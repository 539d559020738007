/** In which order the frames of a source are heard: straight on, or round a loop. Pure arithmetic, exact to the frame. */
import type { LoopRange } from '../../../bridge/protocol/panels/playback.ts';
import type { Frames } from '../../../bridge/protocol/units.ts';

/** What a source's order depends on. */
export interface PlayOrder {
  /** Length of the source. */
  readonly frames: Frames;
  /** One that {@link fittingLoop} let through. */
  readonly loop: LoopRange | null;
}

/** Frames that follow one another, and what comes after them. */
export interface Run {
  /** First frame after the run. */
  end: Frames;
  /** Where it goes on; absent where the source ends. */
  then?: Frames;
}

/** Frames over which the end of a loop fades into what is before its beginning: 5 ms at 44.1 kHz, so that no seam clicks. */
const longestSeam: Frames = 224;

/** Shortest loop that is heard as one. */
export const shortestLoop: Frames = 1024;

/** The loop inside the source, or `null` where nothing sensible is left of it. */
export function fittingLoop(loop: LoopRange | null | undefined, frames: Frames): LoopRange | null {
  if (loop === null || loop === undefined) return null;
  const from = Math.max(0, Math.round(loop.from));
  const to = Math.min(frames, Math.round(loop.to));
  return to - from >= shortestLoop ? { from, to } : null;
}

/** The run that `frame` is in. A place behind the loop plays to the end of the source and then goes round. */
export function runAt({ frames, loop }: PlayOrder, frame: Frames): Run {
  if (loop === null) return { end: frames };
  return { end: frame < loop.to ? loop.to : frames, then: loop.from };
}

/**
 * Length of the fade at the end of a run. None where the whole source goes round: its own end and beginning are meant to meet.
 * Without a loop the end fades too, so that a source that is cut off does not click.
 */
export function seamOf({ frames, loop }: PlayOrder): Frames {
  if (loop === null) return Math.min(longestSeam, frames);
  if (loop.from === 0 && loop.to >= frames) return 0;
  return Math.min(longestSeam, (loop.to - loop.from) >> 1);
}

/** The frame that is heard `by` frames after `frame`; the length of the source where it has ended by then. */
export function advance(order: PlayOrder, frame: Frames, by: Frames): Frames {
  let at = frame;
  let left = by;
  for (;;) {
    const { end, then } = runAt(order, at);
    if (at + left < end) return at + left;
    if (then === undefined) return order.frames;
    left -= Math.max(0, end - at);
    at = then;
    // Round and round is no way to count: what is left is less than one round.
    if (order.loop !== null) left %= order.loop.to - order.loop.from;
  }
}

/** The runs that are heard in the next `ahead` frames, in order. */
export function runsAhead(order: PlayOrder, frame: Frames, ahead: Frames): { from: Frames; to: Frames }[] {
  const runs: { from: Frames; to: Frames }[] = [];
  let at = frame;
  let left = ahead;
  while (left > 0) {
    const { end, then } = runAt(order, at);
    const to = Math.min(end, at + left);
    if (to > at) runs.push({ from: at, to });
    left -= Math.max(0, to - at);
    if (then === undefined || to < end) break;
    at = then;
  }
  return runs;
}
