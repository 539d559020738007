/** Has the command line make a loop set of a cue. */
import { join } from 'node:path';
import { runCommandLine } from './runCommandLine.ts';
import type { Program } from './startProgram.ts';

/** What to make. */
export interface LoopOrder {
  /** The cue's file, as it is saved. */
  cue: string;
  /** Where its folder goes. */
  out: string;
  /** Whether the loop is written as calm, tense and battle too. */
  layers: boolean;
  sampleRate: number;
}

/** A loop set that was made; absolute paths. */
export interface MadeLoop {
  folder: string;
  loop: string;
  seconds: number;
  /** What it misses of its brief. */
  failures: string[];
}

/** What `leitmotif loop --json` prints, as far as it is used. */
interface Printed {
  folder: string;
  files: { loop: { path: string; seconds: number } };
  measured: { failures: string[] };
}

/** Makes it. Throws as {@link runCommandLine} does. */
export async function runLoop(
  program: Omit<Program, 'arguments'>,
  { cue, out, layers, sampleRate }: LoopOrder,
  signal: AbortSignal,
): Promise<MadeLoop> {
  const given = ['loop', '--cue', cue, '--out', out, '--sample-rate', String(sampleRate)];
  const more = layers ? ['--layers'] : [];
  const printed = (await runCommandLine(program, [...given, ...more], cue, signal)) as Printed;
  const { folder, files, measured } = printed;
  const { path, seconds } = files.loop;
  return { folder, loop: join(folder, path), seconds, failures: measured.failures };
}
