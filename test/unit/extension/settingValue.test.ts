import { expect, it } from 'vitest';
import { settingDefaults } from '../../../extension/manifest/contributed.ts';
import { settingValue } from '../../../extension/settingValue.ts';

it.each([
  ['seconds', 12, 12],
  ['seconds', -5, 2],
  ['seconds', 1e9, 3600],
  ['seconds', NaN, 30],
  ['seconds', '12', 30],
  ['idleMinutes', 0, 0],
  ['sampleRate', 48_000, 48_000],
  ['sampleRate', 22_050, 44_100],
  ['provider', 'cuda', 'cuda'],
  ['provider', 'quantum', 'auto'],
  ['stems', 'yes', true],
  ['takesFolder', null, 'takes'],
  ['nodePath', '/bin/node', '/bin/node'],
] as const)('%s of %s counts as %s', (name, value, counts) => {
  expect(settingValue(name, value)).toBe(counts);
});

it('keeps every default', () => {
  for (const [name, value] of Object.entries(settingDefaults)) {
    expect(settingValue(name as keyof typeof settingDefaults, value)).toBe(value);
  }
});
