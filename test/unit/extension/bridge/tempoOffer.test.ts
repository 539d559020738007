import { expect, it } from 'vitest';
import { tempoOffer } from '../../../../extension/bridge/tempoOffer.ts';

it('offers nothing where both are the same, or nothing can be compared', () => {
  expect(tempoOffer({ tempo: 96, meter: '4/4' }, { tempo: 96.001, meter: '4/4' })).toBeUndefined();
  expect(tempoOffer({ tempo: 96, meter: '4/4' }, { tempo: 96 })).toBeUndefined();
  expect(tempoOffer({ tempo: 96, meter: '4/4' }, {})).toBeUndefined();
  expect(tempoOffer(undefined, { tempo: 96 })).toBeUndefined();
});

it('counts quarters as the DAW does', () => {
  expect(tempoOffer({ tempo: 80, meter: '6/8' }, { tempo: 120, meter: '6/8' })).toBeUndefined();
  expect(tempoOffer({ tempo: 80, meter: '6/8' }, { tempo: 80, meter: '6/8' })).toEqual({
    clip: '120 BPM, 6/8',
    project: '80 BPM, 6/8',
  });
});

it('offers where only the meter differs', () => {
  expect(tempoOffer({ tempo: 96, meter: '3/4' }, { tempo: 96, meter: '4/4' })?.clip).toBe('96 BPM, 3/4');
});
