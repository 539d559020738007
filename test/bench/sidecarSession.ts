/** A sidecar for the length of a measurement, and what is measured of it. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Conversation } from '../integration/sidecar/conversations.ts';
import { startSidecar } from '../integration/sidecar/sidecarProcess.ts';
import { temporaryOut } from '../integration/sidecar/temporaryOut.ts';
import type { RunningSidecar } from '../integration/sidecar/sidecarProcess.ts';

/** A sidecar that runs. */
export interface SidecarSession {
  sidecar: RunningSidecar;
  ask: Conversation;
  /** A folder that is removed afterwards. */
  folder: string;
}

/** Starts a sidecar, measures, and ends it. */
export async function withSidecar<T>(measure: (session: SidecarSession) => Promise<T>): Promise<T> {
  const out = temporaryOut();
  const sidecar = await startSidecar();
  try {
    return await measure({ sidecar, ask: new Conversation(sidecar, out.path), folder: out.path });
  } finally {
    await sidecar.stop();
    out.remove();
  }
}

/** Measures beside so many programs that each want a whole core, at the usual priority. */
export async function besideBusyPrograms<T>(count: number, measure: () => Promise<T>): Promise<T> {
  const programs = Array.from({ length: count }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
  );
  try {
    return await measure();
  } finally {
    for (const program of programs) program.kill('SIGKILL');
  }
}

/** Runs so many times, one after the other. */
export async function repeat(count: number, run: (index: number) => Promise<number>): Promise<number[]> {
  const results: number[] = [];
  for (let i = 0; i < count; i++) results.push(await run(i));
  return results;
}

/** Resident memory of processes together, in bytes. Linux only. */
export function residentBytes(pids: readonly number[]): number {
  return statusBytes(pids, 'VmRSS');
}

/** Of {@link residentBytes}, pages that are read from files: programs and libraries, which the system can drop and read again. */
export function residentFileBytes(pids: readonly number[]): number {
  return statusBytes(pids, 'RssFile');
}

function statusBytes(pids: readonly number[], field: 'VmRSS' | 'RssFile'): number {
  const line = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm');
  return pids.reduce((sum, pid) => {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    return sum + Number(line.exec(status)?.[1] ?? 0) * 1024;
  }, 0);
}
