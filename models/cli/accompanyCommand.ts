/** `leitmotif accompany` and `leitmotif harmonize`: takes around a melody. */
import { randomInt } from 'node:crypto';
import { exportTake } from '../takes/exportTake.ts';
import { shownTakes, takesExitCode } from './composeCommand.ts';
import { cueFromOptions } from './cueFromOptions.ts';
import { withStack } from './withStack.ts';
import type { Take } from '../takes/take.ts';
import type { AccompanyOptions } from './accompanyOptions.ts';
import type { CommandContext } from './commandLine.ts';

/** What is accompanied, and with what. */
export interface AccompanyArguments {
  melody: string;
  images: readonly string[];
  chordsOnly: boolean;
}

/** Runs the command; returns its exit code. */
export async function accompanyCommand(
  { melody, images, chordsOnly }: AccompanyArguments,
  options: AccompanyOptions,
  { terminal, signal }: CommandContext,
): Promise<number> {
  // The melody is a condition by itself.
  const { cue, folder } = await cueFromOptions(images, options, true);
  const { out, stems, sampleRate, track } = options;
  const first = options.seed ?? cue.seed ?? randomInt(2 ** 32);
  const takes = await withStack(options, terminal, async (stack, progress) => {
    const made: Take[] = [];
    for (let i = 0; i < options.takes; i++) {
      const seed = (first + i) >>> 0;
      const asked = {
        cue,
        folder,
        out,
        seed,
        stems,
        sampleRate,
        signal,
        progress,
        melody,
        track,
        chordsOnly,
      };
      made.push(await stack.accompany(asked));
    }
    if (options.musicxml === true)
      for (const take of made) await exportTake(stack, { path: take.folder, to: ['musicxml'] });
    return made;
  });
  terminal.out(shownTakes(takes, options));
  return takesExitCode(takes);
}
