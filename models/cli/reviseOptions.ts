/** `leitmotif revise` with its options. */
import { keepNames, changeableAttributes } from '../../bridge/protocol/revision.ts';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { attributeOptions } from './conditionOptions.ts';
import { examples, exitCodeHelp } from './helpText.ts';
import { addOutputOptions, addWorkOptions } from './outputOptions.ts';
import { parseNumber } from './parseNumber.ts';
import type { Command } from 'commander';
import type { AttributeName } from '../../bridge/protocol/attributes.ts';
import type { KeepName } from '../../bridge/protocol/revision.ts';
import type { CommandContext } from './commandLine.ts';
import type { OutputOptions, WorkOptions } from './outputOptions.ts';

/** Options of `leitmotif revise`. */
export interface ReviseOptions
  extends
    OutputOptions,
    WorkOptions,
    Partial<Record<Exclude<AttributeName, 'bars' | 'seconds' | 'meter'>, string>> {
  keep?: KeepName[];
  bars?: [number, number];
  extend?: number;
  score?: string;
  seed?: number;
  out?: string;
  stems?: boolean;
}

/** Adds the command. */
export function addRevise(program: Command, context: CommandContext, finish: (code: number) => void): void {
  const command = program
    .command('revise')
    .description('Make a new take of an older one: keep this, change that.')
    .argument('<take.json>', 'the recipe of a take, or its folder');
  command
    .optionsGroup('Keep and change:')
    .option('--keep <list>', `what stays note for note: ${keepNames.join(', ')}`, parseKeep)
    .option('--bars <a-b>', 'compose only these bars anew, such as 9-16', parseBars)
    .option('--extend <n>', 'go on for this many bars more', (text) =>
      parseNumber('--extend', text, { min: 1, max: 2000, integer: true }),
    )
    .option('--score <edited.mid>', 'the score.mid of the take with its notes edited: rendered as it is')
    .option('--seed <n>', 'another seed composes anew what is not kept (default: random)', (text) =>
      parseNumber('--seed', text, { min: 0, max: 0xffff_ffff, integer: true }),
    )
    .optionsGroup('Attributes (without --seed only what they govern changes):');
  for (const name of changeableAttributes) {
    const [value, description] = attributeOptions[name];
    command.option(`--${name} ${value}`, description);
  }
  command
    .optionsGroup('Takes:')
    .option('--out <folder>', 'where the new take folder goes (default: beside the old one)')
    .option('--stems', 'write a WAV for every role (default: as the old take)')
    .option('--no-stems', 'write the mix only');
  addOutputOptions(addWorkOptions(command));
  command
    .addHelpText('after', `${examples.revise}${exitCodeHelp}`)
    .action(async (path: string, options: ReviseOptions) => {
      const { reviseCommand } = await import('./reviseCommand.ts');
      finish(await reviseCommand(path, options, context));
    });
}

/** @throws LeitmotifError `usage` */
function parseKeep(text: string, before: KeepName[] = []): KeepName[] {
  const names = text
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  const unknown = names.find((name) => !keepNames.some((known) => known === name));
  if (names.length === 0 || unknown !== undefined) {
    throw new LeitmotifError('usage', {
      what: unknown === undefined ? 'Nothing is named that is to be kept' : `"${unknown}" cannot be kept`,
      subject: `--keep ${text}`,
      next: `Give one or more of ${keepNames.join(', ')}, with commas between them`,
    });
  }
  return [...new Set([...before, ...(names as KeepName[])])];
}

/** @throws LeitmotifError `usage` */
function parseBars(text: string): [number, number] {
  const match = /^\s*(\d{1,6})\s*(?:[-–]\s*(\d{1,6}))?\s*$/.exec(text);
  if (match !== null) return [Number(match[1]), Number(match[2] ?? match[1])];
  throw new LeitmotifError('usage', {
    what: '--bars needs first and last bar',
    subject: `--bars ${text}`,
    next: 'Write, for example, --bars 9-16',
  });
}
