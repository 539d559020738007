import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fileKind, pictureEndings } from '../../../../extension/commands/fileKinds.ts';

it.each([
  ['/a/harbour.JPG', 'picture'],
  ['/a/notes.md', 'text'],
  ['/a/film.fountain', 'text'],
  ['/a/x.leitmotif', 'cue'],
  ['/a/x.png.zip', 'other'],
  ['/a/png', 'other'],
])('%s is a %s', (path, kind) => {
  expect(fileKind(path)).toBe(kind);
});

it('agrees with the menus of the manifest', () => {
  const { contributes } = JSON.parse(
    readFileSync(`${import.meta.dirname}/../../../../package.json`, 'utf8'),
  ) as {
    contributes: { menus: Record<string, { command: string; when: string }[]> };
  };
  const clauses = Object.values(contributes.menus)
    .flat()
    .filter(({ command }) => command === 'leitmotif.composeFromImage')
    .flatMap(({ when }) => /=~ \/(.*)\/i/.exec(when)?.[1] ?? []);
  expect(clauses.length).toBeGreaterThan(0);
  for (const clause of clauses) {
    const offered = new RegExp(clause, 'i');
    expect(pictureEndings.filter((ending) => !offered.test(`.${ending}`))).toEqual([]);
    expect(pictureEndings.filter((ending) => fileKind(`x.${ending}`) !== 'picture')).toEqual([]);
    expect(offered.test('.bmp')).toBe(false);
  }
});
