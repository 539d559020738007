import { describe, expect, it } from 'vitest';
import type { PlaybackState } from '../../../../../bridge/protocol/panels/playback.ts';
import { frameAt, stepBars } from '../../../../../webview/cue/takes/playClock.ts';

const bars = [0, 1000, 2000, 3000];
const playing: PlaybackState = {
  source: { id: 's', title: 't', cue: 'file:///c', sampleRate: 1000, frames: 4000, tracks: [], bars },
  activity: 'playing',
  frame: 500,
  tracks: {},
};

describe('frameAt', () => {
  it('counts on while it plays, and not beyond the end', () => {
    expect(frameAt(playing, 100, 100)).toBe(500);
    expect(frameAt(playing, 100, 1600)).toBe(2000);
    expect(frameAt(playing, 100, 60_000)).toBe(4000);
  });

  it('stands still otherwise', () => {
    expect(frameAt({ ...playing, activity: 'paused' }, 0, 5000)).toBe(500);
    expect(frameAt({ activity: 'stopped', frame: 0, tracks: {} }, 0, 5000)).toBe(0);
  });

  it('runs round in a loop', () => {
    const looping = { ...playing, loop: { from: 400, to: 1400 } };
    expect(frameAt(looping, 0, 800)).toBe(1300);
    expect(frameAt(looping, 0, 900)).toBe(400);
    expect(frameAt(looping, 0, 3000)).toBe(500);
  });

  it('goes on to the end where the place is after the loop', () => {
    expect(frameAt({ ...playing, frame: 2000, loop: { from: 400, to: 1400 } }, 0, 500)).toBe(2500);
  });
});

describe('bars', () => {
  it('are stepped through as players do', () => {
    expect(stepBars(bars, 1500, 1, 4000)).toBe(2000);
    expect(stepBars(bars, 1500, -1, 4000)).toBe(1000);
    expect(stepBars(bars, 1000, -1, 4000)).toBe(0);
    expect(stepBars(bars, 200, -1, 4000)).toBe(0);
    expect(stepBars(bars, 3500, 1, 4000)).toBe(4000);
  });
});
