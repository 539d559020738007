/** `leitmotif export` with its options. */
import { Option } from 'commander';
import { exitCodeHelp, examples } from './helpText.ts';
import { addOutputOptions, addWorkOptions, parseSampleRate } from './outputOptions.ts';
import type { Command } from 'commander';
import type { CommandContext } from './commandLine.ts';
import type { OutputOptions, SampleRate, WorkOptions } from './outputOptions.ts';

/** What is exported; a test holds them against what a take can be exported to. */
export const exportChoices = ['musicxml', 'mxl', 'midi', 'wav', 'flac', 'ogg', 'mp3'] as const;

/** Options of `leitmotif export`. */
export interface ExportOptions extends OutputOptions, WorkOptions {
  to: (typeof exportChoices)[number][];
  out?: string;
  sampleRate?: SampleRate;
  force?: true;
}

/** Adds the command. */
export function addExport(program: Command, context: CommandContext, finish: (code: number) => void): void {
  const command = program
    .command('export')
    .description('A take as MusicXML, or its sound as FLAC, OGG, MP3, or at another sample rate.')
    .argument('<take.json>', 'the recipe of a take, or its folder')
    .addOption(
      new Option('--to <formats...>', 'one or more formats').choices(exportChoices).makeOptionMandatory(),
    )
    .option('--out <place>', 'a file, or a folder that is there (default: the folder of the take)')
    .option(
      '--sample-rate <hz>',
      '44100 or 48000; one that the take has not is rendered (default: that of the take)',
      parseSampleRate,
    )
    .option('--force', 'replace a file that is there');
  addOutputOptions(addWorkOptions(command));
  command
    .addHelpText('after', `${examples.export}${exitCodeHelp}`)
    .action(async (path: string, options: ExportOptions) => {
      const { exportCommand } = await import('./exportCommand.ts');
      finish(await exportCommand(path, options, context));
    });
}
