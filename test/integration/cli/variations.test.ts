/** `leitmotif variations`, as a person runs it: the theme is found in every section of the files, by code that knows nothing of the engine. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { exitCodes } from '../../../bridge/protocol/errors.ts';
import { readMidi } from '../../../models/rendering/readMidi.ts';
import { findTheme } from '../../../models/takes/findTheme.ts';
import { midiOf, tunes } from '../../fixtures/melodies.ts';
import { runLeitmotif } from './runLeitmotif.ts';
import type { Recipe } from '../../../bridge/protocol/take.ts';

const folder = mkdtempSync(join(tmpdir(), 'leitmotif-variations-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function recipeOf(path: string): Recipe {
  return JSON.parse(readFileSync(join(path, 'take.json'), 'utf8')) as Recipe;
}

/** Sections of the score with the parts in which the theme begins there. */
function sectionsWithTheme(take: string): [label: string, parts: string[]][] {
  const motif = recipeOf(take).brief.themes?.[0]?.motif ?? [];
  const { parts, markers, endTick } = readMidi(readFileSync(join(take, 'score.mid')));
  const sections = markers.filter(({ text }) => /^(Theme|Variation \d+: \w+)$/.test(text));
  return sections.map(({ tick, text }, i) => {
    const end = sections[i + 1]?.tick ?? endTick;
    // A player may be a little early.
    const here = parts.filter(({ notes }) =>
      findTheme(notes, motif).some((found) => found.tick >= tick - 60 && found.tick < end - 60),
    );
    return [text, here.map(({ name }) => name)];
  });
}

it('makes a theme and five variations of a tune, and the same again', async () => {
  const tune = join(folder, 'ode.mid');
  writeFileSync(tune, midiOf(tunes.ode));
  const out = join(folder, 'takes');
  const { code, stdout, stderr } = await runLeitmotif([
    'variations',
    tune,
    '--seed',
    '2',
    '--out',
    out,
    '--no-stems',
    '--quiet',
  ]);
  expect([code, stderr]).toEqual([0, '']);
  const take = stdout.trim();
  const found = sectionsWithTheme(take);
  expect(found.map(([label]) => label)).toEqual([
    'Theme',
    'Variation 1: figured',
    'Variation 2: minore',
    'Variation 3: cantabile',
    'Variation 4: scherzando',
    'Variation 5: finale',
  ]);
  for (const [label, parts] of found) expect(parts, label).not.toEqual([]);
  const { brief } = recipeOf(take);
  expect(brief.attributes.key.value).toBe('D major');
  const keys = brief.keyframes?.key?.map(({ value }) => value) ?? [];
  expect(keys).toContain('D minor');
  const again = await runLeitmotif(['remake', take, '--out', join(folder, 'again'), '--quiet']);
  expect(again.code).toBe(0);
  const same = join(folder, 'again', readdirSync(join(folder, 'again'))[0]!);
  expect(readFileSync(join(same, 'score.mid')).equals(readFileSync(join(take, 'score.mid')))).toBe(true);
}, 120_000);

it('takes its theme from a take, and from a book', async () => {
  const out = join(folder, 'sources');
  const first = await runLeitmotif([
    'compose',
    '--caption',
    'calm piano in A minor',
    '--bars',
    '8',
    '--seed',
    '4',
    '--out',
    out,
    '--no-stems',
    '--quiet',
  ]);
  const made = await runLeitmotif([
    'variations',
    first.stdout.trim(),
    '--count',
    '2',
    '--seed',
    '1',
    '--out',
    out,
    '--no-stems',
    '--quiet',
  ]);
  expect(made.code).toBe(0);
  expect(sectionsWithTheme(made.stdout.trim()).map(([label, parts]) => [label, parts.length > 0])).toEqual([
    ['Theme', true],
    ['Variation 1: figured', true],
    ['Variation 2: finale', true],
  ]);
  expect(recipeOf(made.stdout.trim()).brief.attributes.key.value).toBe('A minor');
  const book = join(folder, 'saga.themes.json');
  await runLeitmotif(['themes', 'invent', book, 'The Lighthouse']);
  const ofBook = await runLeitmotif([
    'variations',
    book,
    '--name',
    'The Lighthouse',
    '--count',
    '1',
    '--key',
    'E minor',
    '--seed',
    '1',
    '--out',
    out,
    '--no-stems',
    '--quiet',
  ]);
  expect(ofBook.code).toBe(0);
  const found = sectionsWithTheme(ofBook.stdout.trim());
  expect(found.map(([, parts]) => parts.length > 0)).toEqual([true, true]);
}, 120_000);

it.each([
  ['no variations', ['--count', '0'], '--count', exitCodes.usage],
  ['nine variations', ['--count', '9'], '--count', exitCodes.usage],
  ['hits', ['--hit', '3:door'], 'sections and a length of their own', exitCodes.usage],
  ['bars', ['--bars', '12'], 'sections and a length of their own', exitCodes.usage],
] as const)('refuses %s', async (_, more, words, code) => {
  const tune = join(folder, 'frere.mid');
  writeFileSync(tune, midiOf(tunes.frere));
  const { code: exit, stderr } = await refused(tune, more);
  expect(stderr).toContain(words);
  expect(exit).toBe(code);
});

it.each([
  ['too few notes', () => midiOf({ ...tunes.ode, notes: [[60, 1]] }), 'one.mid', '--track'],
  ['something else', () => Buffer.from('hello'), 'hello.txt', 'a MIDI file, a take'],
] as const)('refuses %s as a theme', async (_, bytes, name, next) => {
  const path = join(folder, name);
  writeFileSync(path, bytes());
  const { code, stderr } = await refused(path);
  expect(stderr).toContain('themes-invalid');
  expect(stderr).toContain(next);
  expect(code).toBe(exitCodes.badInput);
});

function refused(source: string, more: readonly string[] = []): ReturnType<typeof runLeitmotif> {
  return runLeitmotif(['variations', source, ...more, '--out', join(folder, 'refused')]);
}
