/** `leitmotif export`: a take in formats of others. */
import { existsSync, statSync } from 'node:fs';
import { exitCodes, LeitmotifError } from '../../bridge/protocol/errors.ts';
import { exportTake } from '../takes/exportTake.ts';
import { exportedJson } from './resultJson.ts';
import { withStack } from './withStack.ts';
import type { CommandContext } from './commandLine.ts';
import type { ExportOptions } from './exportOptions.ts';

/** Runs the command; returns its exit code. Where a later format fails, the files before it stay. */
export async function exportCommand(
  path: string,
  options: ExportOptions,
  { terminal, signal }: CommandContext,
): Promise<number> {
  const { to, out, sampleRate, force } = options;
  const formats = [...new Set(to)];
  if (formats.length > 1 && out !== undefined && !isFolder(out)) throw severalIntoOne(out);
  const exported = await withStack(options, terminal, (stack, progress) =>
    exportTake(stack, { path, to: formats, out, sampleRate, replace: force === true, signal, progress }),
  );
  if (options.json === true) terminal.out(exportedJson(exported));
  else {
    for (const { path: written, notes } of exported) {
      terminal.out(`${written}\n`);
      if (options.quiet !== true) terminal.err(notes.map((note) => `note: ${note}\n`).join(''));
    }
  }
  return exitCodes.ok;
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

function severalIntoOne(out: string): LeitmotifError {
  return new LeitmotifError('usage', {
    what: 'Several formats do not go into one file',
    subject: `--out ${out}`,
    next: 'Name a folder that is there, or one format',
  });
}
