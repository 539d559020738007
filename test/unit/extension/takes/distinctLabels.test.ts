import { expect, it } from 'vitest';
import { distinctLabels } from '../../../../extension/takes/distinctLabels.ts';

it('tells parts of one instrument apart by their roles, and leaves the others alone', () => {
  const parts = [
    { role: 'lead', label: 'Piano' },
    { role: 'bass', label: 'Piano' },
    { role: 'pad', label: 'Harp' },
  ] as const;
  expect(distinctLabels(parts).map(({ label }) => label)).toEqual(['Piano (lead)', 'Piano (bass)', 'Harp']);
});
