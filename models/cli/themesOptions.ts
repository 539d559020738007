/** `leitmotif themes` with its commands. */
import { Option } from 'commander';
import { attributeRanges } from '../../bridge/protocol/attributes.ts';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { roles } from '../../bridge/protocol/roles.ts';
import { exitCodeHelp, examples } from './helpText.ts';
import { addOutputOptions } from './outputOptions.ts';
import { parseNumber } from './parseNumber.ts';
import type { Command } from 'commander';
import type { Role } from '../../bridge/protocol/roles.ts';
import type { CommandContext } from './commandLine.ts';
import type { OutputOptions } from './outputOptions.ts';

/** Options of a theme that is added. */
export interface NewThemeOptions extends OutputOptions {
  owner: 'character' | 'place' | 'idea';
  called?: string[];
  force?: true;
  role?: Role;
  bars?: readonly [number, number];
  track?: string;
  key?: string;
  part?: readonly [number, number];
  tempo?: number;
}

const book = '<book>';
const bookText = 'a *.themes.json; made where it is missing';

/** Adds the commands. */
export function addThemes(program: Command, context: CommandContext, finish: (code: number) => void): void {
  const themes = program
    .command('themes')
    .description('The theme book of a work: motifs that belong to characters, places and ideas.')
    .addHelpText('after', `${examples.themes}${exitCodeHelp}`);
  const list = themes
    .command('list')
    .description('Show the themes of a book.')
    .argument(book, 'a *.themes.json');
  addOutputOptions(list).action(async (path: string, options: OutputOptions) => {
    const { listThemes } = await import('./themesCommand.ts');
    finish(await listThemes(path, options, context));
  });
  const invent = themes
    .command('invent')
    .description('Invent the notes of a theme, and of all in the book that have none.')
    .argument(book, bookText)
    .argument('[name]', 'name of a new theme; without it those of the book that have no notes get theirs');
  addOwner(invent).action(async (path: string, name: string | undefined, options: NewThemeOptions) => {
    const { inventThemes } = await import('./themesCommand.ts');
    finish(await inventThemes(path, name, options, context));
  });
  const fromTake = themes
    .command('from-take')
    .description("Take a theme from a take: its score's main motif, or bars of a role.")
    .argument(book, bookText)
    .argument('<name>', 'name of the theme')
    .argument('<take.json>', 'the recipe of a take, or its folder')
    .addOption(new Option('--role <role>', 'the role that plays it').choices(roles).default('lead'))
    .option('--bars <range>', 'such as 5-6', parseBars);
  addOwner(fromTake).action(async (path: string, name: string, take: string, options: NewThemeOptions) => {
    const { addThemeFromTake } = await import('./themesCommand.ts');
    finish(await addThemeFromTake({ path, name, from: take }, options, context));
  });
  const fromMidi = themes
    .command('from-midi')
    .description('Take a theme from the melody of a MIDI file.')
    .argument(book, bookText)
    .argument('<name>', 'name of the theme')
    .argument('<file>', 'a Standard MIDI File')
    .option('--track <part>', 'number or name of the part (default: what looks most like a melody)')
    .option('--bars <range>', 'such as 5-6 (default: the first phrase)', parseBars)
    .option('--key <key>', 'such as "D minor" (default: that of the file)');
  addOwner(fromMidi).action(async (path: string, name: string, file: string, options: NewThemeOptions) => {
    const { addThemeFromMidi } = await import('./themesCommand.ts');
    finish(await addThemeFromMidi({ path, name, from: file }, options, context));
  });
  addFromAudio(themes, context, finish);
}

function addFromAudio(themes: Command, context: CommandContext, finish: (code: number) => void): void {
  const fromAudio = themes
    .command('from-audio')
    .description('Take a theme from a recording of somebody who sings or plays it.')
    .argument(book, bookText)
    .argument('<name>', 'name of the theme')
    .argument('<file>', 'WAV, FLAC, MP3 or Ogg Vorbis; one voice is heard best')
    .option('--part <seconds>', 'such as 3.5-9 (default: the first phrase of the whole)', parsePart)
    .option('--tempo <bpm>', 'quarters a minute (default: found)', (text) =>
      parseNumber('--tempo', text, attributeRanges.tempo),
    )
    .option('--key <key>', 'such as "D minor" (default: found)');
  addOwner(fromAudio).action(async (path: string, name: string, file: string, options: NewThemeOptions) => {
    const { addThemeFromAudio } = await import('./themesCommand.ts');
    finish(await addThemeFromAudio({ path, name, from: file }, options, context));
  });
}

function addOwner(command: Command): Command {
  command
    .addOption(
      new Option('--owner <kind>', 'what it belongs to')
        .choices(['character', 'place', 'idea'])
        .default('character'),
    )
    .option('--called <name>', 'how the story calls its owner (may be repeated; default: the name)', gather)
    .option('--force', 'replace the theme of that name');
  return addOutputOptions(command);
}

function gather(text: string, texts: string[] = []): string[] {
  return [...texts, text];
}

function parseBars(text: string): [number, number] {
  const match = /^(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?$/.exec(text.trim());
  const from = Number(match?.[1] ?? 0);
  const to = Number(match?.[2] ?? from);
  if (match !== null && from >= 1 && to >= from) return [from, to];
  throw new LeitmotifError('usage', {
    what: '--bars takes a bar or a range of bars, counted from 1',
    subject: text,
    next: 'Give it as 5 or 5-8',
  });
}

function parsePart(text: string): [number, number] {
  const match = /^(\d+(?:\.\d+)?)\s*[-–]\s*(\d+(?:\.\d+)?)$/.exec(text.trim());
  const [from, to] = [Number(match?.[1]), Number(match?.[2])];
  if (match !== null && to > from) return [from, to];
  throw new LeitmotifError('usage', {
    what: '--part takes two places in seconds, the earlier first',
    subject: text,
    next: 'Give it as 3.5-9',
  });
}
