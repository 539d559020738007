import { expect, it } from 'vitest';
import { barRange } from '../../../../extension/bridge/barRange.ts';

it('reads one bar and several', () => {
  expect(barRange('5')).toEqual({ from: 5, to: 5 });
  expect(barRange(' 5 - 12 ')).toEqual({ from: 5, to: 12 });
  expect(barRange('5–12')).toEqual({ from: 5, to: 12 });
});

it('takes nothing else', () => {
  const none = ['', '0', '12-5', '1-', '-3', '1-2-3', '100001', 'a'].map(barRange);
  expect(none.every((range) => range === undefined)).toBe(true);
});
