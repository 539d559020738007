import { expect, it } from 'vitest';
import { isBlackKey, pitchName } from '../../../../../webview/cue/takes/pitchNames.ts';

it('names pitches', () => {
  expect([0, 60, 61, 70, 127].map(pitchName)).toEqual(['C-1', 'C4', 'C♯4', 'B♭4', 'G9']);
  expect([60, 61, 62, 63, 64, 65].map(isBlackKey)).toEqual([false, true, false, true, false, false]);
});
