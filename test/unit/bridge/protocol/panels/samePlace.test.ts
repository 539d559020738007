import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barAt, barPlace, sameLoop, samePlace } from '../../../../../bridge/protocol/panels/samePlace.ts';

const barsOf = (length: number, count: number) => Array.from({ length: count }, (_, bar) => bar * length);
const slow = { bars: barsOf(88_200, 8), frames: 8 * 88_200, sampleRate: 44_100 };
const fast = { bars: barsOf(44_100, 8), frames: 8 * 44_100, sampleRate: 44_100 };

describe('samePlace', () => {
  it('is the same place of the same piece', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: slow.frames }), (frame) => {
        expect(samePlace(slow, slow, frame)).toBe(frame);
      }),
    );
  });

  it('keeps bar and share of the bar in another tempo', () => {
    expect(samePlace(slow, fast, 2.5 * 88_200)).toBe(2.5 * 44_100);
  });

  it('goes by time where bars are not known, also at another rate', () => {
    expect(samePlace({ ...slow, bars: [] }, { ...slow, sampleRate: 48_000 }, 44_100)).toBe(48_000);
  });

  it('stays in the last bar of one that has fewer', () => {
    const short = { bars: barsOf(44_100, 2), frames: 88_200, sampleRate: 44_100 };
    expect(samePlace(slow, short, 5 * 88_200)).toBe(44_100);
  });

  it('never leaves the piece', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 2 * slow.frames }), (frame) => {
        const there = samePlace(slow, fast, frame);
        expect(there).toBeGreaterThanOrEqual(0);
        expect(there).toBeLessThanOrEqual(fast.frames);
      }),
    );
  });
});

describe('sameLoop', () => {
  it('is the same bars', () => {
    expect(sameLoop(slow, fast, { from: 88_200, to: 3 * 88_200 })).toEqual({ from: 44_100, to: 3 * 44_100 });
  });

  it('is all of it where it was all of it', () => {
    const short = { bars: barsOf(44_100, 2), frames: 100_000, sampleRate: 44_100 };
    expect(sameLoop(slow, short, { from: 0, to: slow.frames })).toEqual({ from: 0, to: 100_000 });
  });

  it('is nothing where nothing is left', () => {
    const short = { bars: [0], frames: 1, sampleRate: 44_100 };
    expect(sameLoop(slow, short, { from: 88_200, to: 88_300 })).toBeUndefined();
  });
});

describe('barAt', () => {
  it('is the bar that has begun last', () => {
    expect([-5, 0, 9, 10, 25].map((frame) => barAt([0, 10, 20], frame))).toEqual([0, 0, 0, 1, 2]);
  });
});

describe('barPlace', () => {
  it('is the bar with the share of it that is over', () => {
    expect(barPlace(slow, 2.5 * 88_200)).toBe(2.5);
    expect(barPlace({ ...slow, bars: [] }, 88_200)).toBe(0);
  });
});
