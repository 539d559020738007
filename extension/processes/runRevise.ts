/** Has the command line make a new take of an older one. */
import { runCommandLine } from './runCommandLine.ts';
import type { Program } from './startProgram.ts';

/** What is kept and what is changed, as `leitmotif revise` takes it. */
export interface Revision {
  /** Names with commas between them, such as `melody,bass`; the rest is composed anew. */
  keep?: string;
  /** Only these bars are composed anew: `9-16`. */
  bars?: string;
  /** Bars that are added. */
  extend?: string;
  /** An edited score.mid. */
  score?: string;
  seed?: number;
}

/** A take that was made; absolute. */
export interface RevisedTake {
  folder: string;
  /** What could not be kept, and why. */
  notes: string[];
}

/** What `leitmotif revise --json` prints, as far as it is used. */
interface Printed {
  take: { folder: string };
  revision: { notes?: string[] };
}

/** Revises the take of a folder. Throws as {@link runCommandLine} does. */
export async function runRevise(
  program: Omit<Program, 'arguments'>,
  { folder, out, ...revision }: Revision & { folder: string; out: string },
  signal: AbortSignal,
): Promise<RevisedTake> {
  const asked = Object.entries(revision).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  );
  const given = ['revise', folder, ...asked, '--out', out];
  const { take, revision: made } = (await runCommandLine(program, given, folder, signal)) as Printed;
  return { folder: take.folder, notes: made.notes ?? [] };
}
