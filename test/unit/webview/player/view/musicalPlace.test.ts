import { describe, expect, it } from 'vitest';
import {
  barAndBeat,
  clockTime,
  nextBar,
  previousBar,
  spokenPlace,
} from '../../../../../webview/player/view/musicalPlace.ts';
import { isOn, wishOfKey } from '../../../../../webview/player/view/playerKeys.ts';
import { sourceOf } from '../renderedSession.ts';

const source = sourceOf({ beatsPerBar: 4 });

describe('musicalPlace', () => {
  it('says bar and beat', () => {
    expect(barAndBeat(source, 0)).toEqual({ bar: 1, beat: 1 });
    expect(barAndBeat(source, 88_200 + 22_050)).toEqual({ bar: 2, beat: 2 });
    expect(barAndBeat(source, 4 * 88_200 + 66_150)).toEqual({ bar: 5, beat: 4 });
  });

  it('says no more than it knows', () => {
    expect(barAndBeat(sourceOf(), 100_000)).toEqual({ bar: 2 });
    expect(barAndBeat(sourceOf({ bars: [] }), 100_000)).toBeUndefined();
    expect(spokenPlace(sourceOf({ bars: [] }), 88_200)).toBe('0:02');
  });

  it('says minutes and seconds', () => {
    expect([0, 59.9, 65, 3601].map(clockTime)).toEqual(['0:00', '0:59', '1:05', '60:01']);
    expect(spokenPlace(source, 88_200)).toBe('Bar 2, beat 1, 0:02');
  });

  it('finds the bars around', () => {
    expect(nextBar(source, 88_200)).toBe(176_400);
    expect(nextBar(source, 400_000)).toBe(441_000);
    expect(previousBar(source, 88_200 + 1000)).toBe(0);
    expect(previousBar(source, 88_200 + 40_000)).toBe(88_200);
    expect(previousBar(source, 0)).toBe(0);
  });
});

describe('wishOfKey', () => {
  const playback = { source, activity: 'paused', frame: 100, tracks: {} } as const;

  it('plays and pauses by space', () => {
    expect(wishOfKey(' ', playback)).toEqual({ type: 'play' });
    expect(wishOfKey(' ', { ...playback, activity: 'waiting' })).toEqual({ type: 'pause' });
    expect(isOn('blocked')).toBe(true);
  });

  it('goes by bars, to the beginning and to the last bar', () => {
    expect(wishOfKey('ArrowRight', playback)).toEqual({ type: 'seek', frame: 88_200 });
    expect(wishOfKey('Home', playback)).toEqual({ type: 'seek', frame: 0 });
    expect(wishOfKey('End', playback)).toEqual({ type: 'seek', frame: 352_800 });
  });

  it('leaves all other keys alone, and all where nothing is loaded', () => {
    expect(wishOfKey('a', playback)).toBeUndefined();
    expect(wishOfKey(' ', { activity: 'stopped', frame: 0, tracks: {} })).toBeUndefined();
  });
});
