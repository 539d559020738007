/** A process of ours: started without a shell, read to the end, never left behind. */
import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { createInterface } from 'node:readline';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { plainEnvironment } from './plainEnvironment.ts';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { ProcessKind } from './processKind.ts';

/** What to start. */
export interface Program {
  /** A real Node. */
  readonly node: string;
  /** For Node itself, before the program. */
  readonly nodeOptions?: readonly string[];
  /** Such as `dist/sidecar.js`. */
  readonly program: string;
  /** Beside `--stdio`. */
  readonly arguments: readonly string[];
  /** Beside what we have ourselves. */
  readonly environment: Readonly<Record<string, string>>;
}

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that runs. */
export interface RunningProgram {
  readonly pid: number;
  readonly child: ChildProcessWithoutNullStreams;
  readonly exited: Promise<Exit>;
  /** Ends it at once, whatever it does. */
  kill(): void;
}

/** Starts it; `onLine` gets each line of its standard error. @throws LeitmotifError `runtime-unavailable` where it cannot be started */
export async function startProgram(
  { name }: ProcessKind,
  { node, nodeOptions = [], program, arguments: given, environment }: Program,
  onLine: (line: string) => void,
): Promise<RunningProgram> {
  const child = spawn(node, [...nodeOptions, program, '--stdio', ...given], {
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    // A folder that nobody wants to remove or unmount.
    cwd: homedir(),
    env: { ...plainEnvironment(process.env), ...environment },
  });
  // Its end is said by `exit`; a write that comes too late must not end the extension host.
  child.stdin.on('error', () => undefined);
  createInterface({ input: child.stderr }).on('line', onLine);
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => {
      reject(cannotStart(name, node, cause));
    });
  });
  const pid = child.pid as number;
  const release = guard(pid);
  void exited.then(release);
  return {
    pid,
    child,
    exited,
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}

function cannotStart(name: string, node: string, cause: Error): LeitmotifError {
  return new LeitmotifError('runtime-unavailable', {
    what: `The ${name} could not be started`,
    subject: `${node}: ${cause.message}`,
    next: 'Name another Node.js in the setting leitmotif.nodePath',
    cause,
  });
}

/**
 * A process of ours ends by itself when we do, but not while it is stopped or stuck. A shell waits for the end of its own input, which
 * closes with us, and kills it then. Windows has no stopped processes.
 */
function guard(pid: number): () => void {
  if (process.platform === 'win32') return () => undefined;
  const script = `trap '' INT TERM HUP; read -r over || kill -9 "$0"`;
  const shell = spawn('/bin/sh', ['-c', script, String(pid)], { stdio: ['pipe', 'ignore', 'ignore'] });
  // Without a shell its own watch must do.
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  shell.unref();
  return () => {
    shell.stdin.end('over\n');
  };
}
