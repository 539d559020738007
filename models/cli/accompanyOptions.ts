/** `leitmotif accompany` and `leitmotif harmonize` with their options. */
import { addConditionOptions } from './conditionOptions.ts';
import { examples, exitCodeHelp } from './helpText.ts';
import { addOutputOptions, addTakeOptions, addWorkOptions } from './outputOptions.ts';
import type { Command } from 'commander';
import type { CommandContext } from './commandLine.ts';
import type { ConditionOptions } from './conditionOptions.ts';
import type { OutputOptions, TakeOptions, WorkOptions } from './outputOptions.ts';

/** Options of both commands. */
export interface AccompanyOptions extends ConditionOptions, TakeOptions, WorkOptions, OutputOptions {
  track?: string;
}

/** What each command makes. */
const commands = {
  accompany: 'Compose everything around a melody that a MIDI file has; the melody stays note for note.',
  harmonize: 'Find the chords of a melody that a MIDI file has: they are played under it, and nothing else.',
} as const;

/** Adds both commands. */
export function addAccompany(
  program: Command,
  context: CommandContext,
  finish: (code: number) => void,
): void {
  for (const name of ['accompany', 'harmonize'] as const) {
    const command = program
      .command(name)
      .description(commands[name])
      .argument('<melody.mid>', 'a MIDI file; tempo, meter, key and bars are its own unless given')
      .option('--track <name>', 'the track of the melody, by name or number (default: the likeliest)');
    addOutputOptions(addWorkOptions(addTakeOptions(addConditionOptions(command))));
    command
      .addHelpText('after', `${examples[name]}${exitCodeHelp}`)
      .action(async (melody: string, images: string[], options: AccompanyOptions) => {
        const { accompanyCommand } = await import('./accompanyCommand.ts');
        finish(
          await accompanyCommand({ melody, images, chordsOnly: name === 'harmonize' }, options, context),
        );
      });
  }
}
