import { describe, expect, it } from 'vitest';
import { trackGains } from '../../../../webview/player/trackGains.ts';

const tracks = ['a', 'b', 'c'].map((id) => ({ id, label: id }));

describe('trackGains', () => {
  it('is all of them where nothing was said', () => {
    expect(trackGains(tracks, {})).toEqual([1, 1, 1]);
  });

  it('leaves out what is muted', () => {
    expect(trackGains(tracks, { b: { muted: true, solo: false } })).toEqual([1, 0, 1]);
  });

  it('is what is solo alone, also where that is muted', () => {
    expect(trackGains(tracks, { b: { muted: true, solo: true } })).toEqual([0, 1, 0]);
  });

  it('does not care for a solo of a track that is not there', () => {
    expect(trackGains(tracks, { z: { muted: false, solo: true } })).toEqual([1, 1, 1]);
  });
});
