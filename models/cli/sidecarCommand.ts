/** `leitmotif sidecar`: serves an editor or a script over standard input and output. */
import { sidecarOptions } from '../sidecar/sidecarOptions.ts';
import { examples, exitCodeHelp } from './helpText.ts';
import type { Command } from 'commander';

/** Adds the command to the program. */
export function addSidecar(program: Command): void {
  program
    .command('sidecar')
    .description('Serve an editor or a script: JSON-RPC on standard input and output.')
    .requiredOption('--stdio', 'speak over standard input and output')
    .option('--idle-minutes <minutes>', 'free the memory of packs after so long without work (default: 5)')
    .option('--hung-seconds <seconds>', 'replace a part that stopped answering after so long (default: 10)')
    .addHelpText('after', `${examples.sidecar}${exitCodeHelp}`)
    .action(async (options: { idleMinutes?: string; hungSeconds?: string }) => {
      const { runSidecar } = await import('../sidecar/runSidecar.ts');
      await runSidecar(sidecarOptions(options));
    });
}
