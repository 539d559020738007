/** Where another version of a piece is at the same bar: for A/B, and for going on after a change. */
import type { Frames } from '../units.ts';
import type { LoopRange, PlaybackSource } from './playback.ts';

type Barred = Pick<PlaybackSource, 'bars' | 'frames' | 'sampleRate'>;

/**
 * The frame of `to` that is as far in the same bar as `frame` is in its bar of `from`: versions may differ in tempo and rate.
 * By time where one of them has no bars; in its last bar where `to` has fewer.
 */
export function samePlace(from: Barred, to: Barred, frame: Frames): Frames {
  if (from.bars.length === 0 || to.bars.length === 0) {
    return within(to, Math.round((frame * to.sampleRate) / from.sampleRate));
  }
  const bar = barAt(from.bars, frame);
  const { start, end } = barSpan(from, bar);
  const share = end > start ? (frame - start) / (end - start) : 0;
  const there = barSpan(to, Math.min(bar, to.bars.length - 1));
  return within(to, Math.round(there.start + share * (there.end - there.start)));
}

/** The same bars as a loop of `to`; `undefined` where nothing is left of it there. */
export function sameLoop(from: Barred, to: Barred, loop: LoopRange): LoopRange | undefined {
  const range = { from: samePlace(from, to, loop.from), to: samePlace(from, to, loop.to) };
  if (loop.to >= from.frames) range.to = to.frames;
  return range.to > range.from ? range : undefined;
}

/** Where `frame` is in bars from 0, with the share of its bar that is over; 0 where there are no bars. */
export function barPlace(source: Barred, frame: Frames): number {
  if (source.bars.length === 0) return 0;
  const bar = barAt(source.bars, frame);
  const { start, end } = barSpan(source, bar);
  return bar + (end > start ? (frame - start) / (end - start) : 0);
}

/** Index of the bar that `frame` is in; 0 before the first. */
export function barAt(bars: readonly Frames[], frame: Frames): number {
  let low = 0;
  let high = bars.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bars[middle] ?? 0) <= frame) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** What is before the first bar belongs to it. */
function barSpan({ bars, frames }: Barred, bar: number): { start: Frames; end: Frames } {
  return { start: bar === 0 ? 0 : (bars[bar] ?? 0), end: bars[bar + 1] ?? frames };
}

function within({ frames }: Barred, frame: Frames): Frames {
  return Math.max(0, Math.min(frames, frame));
}
