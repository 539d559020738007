/** Has the command line export a take. */
import { runCommandLine } from './runCommandLine.ts';
import type { Program } from './startProgram.ts';

/** What to export where. */
export interface ExportOrder {
  /** Folder of the take. */
  folder: string;
  /** As `leitmotif export --to` takes it. */
  to: string;
  /** The file; replaced where it is there. */
  file: string;
}

/** Exports a take. Returns what the person should know of it. Throws as {@link runCommandLine} does. */
export async function runExport(
  program: Omit<Program, 'arguments'>,
  { folder, to, file }: ExportOrder,
  signal: AbortSignal,
): Promise<string[]> {
  const given = ['export', folder, '--to', to, '--out', file, '--force'];
  const { exported = [] } = (await runCommandLine(program, given, file, signal)) as {
    exported?: { notes: string[] }[];
  };
  return exported.flatMap(({ notes }) => notes);
}
