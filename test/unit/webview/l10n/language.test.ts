import { expect, it } from 'vitest';
import { shownNumber, withinSentence } from '../../../../webview/l10n/language.ts';

it('writes numbers shortly and with a true minus', () => {
  expect([0.5, 1, -0.004, -1.25].map((n) => shownNumber(n))).toEqual(['0.5', '1', '0', '−1.25']);
});

it('writes titles small within an English sentence', () => {
  expect(withinSentence('Tempo')).toBe('tempo');
});
