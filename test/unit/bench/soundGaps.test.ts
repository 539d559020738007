import { describe, expect, it } from 'vitest';
import { breaksOf, dryRuns, silencesOf } from '../../bench/bridge/soundGaps.ts';
import { switchLatencies } from '../../bench/bridge/switches.ts';
import type { HeardFrame } from '../../bench/bridge/soundGaps.ts';

const rate = 48_000;

/** Frames of 10 ms that come every 10 ms. */
function frames(count: number, level: (index: number) => number = () => 0.1): HeardFrame[] {
  return Array.from({ length: count }, (_, i) => ({
    ...{ at: 1000 + 10 * i, time: 480 * i, length: 480, sequence: i },
    level: level(i),
  }));
}

describe('gaps', () => {
  it('there are none in an even stream', () => {
    const even = frames(100);
    expect(breaksOf(even)).toEqual([]);
    expect(dryRuns(even, 120, rate)).toEqual([]);
    expect(silencesOf(even, 300, rate)).toEqual([]);
  });

  it('a frame that is missing is one', () => {
    const stream = frames(100);
    stream.splice(50, 1);
    expect(breaksOf(stream).map(({ sequence }) => sequence)).toEqual([51]);
  });

  it('a delay is one where it is longer than what the player has', () => {
    const delayed = (by: number): HeardFrame[] =>
      frames(100).map((frame) => ({ ...frame, at: frame.sequence < 50 ? frame.at : frame.at + by }));
    expect(dryRuns(delayed(110), 120, rate)).toEqual([]);
    expect(dryRuns(delayed(140), 120, rate)).toHaveLength(1);
  });

  it('a silence counts by the audio clock, however its frames came', () => {
    const quiet = frames(100, (i) => (i >= 20 && i < 60 ? 0 : 0.1));
    expect(silencesOf(quiet, 300, rate)).toEqual([{ from: 1200, to: 1600 }]);
    expect(silencesOf(quiet, 500, rate)).toEqual([]);
    expect(
      silencesOf(
        frames(50, (i) => (i < 10 ? 0.1 : 0)),
        300,
        rate,
      ),
    ).toEqual([{ from: 1100, to: 1490 }]);
  });
});

describe('a switch', () => {
  it('is heard in the frame that contains the first changed sample', () => {
    // Off at 1203: frame 22 is the ramp, frame 23 the first that is all zeros. On at 1403: frame 42 is the first with sound.
    const heard = frames(100, (i) => (i >= 23 && i < 42 ? 0 : 0.1));
    const said = [
      { at: 1203, isOn: false },
      { at: 1403, isOn: true },
    ];
    expect(switchLatencies(said, heard)).toEqual([17, 17]);
  });

  it('is left out where nothing changed, or the music rested already', () => {
    const heard = frames(100, (i) => (i >= 10 ? 0 : 0.1));
    expect(switchLatencies([{ at: 1203, isOn: false }], heard)).toEqual([]);
    expect(switchLatencies([{ at: 1203, isOn: true }], heard)).toEqual([]);
  });
});
