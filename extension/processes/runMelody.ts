/** Has the command line make a take around a melody: accompanied, harmonized, or varied. */
import { runCommandLine } from './runCommandLine.ts';
import type { Program } from './startProgram.ts';

/** What is made of a melody; each is a command of the command line. */
export type MelodyWork = 'accompany' | 'harmonize' | 'variations';

/** What to make. */
export interface MelodyOrder {
  work: MelodyWork;
  /** A MIDI file; of variations also a take's folder or a theme book. */
  source: string;
  /** The cue's file, as it is saved: its words and pictures say how the music is. */
  cue: string;
  /** Where the take goes. */
  out: string;
  sampleRate: number;
  /** Variations after the theme. */
  count?: number | undefined;
}

/** What the commands print with `--json`, as far as it is used. */
interface Printed {
  take: { folder: string };
}

/** Makes it; answers the folder of the take. Throws as {@link runCommandLine} does. */
export async function runMelody(
  program: Omit<Program, 'arguments'>,
  { work, source, cue, out, sampleRate, count }: MelodyOrder,
  signal: AbortSignal,
): Promise<string> {
  const given = [work, source, '--cue', cue, '--out', out, '--sample-rate', String(sampleRate)];
  const more = count === undefined ? [] : ['--count', String(count)];
  const { take } = (await runCommandLine(program, [...given, ...more], source, signal)) as Printed;
  return take.folder;
}
