/** No process of ours outlives its parent, and a thread of each answers for it while its loop cannot. */
import { Worker } from 'node:worker_threads';
import type { Milliseconds } from '../../bridge/protocol/units.ts';

const every: Milliseconds = 500;
/** The number of the pipe on which the thread is asked and answers. */
export const threadPipe = 4;

/**
 * Watches from a thread of its own, because the main one may be inside native code, or in a loop that never ends, when the
 * parent dies. Kills this process when its parent is gone.
 *
 * The same thread answers each byte that comes on {@link threadPipe} with a line: the processor time of this process in
 * milliseconds. By that the parent tells a loop that is held from a process that is stopped or starved (`heartbeat.ts`).
 */
export function dieWithParent(): void {
  const watch = new Worker(watcher, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 8 } });
  watch.unref();
}

const watcher = `
const parent = process.ppid;
setInterval(() => {
  try {
    if (process.ppid === parent) { process.kill(parent, 0); return; }
  } catch (error) {
    if (error.code === 'EPERM') return;
  }
  process.kill(process.pid, 'SIGKILL');
}, ${String(every)});
try {
  const pipe = new (require('node:net').Socket)({ fd: ${String(threadPipe)} });
  pipe.on('error', () => undefined);
  pipe.on('data', () => {
    const { user, system } = process.cpuUsage();
    pipe.write(Math.round((user + system) / 1000) + '\\n');
  });
} catch {
  // Whoever started us does not ask.
}
`;

/** Calls `gone` when the parent of this process is no longer there. For a process that never blocks. */
export function watchParent(gone: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent && isAlive(parent)) return;
    clearInterval(timer);
    gone();
  }, every);
  timer.unref();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
