import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readThemeBook, themesOfCue, writeThemeBook } from '../../../../models/takes/themeBook.ts';
import type { Theme } from '../../../../bridge/protocol/cue.ts';

const folder = mkdtempSync(join(tmpdir(), 'leitmotif-themes-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const owner = { kind: 'character', names: ['Ahab'] };
const note = { degree: 0, quarters: 1 };

function book(content: unknown): string {
  const path = join(folder, 'a.themes.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function withMotif(count: number, degree = (i: number): number => i % 5): unknown {
  const motif = Array.from({ length: count }, (_, i) => ({ ...note, degree: degree(i) }));
  return { leitmotifThemes: 1, themes: [{ id: 'a', name: 'Ahab', owner, motif }] };
}

describe('reading a theme book', () => {
  it('reads themes with and without notes', async () => {
    const read = await readThemeBook(
      book({ leitmotifThemes: 1, title: 'Whale', themes: [{ id: 'a', name: 'Ahab', owner }] }),
    );
    expect(read.themes[0]?.motif).toBeUndefined();
    expect((await readThemeBook(book(withMotif(500)))).themes[0]?.motif).toHaveLength(500);
  });

  it.each([
    ['a theme of one note', withMotif(1), 'themes-invalid', /has 1 note/],
    ['a theme of two notes', withMotif(2), 'themes-invalid', /has 2 notes/],
    ['a theme of no notes', withMotif(0), 'themes-invalid', /has 0 notes/],
    ['a theme of one pitch', withMotif(5, () => 2), 'themes-invalid', /same pitch/],
    ['a theme of 501 notes', withMotif(501), 'themes-invalid', /themes\.0\.motif/],
    [
      'two themes with one identifier',
      { leitmotifThemes: 1, themes: ['A', 'B'].map((name) => ({ id: 'x', name, owner })) },
      'themes-invalid',
      /identifier "x"/,
    ],
    ['a newer version', { leitmotifThemes: 2, themes: [] }, 'themes-version-unknown', /2/],
    ['no version', { themes: [] }, 'themes-invalid', /leitmotifThemes/],
    ['no owner', { leitmotifThemes: 1, themes: [{ id: 'a', name: 'Ahab' }] }, 'themes-invalid', /owner/],
    ['no JSON', '{', 'themes-invalid', /JSON/],
  ])('refuses %s in words', async (_, content, code, words) => {
    const path = book(content);
    const error = await readThemeBook(path).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code, subject: expect.stringContaining(path) as string });
    expect((error as Error).message + JSON.stringify(error)).toMatch(words);
  });

  it('says of a missing book that it is missing', async () => {
    await expect(readThemeBook(join(folder, 'none.themes.json'))).rejects.toMatchObject({
      code: 'file-missing',
    });
  });
});

describe('writing a theme book', () => {
  it('is read again as it was, and leaves nothing beside it', async () => {
    const path = join(folder, 'b.themes.json');
    const themes = themesOfCue([{ id: 'a', name: 'Ahab', owner } as Theme]);
    await writeThemeBook(path, { leitmotifThemes: 1, themes });
    expect((await readThemeBook(path)).themes).toEqual(themes);
    expect(readFileSync(path, 'utf8').endsWith('\n')).toBe(true);
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);
  });

  it('says where it may not write', async () => {
    const path = join(folder, 'missing', 'b.themes.json');
    await expect(writeThemeBook(path, { leitmotifThemes: 1, themes: [] })).rejects.toMatchObject({
      code: 'output-unwritable',
    });
  });
});
