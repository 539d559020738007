/** The processes of the sidecar below a server, as Linux tells. */
import { readFileSync } from 'node:fs';
import { descendants } from '../editor/startCodeServer.ts';

/** Numbers of the sidecar and its children. */
export function sidecarProcesses(server: number): number[] {
  const programs = /(sidecar|takeChild|perceptionChild)\.js/;
  return descendants(server).filter((pid) => programs.test(read(pid, 'cmdline')));
}

/** Whether a process runs; a zombie does not. */
export function isRunning(pid: number): boolean {
  const status = read(pid, 'status');
  return status !== '' && !/^State:\s+[ZX]/m.test(status);
}

function read(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
