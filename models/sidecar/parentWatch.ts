/** No process of ours outlives its parent. */
import { Worker } from 'node:worker_threads';
import type { Milliseconds } from '../../bridge/protocol/units.ts';

const every: Milliseconds = 500;

/**
 * Watches from a thread of its own, because the main one may be inside native code, or in a loop that never ends, when the
 * parent dies. Kills this process when its parent is gone.
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
