/** Runs the real command line as a process of its own, as a person does. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ChildProcess } from 'node:child_process';

/** The repository. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));
/** The built program; `npm run build` makes it. */
export const program = join(root, 'dist/leitmotif.js');
/** The sample picture. */
export const harbour = join(root, 'media/samples/harbour.jpg');

/** How a process ended and what it printed. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** How to run it. */
export interface RunOptions {
  cwd?: string;
  /** Beside that of this process. */
  environment?: Readonly<Record<string, string>>;
  /** The program to run; the checkout's own unless told. */
  program?: string;
  /** Called with the process and all that it has printed on standard error so far. */
  watch?: (child: ChildProcess, stderr: string) => void;
}

/** Runs `leitmotif` with arguments until it ends. */
export function runLeitmotif(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return runProcess(process.execPath, [options.program ?? program, ...args], options);
}

/** Runs any program until it ends. */
export function runProcess(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Ended> {
  const child = spawn(command, args, {
    cwd: options.cwd ?? root,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.environment === undefined ? {} : { env: { ...process.env, ...options.environment } }),
  });
  const printed = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed.stderr += text;
    options.watch?.(child, printed.stderr);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, ...printed });
    });
  });
}

/** A folder that is gone after `use`. */
export async function inTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'leitmotif-test-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
