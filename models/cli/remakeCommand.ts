/** `leitmotif remake`: the same take again. */
import { takesExitCode } from './composeCommand.ts';
import { remadeJson } from './resultJson.ts';
import { takeText } from './takeText.ts';
import { withStack } from './withStack.ts';
import type { CommandContext } from './commandLine.ts';
import type { OutputOptions, WorkOptions } from './outputOptions.ts';
import type { RemadeTake } from '../takes/remakeTake.ts';

/** Runs the command; returns its exit code. */
export async function remakeCommand(
  path: string,
  options: { out?: string } & WorkOptions & OutputOptions,
  { terminal, signal }: CommandContext,
): Promise<number> {
  const placed = options.out === undefined ? {} : { out: options.out };
  const remade = await withStack(options, terminal, (stack, progress) =>
    stack.remake({ path, ...placed, signal, progress }),
  );
  terminal.out(shownTake(remade, options));
  return takesExitCode([remade.take]);
}

function shownTake(remade: RemadeTake, options: OutputOptions): string {
  if (options.json === true) return remadeJson(remade);
  if (options.quiet === true) return `${remade.take.folder}\n`;
  const { sameScore, sameMix, differences } = remade;
  const verdicts = [verdict('score', sameScore), verdict('mix', sameMix)];
  const notes = differences.map((difference) => `note: ${difference}`);
  return [takeText(remade.take, process.cwd()), ...verdicts, ...notes, ''].join('\n');
}

function verdict(name: string, isSame: boolean | undefined): string {
  if (isSame === undefined) return `The old ${name} is not there to compare with.`;
  return isSame ? `The ${name} is the same, byte for byte.` : `The ${name} differs from the old one.`;
}
