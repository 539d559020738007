import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const bundles = `${root}/extension/l10n`;

type Strings = Record<string, string | { message: string; comment: string[] }>;

/** A file of strings; values that are said with a comment come as their text. */
function read(path: string): Map<string, string> {
  const strings = JSON.parse(readFileSync(path, 'utf8')) as Strings;
  return new Map(
    Object.entries(strings).map(([key, value]) => [key, typeof value === 'string' ? value : value.message]),
  );
}

/** What a translation must take over: places of values, commands, names in code, lines. */
function fixed(text: string): string[] {
  return (text.match(/\{\d+\}|\(command:[\w.]+\)|`[^`]+`|\n/g) ?? []).sort();
}

const languages = readdirSync(bundles).flatMap(
  (name) => /^bundle\.l10n\.([\w-]+)\.json$/.exec(name)?.[1] ?? [],
);

describe.each(languages)('the translation into %s', (language) => {
  it.each([
    ['the manifest', `${root}/package.nls.json`, `${root}/package.nls.${language}.json`],
    ['host and panels', `${bundles}/bundle.l10n.json`, `${bundles}/bundle.l10n.${language}.json`],
  ])('has all strings of %s, with the same places for values', (_, english, translated) => {
    const [from, to] = [read(english), read(translated)];
    expect([...to.keys()]).toEqual([...from.keys()]);
    for (const [key, text] of to) {
      expect.soft(text.trim(), key).not.toBe('');
      expect.soft(fixed(text), key).toEqual(fixed(from.get(key) ?? ''));
    }
  });
});

it('is there in German', () => {
  expect(languages).toContain('de');
});
