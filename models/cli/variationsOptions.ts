/** `leitmotif variations` with its options. */
import { variationCounts } from '../takes/planVariations.ts';
import { addConditionOptions } from './conditionOptions.ts';
import { examples, exitCodeHelp } from './helpText.ts';
import { addOutputOptions, addTakeOptions, addWorkOptions } from './outputOptions.ts';
import { parseNumber } from './parseNumber.ts';
import type { Command } from 'commander';
import type { CommandContext } from './commandLine.ts';
import type { ConditionOptions } from './conditionOptions.ts';
import type { OutputOptions, TakeOptions, WorkOptions } from './outputOptions.ts';

/** Options of `leitmotif variations`. */
export interface VariationsOptions extends ConditionOptions, TakeOptions, WorkOptions, OutputOptions {
  count: number;
  name?: string;
  track?: string;
}

/** Adds the command. */
export function addVariations(
  program: Command,
  context: CommandContext,
  finish: (code: number) => void,
): void {
  const { min, max } = variationCounts;
  const command = program
    .command('variations')
    .description('Make a theme and variations: figured, minore, cantabile … finale.')
    .argument('<theme>', 'a MIDI file, a take, or a theme book (*.themes.json)')
    .option(
      '--count <n>',
      `variations after the theme, ${min} to ${max}`,
      (text: string) => parseNumber('--count', text, { min, max, integer: true }),
      5,
    )
    .option('--name <name>', 'the theme of the book (default: its first)')
    .option('--track <name>', 'the track of the MIDI file, by name or number (default: the likeliest)');
  addOutputOptions(addWorkOptions(addTakeOptions(addConditionOptions(command))));
  command
    .addHelpText('after', `${examples.variations}${exitCodeHelp}`)
    .action(async (theme: string, images: string[], options: VariationsOptions) => {
      const { variationsCommand } = await import('./variationsCommand.ts');
      finish(await variationsCommand(theme, images, options, context));
    });
}
