/** The bridge does not outlive its parent. */
import type { Milliseconds } from '../protocol/units.ts';

const every: Milliseconds = 500;

/** Calls `gone` when the parent of this process is no longer there. For a process that never blocks. @returns ends watching */
export function watchParent(gone: () => void): () => void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent && isAlive(parent)) return;
    clearInterval(timer);
    gone();
  }, every);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
