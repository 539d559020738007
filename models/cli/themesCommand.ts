/** `leitmotif themes`: a theme book on the command line. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { exitCodes, LeitmotifError } from '../../bridge/protocol/errors.ts';
import { themeBookEnding, themeBookVersion } from '../../bridge/protocol/themes.ts';
import { parseKey } from '../brief/parseKey.ts';
import { inventTheme, withInvented } from '../engines/score/themes/inventTheme.ts';
import { importText, themesText } from './themesText.ts';
import { readThemeBook, writeThemeBook } from '../takes/themeBook.ts';
import { recipeName } from '../takes/recipe.ts';
import { themeFromAudio } from '../takes/themeFromAudio.ts';
import { themeFromMidi, themeFromTake } from '../takes/importTheme.ts';
import { withStack } from './withStack.ts';
import type { Theme } from '../../bridge/protocol/cue.ts';
import type { ThemeBook, ThemeNotes } from '../../bridge/protocol/themes.ts';
import type { CommandContext } from './commandLine.ts';
import type { OutputOptions } from './outputOptions.ts';
import type { NewThemeOptions } from './themesOptions.ts';

/** A theme that is to be added to a book. */
export interface NewTheme {
  /** The book. */
  path: string;
  name: string;
  /** The take, MIDI file or recording. */
  from: string;
}

/** Shows a book. */
export async function listThemes(
  path: string,
  options: OutputOptions,
  { terminal }: CommandContext,
): Promise<number> {
  const book = await readThemeBook(path);
  terminal.out(options.json === true ? json({ themes: book.themes }) : themesText(book.themes));
  return exitCodes.ok;
}

/** Invents the notes of a new theme, or of all that have none. */
export async function inventThemes(
  path: string,
  name: string | undefined,
  options: NewThemeOptions,
  { terminal }: CommandContext,
): Promise<number> {
  const book = name === undefined ? await readThemeBook(path) : await bookAt(path);
  if (name === undefined) {
    const themes = withInvented(book.themes);
    await writeThemeBook(path, { ...book, themes });
    terminal.out(options.json === true ? json({ themes }) : themesText(themes));
    return exitCodes.ok;
  }
  const others = book.themes.filter((theme) => theme.name !== name);
  const theme = newTheme(name, book, options);
  const motif = inventTheme(
    theme,
    others.flatMap((other) => (other.motif === undefined ? [] : [other.motif])),
  );
  return add({ path, theme: { ...theme, motif }, book, from: 'invented' }, options, terminal);
}

/** Adds a theme from a take. */
export async function addThemeFromTake(
  { path, name, from }: NewTheme,
  options: NewThemeOptions,
  { terminal }: CommandContext,
): Promise<number> {
  const book = await bookAt(path);
  const isFolder = await stat(from).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const theme = newTheme(name, book, options);
  const found = await themeFromTake(isFolder ? join(from, recipeName) : from, options);
  return add({ path, theme: { ...theme, motif: found.motif }, book, from: found.from }, options, terminal);
}

/** Adds a theme from a MIDI file. */
export async function addThemeFromMidi(
  { path, name, from }: NewTheme,
  options: NewThemeOptions,
  { terminal, signal }: CommandContext,
): Promise<number> {
  const book = await bookAt(path);
  const theme = newTheme(name, book, options);
  const key = options.key === undefined ? {} : { key: readKeyOption(options.key) };
  const found = await themeFromMidi(from, { ...options, ...key }, signal);
  return add({ path, theme: { ...theme, motif: found.motif }, book, from: found.from }, options, terminal);
}

/** Adds a theme from a recording. */
export async function addThemeFromAudio(
  { path, name, from }: NewTheme,
  options: NewThemeOptions,
  { terminal, signal }: CommandContext,
): Promise<number> {
  const book = await bookAt(path);
  const theme = newTheme(name, book, options);
  const key = options.key === undefined ? {} : { key: readKeyOption(options.key) };
  const { tempo, part } = options;
  const found = await withStack(options, terminal, async (stack) => {
    const { encoder } = await stack.pitchDetector();
    return themeFromAudio(from, encoder, { tempo, part, ...key, signal });
  });
  if (options.json !== true && options.quiet !== true)
    terminal.err(found.notes.map((note) => `note: ${note}\n`).join(''));
  const { motif, notes } = found;
  return add({ path, theme: { ...theme, motif }, book, from: found.from, notes }, options, terminal);
}

function readKeyOption(text: string): string {
  const key = parseKey(text);
  if (key !== undefined) return key;
  throw new LeitmotifError('attribute-invalid', {
    what: 'This is not a key',
    subject: `--key ${text}`,
    next: 'Give a tonic and a mode, such as "D minor"',
  });
}

async function bookAt(path: string): Promise<ThemeBook> {
  if (!path.endsWith(themeBookEnding))
    throw new LeitmotifError('usage', {
      what: `The name of a theme book ends with ${themeBookEnding}`,
      subject: path,
      next: `Call it ${path.replace(/(\.themes)?(\.json)?$/, '')}${themeBookEnding}`,
    });
  if (existsSync(path)) return readThemeBook(path);
  return { leitmotifThemes: themeBookVersion, themes: [] };
}

/** The theme without its notes. One of that name is replaced only where that is asked for. */
function newTheme(name: string, { themes }: ThemeBook, { owner, called, force }: NewThemeOptions): Theme {
  const known = themes.find((theme) => theme.name === name);
  if (known !== undefined && force !== true)
    throw new LeitmotifError('usage', {
      what: `There is a theme "${name}" in the book`,
      subject: name,
      next: 'Give --force to replace it, or another name',
    });
  const id = known?.id ?? freeId(name, themes);
  return { id, name, owner: { kind: owner, names: called ?? known?.owner.names ?? [name] } };
}

function freeId(name: string, themes: readonly Theme[]): string {
  const plain = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  const base = plain === '' ? 'theme' : plain;
  let id = base;
  for (let n = 2; themes.some((theme) => theme.id === id); n++) id = `${base}-${n}`;
  return id;
}

async function add(
  added: {
    path: string;
    theme: Theme & { motif: ThemeNotes };
    book: ThemeBook;
    from: string;
    notes?: string[];
  },
  options: OutputOptions,
  terminal: CommandContext['terminal'],
): Promise<number> {
  const { path, theme, book, from, notes } = added;
  const at = book.themes.findIndex(({ id }) => id === theme.id);
  const themes = at < 0 ? [...book.themes, theme] : book.themes.with(at, theme);
  await writeThemeBook(path, { ...book, themes });
  terminal.out(options.json === true ? json({ theme, from, notes }) : importText(theme, from));
  return exitCodes.ok;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
