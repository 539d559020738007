/** `leitmotif revise`: a new take of an older one. */
import { changeableAttributes } from '../../bridge/protocol/revision.ts';
import { parseGivenAttribute } from '../brief/parseGivenAttribute.ts';
import { takesExitCode } from './composeCommand.ts';
import { keptText } from './keptText.ts';
import { revisedJson } from './resultJson.ts';
import { takeText } from './takeText.ts';
import { withStack } from './withStack.ts';
import type { GivenAttributes } from '../../bridge/protocol/attributes.ts';
import type { Take } from '../takes/take.ts';
import type { CommandContext } from './commandLine.ts';
import type { ReviseOptions } from './reviseOptions.ts';

/** Runs the command; returns its exit code. */
export async function reviseCommand(
  path: string,
  options: ReviseOptions,
  { terminal, signal }: CommandContext,
): Promise<number> {
  const { keep = [], bars, extend, score, seed, out, stems } = options;
  const attributes = givenAttributes(options);
  const take = await withStack(options, terminal, (stack, progress) =>
    stack.revise({ path, keep, bars, extend, score, seed, out, stems, attributes, signal, progress }),
  );
  terminal.out(shownTake(take, options));
  return takesExitCode([take]);
}

function givenAttributes(options: ReviseOptions): GivenAttributes {
  const given = changeableAttributes.flatMap((name) => {
    const text = options[name];
    return text === undefined ? [] : [[name, parseGivenAttribute(name, text)] as const];
  });
  return Object.fromEntries(given);
}

function shownTake(take: Take, options: ReviseOptions): string {
  if (options.json === true) return revisedJson(take);
  if (options.quiet === true) return `${take.folder}\n`;
  return [takeText(take, process.cwd()), ...keptText(take)].join('\n');
}
