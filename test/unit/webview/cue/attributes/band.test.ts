import { expect, it } from 'vitest';
import { attributeValueSchemas } from '../../../../../bridge/protocol/attributes.ts';
import { withInstrument } from '../../../../../webview/cue/attributes/band.ts';

it('changes one role of the band and keeps the order of roles', () => {
  const band = withInstrument(withInstrument([], 'bass', 'contrabass'), 'lead', 'french-horn');
  expect(band.map(({ role, instrument, program }) => [role, instrument, program])).toEqual([
    ['lead', 'french-horn', 60],
    ['bass', 'contrabass', 43],
  ]);
  expect(attributeValueSchemas.instruments.safeParse(band).success).toBe(true);
  expect(withInstrument(band, 'lead', 'oboe').map(({ instrument }) => instrument)).toEqual([
    'oboe',
    'contrabass',
  ]);
  expect(withInstrument(band, 'lead', undefined).map(({ role }) => role)).toEqual(['bass']);
});
