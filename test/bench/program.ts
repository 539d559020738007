/** Runs the built command line as a process of its own and reads its peak memory. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findInstallation } from '../../models/takes/installation.ts';

/** A run that ended well. */
export interface ProgramRun {
  /** From start to exit, start of Node included. */
  seconds: number;
  /** Greatest resident memory of the process, its threads included, in megabytes (10⁶ bytes). */
  megabytes: number;
  /** Processor time of all threads. Other work on the machine changes it less than the time on the wall. */
  cpuSeconds: number;
  output: string;
}

/** Written to the error stream at exit, by the main thread and by every worker. */
const tellUsage =
  'data:text/javascript,process.on("exit",()=>{const u=process.resourceUsage();process.stderr.write(`\\nused ${u.maxRSS} ${u.userCPUTime+u.systemCPUTime}\\n`)})';

/** Runs `leitmotif` with arguments. Throws where it does not exit with 0 or 75 (made, but measured amiss). */
export function runProgram(args: readonly string[]): ProgramRun {
  const program = join(findInstallation().root, 'dist/leitmotif.js');
  const start = performance.now();
  const run = spawnSync(process.execPath, ['--import', tellUsage, program, ...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const seconds = (performance.now() - start) / 1000;
  if (run.status !== 0 && run.status !== 75) throw new Error(`leitmotif ${args.join(' ')}: ${run.stderr}`);
  const told = [...run.stderr.matchAll(/used (\d+) (\d+)/g)];
  const greatest = (column: number): number => Math.max(...told.map((match) => Number(match[column])));
  return {
    seconds,
    megabytes: (greatest(1) * 1024) / 1e6,
    cpuSeconds: greatest(2) / 1e6,
    output: run.stdout,
  };
}
