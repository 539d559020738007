/** Foreign programs that speak OSC, started and ended by tests. */
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import type { ChildProcess } from 'node:child_process';

/** A program with what it printed on both streams. */
export interface ForeignProgram {
  process: ChildProcess;
  /** Lines so far. */
  lines: () => string[];
  end: () => Promise<void>;
}

/** Starts a program, with this program's environment unless told. */
export function startProgram(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): ForeignProgram {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  let text = '';
  const take = (bytes: Buffer): void => {
    text += bytes.toString();
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.once('error', () => {
      resolve();
    });
  });
  const end = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  return { process: child, lines: () => text.split('\n').slice(0, -1), end };
}

/** A UDP port of this machine that nobody has now. */
export async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(resolve));
  return port;
}
