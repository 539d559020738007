import { describe, expect, it } from 'vitest';
import { clockTime, rulerStep, spokenTime } from '../../../../../webview/cue/takes/timeWords.ts';

describe('times', () => {
  it('are written as clocks do', () => {
    expect([0, 7.49, 60, 754, 3723].map((s) => clockTime(s))).toEqual([
      '0:00',
      '0:07',
      '1:00',
      '12:34',
      '1:02:03',
    ]);
    expect(clockTime(7.49, true)).toBe('0:07.4');
    expect(clockTime(0.3, true)).toBe('0:00.3');
    expect(clockTime(-1)).toBe('0:00');
  });

  it('are spoken', () => {
    expect([1, 7, 60, 90].map(spokenTime)).toEqual([
      '1 second',
      '7 seconds',
      '1 minute',
      '1 minute 30 seconds',
    ]);
  });

  it('have rulers of round steps', () => {
    expect([0.05, 0.3, 4, 50, 900].map(rulerStep)).toEqual([0.1, 0.5, 5, 60, 1200]);
    expect(rulerStep(5000)).toBe(7200);
  });
});
