/** Themes as a person uses them: a book is made, a story names their owners, and the notes of the take are searched for them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMidi } from '../../../models/rendering/readMidi.ts';
import { findTheme } from '../../../models/takes/findTheme.ts';
import { runLeitmotif } from './runLeitmotif.ts';
import type { Brief } from '../../../bridge/protocol/brief.ts';
import type { Measured, TakeFiles } from '../../../bridge/protocol/take.ts';
import type { ThemeBook } from '../../../bridge/protocol/themes.ts';
import type { Ended } from './runLeitmotif.ts';

const folder = mkdtempSync(join(tmpdir(), 'leitmotif-themes-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const book = 'whale.themes.json';
const story = `Ahab stood on the deck in the quiet morning, and the sea lay still and blue, and nothing moved.

Then the whale broke the water. Boats were smashed to pieces, men screamed and drowned in the furious black storm, and Ahab laughed.`;

interface Result {
  brief: Brief;
  take: { folder: string; files: TakeFiles; measured: Measured };
}

function run(...args: string[]): Promise<Ended> {
  return runLeitmotif(args, { cwd: folder });
}

function readBook(): ThemeBook {
  return JSON.parse(readFileSync(join(folder, book), 'utf8')) as ThemeBook;
}

/** A run that has to succeed. */
async function done(...args: string[]): Promise<Ended> {
  const ended = await run(...args);
  if (ended.code !== 0) throw new Error(ended.stderr);
  return ended;
}

describe('a theme book and a story that names its owners', () => {
  let result: Result;
  beforeAll(async () => {
    await done('themes', 'invent', book, 'Ahab', '--called', 'Ahab');
    await done('themes', 'invent', book, 'Whale', '--owner', 'idea', '--called', 'whale');
    const ended = await done(
      ...['compose', '--story', story, '--scenes', '--themes', book, '--style', 'cinematic'],
      ...['--seconds', '40', '--seed', '3', '--musicxml', '--json', '--out', 'takes'],
    );
    result = JSON.parse(ended.stdout) as Result;
  }, 300_000);

  it('has each theme in the scenes that name it', () => {
    const scenes = (id: string): (string | undefined)[] =>
      result.brief.appearances!.filter(({ theme }) => theme === id).map(({ section }) => section);
    expect(scenes('ahab')).toEqual(['scene-1', 'scene-2']);
    expect(scenes('whale')).toEqual(['scene-2']);
    const storm = result.brief.sections[1]!.start;
    const places = result.take.measured.themes!;
    expect(places.filter(({ theme }) => theme === 'whale').every(({ seconds }) => seconds > storm - 2)).toBe(
      true,
    );
    expect(places.some(({ theme, seconds }) => theme === 'ahab' && seconds < storm - 2)).toBe(true);
  });

  it('tells the places at which the themes stand in score.mid, and marks them there', () => {
    const view = readMidi(readFileSync(result.take.files.score));
    for (const theme of readBook().themes) {
      const found = view.parts.flatMap(({ notes }) => findTheme(notes, theme.motif!));
      const markers = view.markers.filter(({ text }) => text.startsWith(`theme: ${theme.name} (`));
      const places = result.take.measured.themes!.filter(({ theme: id }) => id === theme.id);
      expect(places.length).toBeGreaterThan(0);
      expect(markers).toHaveLength(places.length);
      for (const { tick } of markers) expect(found.some((one) => Math.abs(one.tick - tick) <= 60)).toBe(true);
      expect(places.every((place) => place.found)).toBe(true);
    }
    const xml = readFileSync(join(result.take.folder, 'score.musicxml'), 'utf8');
    expect(xml).toMatch(/<words font-weight="bold">Ahab( \((augmented|diminished)\))?<\/words>/);
  });

  it('is made again byte for byte', async () => {
    const ended = await run('remake', result.take.folder, '--out', 'again', '--json');
    expect(JSON.parse(ended.stdout)).toMatchObject({ remake: { sameScore: true } });
  }, 300_000);

  it('gives themes to the book: from the take, and from its MIDI file', async () => {
    const take = await run('themes', 'from-take', book, 'Sea', result.take.folder, '--owner', 'place');
    expect(take.code, take.stderr).toBe(0);
    const midi = await run('themes', 'from-midi', book, 'Tune', result.take.files.score, '--track', 'lead');
    expect(midi.code, midi.stderr).toBe(0);
    expect(readBook().themes.map(({ name }) => name)).toEqual(['Ahab', 'Whale', 'Sea', 'Tune']);
    const list = await run('themes', 'list', book);
    expect(list.stdout).toContain('Tune');
  });
});

describe('what cannot be used', () => {
  it.each([
    ['a theme of one note', [{ id: 'a', name: 'A', motif: [{ degree: 0, quarters: 1 }] }], /1 note/],
    [
      'one identifier twice',
      [
        { id: 'a', name: 'A' },
        { id: 'a', name: 'B' },
      ],
      /identifier "a"/,
    ],
  ])('is refused in words: %s', async (_, themes, words) => {
    const owner = { kind: 'character', names: ['A'] };
    const content = { leitmotifThemes: 1, themes: themes.map((theme) => ({ ...theme, owner })) };
    writeFileSync(join(folder, 'bad.themes.json'), JSON.stringify(content));
    const ended = await run('compose', '--caption', 'A sails', '--themes', 'bad.themes.json');
    expect(ended.code).toBe(65);
    expect(ended.stderr).toMatch(words);
  });

  it('is a name that is taken, a book by another name, and bars that are none', async () => {
    await run('themes', 'invent', 'two.themes.json', 'A');
    expect((await run('themes', 'invent', 'two.themes.json', 'A')).stderr).toContain('--force');
    expect((await run('themes', 'invent', 'two.themes.json', 'A', '--force')).code).toBe(0);
    expect((await run('themes', 'invent', 'two.json', 'A')).stderr).toContain('two.themes.json');
    const bars = await run('themes', 'from-midi', 'two.themes.json', 'B', 'x.mid', '--bars', '5-2');
    expect(bars.stderr).toContain('--bars');
    expect((await run('themes', 'list', 'none.themes.json')).code).toBe(66);
  });
});
