import { expect, it } from 'vitest';
import { changedControls } from '../../../../extension/bridge/liveAttributes.ts';

it('are the values that differ, by the names of their controls', () => {
  const before = { tempo: 90, tension: 0.5, key: 'D minor' };
  expect(changedControls(before, { tempo: 96, tension: 0.5, key: 'D minor', brightness: 0.1 })).toEqual({
    tempo: 96,
    brightness: 0.1,
  });
});

it('leave alone what was given back to the brief, and lengths, which no performance has', () => {
  expect(changedControls({ tempo: 90, bars: 8 }, { bars: 16, seconds: 20 })).toEqual({});
});

it('name instruments by role; one that was taken out is the style’s again', () => {
  const piano = { role: 'lead', instrument: 'piano', program: 0 } as const;
  const cello = { role: 'bass', instrument: 'cello', program: 42 } as const;
  expect(changedControls({ instruments: [piano] }, { instruments: [cello] })).toEqual({
    'instrument/lead': 'auto',
    'instrument/bass': 'cello',
  });
});
