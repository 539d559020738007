/** The commands with their options and help, and the one place where their failures are told. */
import { Command } from 'commander';
import { exitCodes } from '../../bridge/protocol/errors.ts';
import { addAccompany } from './accompanyOptions.ts';
import { addBridge } from './bridgeCommand.ts';
import { addConditionOptions } from './conditionOptions.ts';
import { examples, exitCodeHelp } from './helpText.ts';
import { addOutputOptions, addTakeOptions, addWorkOptions } from './outputOptions.ts';
import { addEngineOptions } from './engineOptions.ts';
import { addDataset } from './datasetCommand.ts';
import { addDoctor } from './doctorCommand.ts';
import { addExport } from './exportOptions.ts';
import { addGpu } from './gpuCommand.ts';
import { addLoop } from './loopOptions.ts';
import { addPacks } from './packsCommand.ts';
import { reportFailure } from './reportFailure.ts';
import { programVersion } from '../takes/installation.ts';
import { addRevise } from './reviseOptions.ts';
import { addSidecar } from './sidecarCommand.ts';
import { addThemes } from './themesOptions.ts';
import { addVariations } from './variationsOptions.ts';
import type { ConditionOptions } from './conditionOptions.ts';
import type { EngineOptions } from './engineOptions.ts';
import type { OutputOptions, TakeOptions, WorkOptions } from './outputOptions.ts';
import type { Terminal } from './terminal.ts';

/** What a command is given beside its options. */
export interface CommandContext {
  terminal: Terminal;
  signal: AbortSignal;
}

/** Runs a command line; returns the exit code. Never throws. */
export async function runCommandLine(
  args: readonly string[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  let code: number = exitCodes.ok;
  const program = createProgram({ terminal, signal }, (result) => {
    code = result;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return reportFailure(error, args, terminal);
  }
}

type Finish = (exitCode: number) => void;

/** The program. Commands are loaded when they run, so that help and mistakes answer at once. */
function createProgram(context: CommandContext, finish: Finish): Command {
  const program = new Command('leitmotif')
    .description('Scores pictures and stories: audio and an editable score, made on your own machine.')
    .version(programVersion(), '-V, --version')
    .addHelpText('after', `${examples.program}${exitCodeHelp}`);
  addCompose(program, context, finish);
  addBrief(program, context, finish);
  addRemake(program, context, finish);
  addRevise(program, context, finish);
  addAccompany(program, context, finish);
  addVariations(program, context, finish);
  addExport(program, context, finish);
  addLoop(program, context, finish);
  addThemes(program, context, finish);
  addSample(program, context, finish);
  addSidecar(program);
  addBridge(program, context, finish);
  addPacks(program, context, finish);
  addDataset(program, context, finish);
  addDoctor(program, context, finish);
  addGpu(program, context, finish);
  for (const command of withAllBelow(program)) quieten(command, context.terminal);
  return program;
}

/** A command and all commands below it. */
function withAllBelow(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withAllBelow)];
}

/** Commander throws instead of ending the process, and prints where we print. */
function quieten(command: Command, terminal: Terminal): void {
  command
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => {
        terminal.out(text);
      },
      writeErr: (text) => {
        terminal.err(text);
      },
      // Mistakes are told in our own words, once.
      outputError: () => undefined,
      getErrHelpWidth: () => terminal.width,
    });
}

function addCompose(program: Command, context: CommandContext, finish: Finish): void {
  const command = program.command('compose').description('Make takes of pictures, stories and captions.');
  addTakeOptions(addConditionOptions(command));
  addEngineOptions(command);
  addOutputOptions(addWorkOptions(command));
  command
    .addHelpText('after', `${examples.compose}${exitCodeHelp}`)
    .action(
      async (
        images: string[],
        options: ConditionOptions & TakeOptions & EngineOptions & WorkOptions & OutputOptions,
      ) => {
        const { composeCommand } = await import('./composeCommand.ts');
        finish(await composeCommand(images, options, context));
      },
    );
}

function addBrief(program: Command, context: CommandContext, finish: Finish): void {
  const command = program
    .command('brief')
    .description('Stop after the brief: read what the music would be like.');
  addOutputOptions(addWorkOptions(addConditionOptions(command)));
  command
    .addHelpText('after', `${examples.brief}${exitCodeHelp}`)
    .action(async (images: string[], options: ConditionOptions & OutputOptions) => {
      const { briefCommand } = await import('./briefCommand.ts');
      finish(await briefCommand(images, options, context));
    });
}

function addRemake(program: Command, context: CommandContext, finish: Finish): void {
  const command = program
    .command('remake')
    .description('Make the same take again from its recipe and say whether it is the same.')
    .argument('<take.json>', 'the recipe of a take, or its folder')
    .option('--out <folder>', 'where the new take folder goes (default: beside the old one)');
  addOutputOptions(addWorkOptions(command));
  command
    .addHelpText('after', `${examples.remake}${exitCodeHelp}`)
    .action(async (path: string, options: { out?: string } & WorkOptions & OutputOptions) => {
      const { remakeCommand } = await import('./remakeCommand.ts');
      finish(await remakeCommand(path, options, context));
    });
}

function addSample(program: Command, context: CommandContext, finish: Finish): void {
  const command = program
    .command('sample')
    .description('Compose thirty seconds from the sample picture and the sample story.')
    .option('--out <folder>', 'where the take folder goes', 'takes');
  addOutputOptions(addWorkOptions(command));
  command
    .addHelpText('after', `${examples.sample}${exitCodeHelp}`)
    .action(async (options: { out: string } & WorkOptions & OutputOptions) => {
      const { sampleCommand } = await import('./sampleCommand.ts');
      finish(await sampleCommand(options, context));
    });
}
