/** Loops that begin and end where bars do. */
import type { LoopRange } from '../../../bridge/protocol/panels/playback.ts';
import type { Frames } from '../../../bridge/protocol/units.ts';

/** The line (a bar's beginning, or the end) that is nearest. */
function nearestLine(lines: readonly Frames[], frame: Frames): Frames {
  let best = frame;
  let distance = Infinity;
  for (const line of lines) {
    if (Math.abs(line - frame) >= distance) continue;
    distance = Math.abs(line - frame);
    best = line;
  }
  return best;
}

/**
 * A range that was dragged, in either direction; with `snap` its ends move to the nearest bars, and it is one bar at least.
 * @returns `null` where nothing is left.
 */
export function draggedLoop(
  a: Frames,
  b: Frames,
  { bars, end, snap }: { bars: readonly Frames[]; end: Frames; snap: boolean },
): LoopRange | null {
  const low = Math.round(Math.min(Math.max(0, Math.min(a, b)), end));
  const high = Math.round(Math.min(end, Math.max(a, b)));
  if (!snap || bars.length === 0) return high > low ? { from: low, to: high } : null;
  const lines = [...bars.filter((bar) => bar < end), end];
  const from = nearestLine(lines, low);
  const to = nearestLine(lines, high);
  if (to > from) return { from, to };
  const next = lines.find((line) => line > from);
  if (next !== undefined) return { from, to: next };
  const before = lines.findLast((line) => line < from);
  return before === undefined ? null : { from: before, to: from };
}
