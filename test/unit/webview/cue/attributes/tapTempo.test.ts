import { describe, expect, it } from 'vitest';
import { TapTempo } from '../../../../../webview/cue/attributes/tapTempo.ts';

describe('TapTempo', () => {
  it('needs two taps', () => {
    const taps = new TapTempo();
    expect(taps.tap(0)).toBeUndefined();
    expect(taps.tap(500)).toBe(120);
  });

  it('is not moved by one slip', () => {
    const taps = new TapTempo();
    const tempos = [0, 600, 1200, 1800, 2700, 3300, 3900].map((time) => taps.tap(time));
    expect(tempos.at(-1)).toBe(100);
  });

  it('begins anew after a pause', () => {
    const taps = new TapTempo();
    taps.tap(0);
    taps.tap(500);
    expect(taps.tap(10_000)).toBeUndefined();
    expect(taps.tap(11_000)).toBe(60);
    expect(taps.count).toBe(2);
  });

  it('stays within what can be played', () => {
    const taps = new TapTempo();
    taps.tap(0);
    expect(taps.tap(10)).toBe(260);
  });
});
