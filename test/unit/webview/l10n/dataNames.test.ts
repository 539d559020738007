import { config } from '@vscode/l10n';
import { expect, it } from 'vitest';

it('calls tracks by instrument and role, and what it does not know by its label', async () => {
  config({ contents: { Piano: 'Klavier', Bass: 'Bass', 'Voices (ooh)': 'Stimmen (Uh)', Mix: 'Summe' } });
  const { instrumentName, trackName } = await import('../../../../webview/l10n/dataNames.ts');
  expect(instrumentName('piano')).toBe('Klavier');
  expect(['Piano (bass)', 'Voices (ooh)', 'Mix', 'Nose flute'].map(trackName)).toEqual([
    'Klavier (bass)',
    'Stimmen (Uh)',
    'Summe',
    'Nose flute',
  ]);
});
