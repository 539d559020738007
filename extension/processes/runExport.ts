/** Runs our command line once, to export a take: no shell, its answer as JSON, ended by the signal. */
import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { cancelled, errorCatalogue, LeitmotifError } from '../../bridge/protocol/errors.ts';
import { plainEnvironment } from './plainEnvironment.ts';
import type { ErrorCode, ErrorDetail } from '../../bridge/protocol/errors.ts';
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

/**
 * Exports a take. Returns what the person should know of it.
 *
 * @throws LeitmotifError `cancelled`, `runtime-unavailable` where the program cannot be started, and those of the export
 */
export async function runExport(
  { node, program, environment }: Omit<Program, 'arguments'>,
  { folder, to, file }: ExportOrder,
  signal: AbortSignal,
): Promise<string[]> {
  if (signal.aborted) throw cancelled();
  const child = spawn(node, [program, 'export', folder, '--to', to, '--out', file, '--force', '--json'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    windowsHide: true,
    cwd: homedir(),
    env: { ...plainEnvironment(process.env), ...environment },
  });
  const stop = (): void => {
    child.kill();
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    let answer = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (answer += text));
    await new Promise<void>((resolve, reject) => {
      child.once('close', () => {
        resolve();
      });
      child.once('error', reject);
    });
    // Killed, it may have said nothing.
    if (signal.aborted) throw cancelled();
    return readAnswer(answer, file);
  } catch (error) {
    if (signal.aborted) throw cancelled();
    throw error instanceof LeitmotifError ? error : unstarted(node, error);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

interface Answer {
  exported?: { notes: string[] }[];
  error?: ErrorDetail & { code: string };
}

function readAnswer(text: string, file: string): string[] {
  const { exported, error } = parsed(text);
  if (exported !== undefined) return exported.flatMap(({ notes }) => notes);
  if (error === undefined || !(error.code in errorCatalogue)) {
    throw new LeitmotifError('internal', {
      what: 'The export ended without an answer',
      subject: file,
      next: 'Try again',
      cause: text,
    });
  }
  throw new LeitmotifError(error.code as ErrorCode, error);
}

function parsed(text: string): Answer {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return {};
  }
}

function unstarted(node: string, cause: unknown): LeitmotifError {
  return new LeitmotifError('runtime-unavailable', {
    what: 'The export cannot be started',
    subject: node,
    next: 'Look at the setting leitmotif.nodePath',
    cause,
  });
}
