/** Opens the stack and a line of progress for one command, and closes both however the command ends. */
import { findInstallation } from '../takes/installation.ts';
import { Stack } from '../takes/stack.ts';
import { noProgress, progressLine } from './progressLine.ts';
import type { ProgressListener } from '../../bridge/protocol/progress.ts';
import type { OutputOptions, WorkOptions } from './outputOptions.ts';
import type { Terminal } from './terminal.ts';

/** Runs `work` and returns what it returns. */
export async function withStack<T>(
  options: OutputOptions & WorkOptions,
  terminal: Terminal,
  work: (stack: Stack, report: ProgressListener) => Promise<T>,
): Promise<T> {
  const progress = options.quiet === true ? noProgress : progressLine(terminal);
  const stack = new Stack(findInstallation(), options);
  try {
    return await work(stack, progress.report);
  } finally {
    progress.end();
    if (options.quiet !== true) terminal.err(refusedText(stack.refused));
    await stack.close();
  }
}

/** A provider that did not run is never passed over in silence. */
function refusedText(refused: Stack['refused']): string {
  return refused
    .map(({ provider, reason }) => `note: ${provider} was refused (${reason}); the CPU was used.\n`)
    .join('');
}
