import { expect, it } from 'vitest';
import { shownValue } from '../../../../../webview/cue/brief/attributeWords.ts';

it('shows values with their units', () => {
  expect(shownValue('tempo', 92.04)).toBe('92 BPM');
  expect(shownValue('tempo', 92.5)).toBe('92.5 BPM');
  expect(shownValue('seconds', 30)).toBe('30 s');
  expect(shownValue('bars', 12)).toBe('12');
  expect(shownValue('valence', -0.256)).toBe('−0.26');
  expect(shownValue('key', 'Bb dorian')).toBe('B♭ dorian');
  expect(shownValue('style', 'cinematic')).toBe('Cinematic');
  expect(shownValue('meter', '6/8')).toBe('6/8');
  expect(shownValue('instruments', [{ role: 'lead', instrument: 'oboe', program: 68 }])).toBe('Lead: Oboe');
  expect(shownValue('instruments', [])).toBe('none');
});
