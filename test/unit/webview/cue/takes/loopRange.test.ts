import { describe, expect, it } from 'vitest';
import { draggedLoop } from '../../../../../webview/cue/takes/loopRange.ts';

const whole = { bars: [0, 100, 200, 300], end: 400, snap: true };

describe('draggedLoop', () => {
  it('moves both ends to the nearest bars, whichever way it was dragged', () => {
    expect(draggedLoop(110, 260, whole)).toEqual({ from: 100, to: 300 });
    expect(draggedLoop(260, 110, whole)).toEqual({ from: 100, to: 300 });
  });

  it('is a bar at least', () => {
    expect(draggedLoop(105, 120, whole)).toEqual({ from: 100, to: 200 });
    expect(draggedLoop(390, 400, whole)).toEqual({ from: 300, to: 400 });
  });

  it('stays within the take', () => {
    expect(draggedLoop(-50, 5000, whole)).toEqual({ from: 0, to: 400 });
  });

  it('is exact where it shall not snap', () => {
    expect(draggedLoop(110, 260, { ...whole, snap: false })).toEqual({ from: 110, to: 260 });
    expect(draggedLoop(110, 110, { ...whole, snap: false })).toBeNull();
    expect(draggedLoop(10, 20, { bars: [], end: 400, snap: true })).toEqual({ from: 10, to: 20 });
  });
});
