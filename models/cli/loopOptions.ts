/** `leitmotif loop` with its options. */
import { addConditionOptions } from './conditionOptions.ts';
import { examples, exitCodeHelp } from './helpText.ts';
import { addOutputOptions, addWorkOptions, parseSampleRate } from './outputOptions.ts';
import { parseNumber } from './parseNumber.ts';
import type { Command } from 'commander';
import type { CommandContext } from './commandLine.ts';
import type { ConditionOptions } from './conditionOptions.ts';
import type { OutputOptions, SampleRate, WorkOptions } from './outputOptions.ts';

/** Options of `leitmotif loop`. */
export interface LoopOptions extends ConditionOptions, OutputOptions, WorkOptions {
  introBars: number;
  outroBars: number;
  layers?: true;
  remake?: string;
  out: string;
  seed?: number;
  sampleRate: SampleRate;
}

/** Adds the command. */
export function addLoop(program: Command, context: CommandContext, finish: (code: number) => void): void {
  const command = program
    .command('loop')
    .description('A loop for games: intro, a body that goes round without a seam, outro, and layers of it.');
  addConditionOptions(command);
  command
    .optionsGroup('Loop:')
    .option('--intro-bars <n>', 'bars that are heard once before it; 0 for none', bars('--intro-bars'), 2)
    .option('--outro-bars <n>', 'bars that end it; 0 for none', bars('--outro-bars'), 2)
    .option('--layers', 'write the loop as calm, tense and battle too, which line up to the sample')
    .option('--remake <loop.json>', 'make the set of this recipe again')
    .option('--out <folder>', 'where the folder goes; nothing there is overwritten', 'takes')
    .option('--seed <n>', 'the same gives the same set (default: random)', (text) =>
      parseNumber('--seed', text, { min: 0, max: 0xffff_ffff, integer: true }),
    )
    .option('--sample-rate <hz>', '44100 or 48000', parseSampleRate, 44_100);
  addOutputOptions(addWorkOptions(command));
  command
    .addHelpText('after', `${examples.loop}${exitCodeHelp}`)
    .action(async (images: string[], options: LoopOptions) => {
      const { loopCommand } = await import('./loopCommand.ts');
      finish(await loopCommand(images, options, context));
    });
}

function bars(option: string): (text: string) => number {
  return (text) => parseNumber(option, text, { min: 0, max: 32, integer: true });
}
