/** `leitmotif variations`: a theme, and what can be made of it, as one take. */
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { themeBookEnding } from '../../bridge/protocol/themes.ts';
import { readMidiFile } from '../conditions/midiFile.ts';
import { referenceKind } from '../conditions/referenceKind.ts';
import { withInvented } from '../engines/score/themes/inventTheme.ts';
import { midiKey } from '../perception/midiKey.ts';
import { themeFromMidi, themeFromTake } from '../takes/importTheme.ts';
import { planVariations } from '../takes/planVariations.ts';
import { readRecipe, recipeName } from '../takes/recipe.ts';
import { readThemeBook } from '../takes/themeBook.ts';
import { composeTakes } from './composeCommand.ts';
import { cueFromOptions } from './cueFromOptions.ts';
import type { Theme } from '../../bridge/protocol/cue.ts';
import type { CommandContext } from './commandLine.ts';
import type { VariationsOptions } from './variationsOptions.ts';

/** A theme with the key that it is from, where it has one. */
interface FoundTheme {
  theme: Theme;
  key?: string | undefined;
}

/** Where neither the person nor the theme says one. */
const usual = { key: 'C major', tempo: 96, meter: '4/4' } as const;

/** Runs the command; returns its exit code. */
export async function variationsCommand(
  source: string,
  images: readonly string[],
  options: VariationsOptions,
  context: CommandContext,
): Promise<number> {
  const { cue, folder } = await cueFromOptions(images, options, true);
  refuseTimed(options, source);
  const { theme, key } = await themeOf(source, options, context.signal);
  const { attributes, conditions } = cue;
  const words = {
    id: 'variations',
    kind: 'caption',
    text: 'classical theme and variations',
    weight: 1,
  } as const;
  const told = {
    ...cue,
    title: cue.title ?? `${theme.name} variations`,
    engine: 'score' as const,
    conditions: conditions.length === 0 ? [words] : conditions,
  };
  const asked = {
    theme,
    count: options.count,
    key: attributes.key ?? key ?? usual.key,
    tempo: attributes.tempo ?? usual.tempo,
    meter: attributes.meter ?? usual.meter,
  };
  return composeTakes({ cue: planVariations(told, asked), folder }, options, context);
}

/** The sections are the variations. */
function refuseTimed(
  { arc, hit, scenes, slides, bars, seconds, themes }: VariationsOptions,
  source: string,
): void {
  const given = Object.entries({ arc, hit, scenes, slides, bars, seconds, themes }).filter(
    ([, value]) => value !== undefined,
  );
  if (given.length === 0) return;
  throw new LeitmotifError('usage', {
    what: 'A theme and its variations have sections and a length of their own',
    subject: `${given.map(([name]) => `--${name}`).join(', ')} with ${source}`,
    next: 'Leave it out; --count says how many variations there are',
  });
}

async function themeOf(source: string, options: VariationsOptions, signal: AbortSignal): Promise<FoundTheme> {
  if (source.endsWith(themeBookEnding)) return { theme: await themeOfBook(source, options.name) };
  const name = basename(source).replace(/\.(midi?|json)$/iu, '');
  const theme: Omit<Theme, 'motif'> = { id: 'theme', name, owner: { kind: 'idea', names: ['Theme'] } };
  const isFolder = await stat(source).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder || basename(source) === recipeName) {
    const path = isFolder ? join(source, recipeName) : source;
    const { motif } = await themeFromTake(path, {}).catch(sayHere);
    const recipe = await readRecipe(path);
    const called = name === basename(recipeName, '.json') ? recipe.id : name;
    return { theme: { ...theme, name: called, motif }, key: recipe.brief.attributes.key.value };
  }
  if ((await referenceKind(source)) !== 'reference-midi') throw noTheme(source);
  const { view } = await readMidiFile(source, { signal });
  const { track, key } = options;
  const { motif } = await themeFromMidi(source, { track, key }, signal).catch(sayHere);
  return { theme: { ...theme, motif }, key: midiKey(view)?.value };
}

/** What can be done about a theme that has too few notes or too many: bars are not named here. */
function sayHere(error: unknown): never {
  if (!(error instanceof LeitmotifError) || !error.next.includes('--bars')) throw error;
  const { code, what, subject } = error;
  const next =
    'Name another part with --track, or make a theme of some bars with leitmotif themes from-midi or from-take, and give the book';
  throw new LeitmotifError(code, { what, subject, next, cause: error });
}

async function themeOfBook(path: string, name: string | undefined): Promise<Theme> {
  const { themes } = await readThemeBook(path);
  const found = name === undefined ? themes[0] : themes.find((theme) => theme.name === name);
  const [theme] = found === undefined ? [] : withInvented([found]);
  if (theme !== undefined) return theme;
  throw new LeitmotifError('themes-invalid', {
    what: name === undefined ? 'There is no theme in the book' : `There is no theme "${name}" in the book`,
    subject: path,
    next: `Name one of these with --name: ${themes.map((one) => one.name).join(', ')}`,
  });
}

function noTheme(source: string): LeitmotifError {
  return new LeitmotifError('themes-invalid', {
    what: 'There is no theme in this',
    subject: source,
    next: 'Give a MIDI file, a take or its folder, or a theme book; leitmotif themes from-audio makes one of a recording',
  });
}
