import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  advance,
  fittingLoop,
  runAt,
  runsAhead,
  seamOf,
  shortestLoop,
} from '../../../../../webview/player/sound/playOrder.ts';

const straight = { frames: 10_000, loop: null };
const looped = { frames: 10_000, loop: { from: 2000, to: 5000 } };

/** The slow truth: one frame after the other. */
function step(order: typeof looped | typeof straight, frame: number): number {
  const { loop, frames } = order;
  const next = frame + 1;
  if (loop === null) return Math.min(frames, next);
  if (frame < loop.to && next >= loop.to) return loop.from;
  return next >= frames ? loop.from : next;
}

describe('playOrder', () => {
  it('advances as single steps would', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(straight, looped),
        fc.integer({ min: 0, max: 9999 }),
        fc.integer({ min: 0, max: 9000 }),
        (order, frame, by) => {
          let at = frame;
          for (let i = 0; i < by; i += 1) at = step(order, at);
          expect(advance(order, frame, by)).toBe(at);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('goes on after the end of the source where the loop lies before', () => {
    expect(runAt(looped, 7000)).toEqual({ end: 10_000, then: 2000 });
  });

  it('says the runs that come, as many frames as were wanted', () => {
    expect(runsAhead(looped, 4500, 4000)).toEqual([
      { from: 4500, to: 5000 },
      { from: 2000, to: 5000 },
      { from: 2000, to: 2500 },
    ]);
    expect(runsAhead(straight, 9000, 4000)).toEqual([{ from: 9000, to: 10_000 }]);
  });

  it('lets no loop through that is too short or outside', () => {
    expect(fittingLoop({ from: 100, to: 100 + shortestLoop - 1 }, 10_000)).toBeNull();
    expect(fittingLoop({ from: -50, to: 50_000 }, 10_000)).toEqual({ from: 0, to: 10_000 });
    expect(fittingLoop({ from: 20_000, to: 30_000 }, 10_000)).toBeNull();
    expect(fittingLoop(undefined, 10_000)).toBeNull();
  });

  it('has no seam where the whole source goes round', () => {
    expect(seamOf({ frames: 10_000, loop: { from: 0, to: 10_000 } })).toBe(0);
    expect(seamOf(looped)).toBeGreaterThan(0);
  });
});
