/** The value of an attribute between its keyframes. */
import type { Keyframe } from './cue.ts';
import type { Seconds, Unit } from './units.ts';

/** Sorted by time; of two at one moment the later in the list counts. */
export function inOrder<K extends Keyframe>(keyframes: readonly K[]): K[] {
  const sorted = keyframes
    .map((keyframe, i) => ({ keyframe, i }))
    .sort((a, b) => a.keyframe.seconds - b.keyframe.seconds || a.i - b.i)
    .map(({ keyframe }) => keyframe);
  return sorted.filter(({ seconds }, i) => sorted[i + 1]?.seconds !== seconds);
}

/**
 * The value at a moment. Before the first keyframe its value holds, after the last one its own; names do not move, they
 * change at their keyframe. `keyframes` are in order.
 */
export function valueAt(keyframes: readonly Keyframe[], seconds: Seconds): number | string | undefined {
  const index = lastBefore(keyframes, seconds);
  const from = keyframes[Math.max(0, index)];
  const to = keyframes[index + 1];
  if (from === undefined) return undefined;
  if (index < 0 || to === undefined || from.curve === 'hold') return from.value;
  if (typeof from.value !== 'number' || typeof to.value !== 'number') return from.value;
  const way = (seconds - from.seconds) / (to.seconds - from.seconds);
  return from.value + (to.value - from.value) * shaped(way, from.curve);
}

/** Ease is slow at both ends (smoothstep). */
function shaped(way: Unit, curve: Keyframe['curve']): Unit {
  return curve === 'ease' ? way * way * (3 - 2 * way) : way;
}

function lastBefore(keyframes: readonly Keyframe[], seconds: Seconds): number {
  let low = 0;
  let high = keyframes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keyframes[middle]?.seconds ?? Infinity) <= seconds) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
