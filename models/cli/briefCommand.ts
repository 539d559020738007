/** `leitmotif brief`: reads the conditions and stops before anything is composed. */
import { exitCodes } from '../../bridge/protocol/errors.ts';
import { briefText } from './briefText.ts';
import { cueFromOptions } from './cueFromOptions.ts';
import { briefJson } from './resultJson.ts';
import { withStack } from './withStack.ts';
import type { CommandContext } from './commandLine.ts';
import type { ConditionOptions } from './conditionOptions.ts';
import type { OutputOptions } from './outputOptions.ts';

/** Runs the command; returns its exit code. */
export async function briefCommand(
  images: readonly string[],
  options: ConditionOptions & OutputOptions,
  { terminal, signal }: CommandContext,
): Promise<number> {
  const { cue, folder } = await cueFromOptions(images, options);
  const { brief } = await withStack(options, terminal, (stack, progress) =>
    stack.brief({ cue, folder, signal, progress }),
  );
  terminal.out(options.json === true ? briefJson(brief) : briefText(brief));
  return exitCodes.ok;
}
