/** `leitmotif sample`: thirty seconds from the sample picture and the sample story, to see that everything works. */
import { cueSchema, cueVersion } from '../../bridge/protocol/cue.ts';
import { findInstallation } from '../takes/installation.ts';
import { composeTakes } from './composeCommand.ts';
import type { CommandContext } from './commandLine.ts';
import type { OutputOptions, WorkOptions } from './outputOptions.ts';

/** The same first take for everybody. */
const sampleSeed = 7;

/** Runs the command; returns its exit code. */
export async function sampleCommand(
  options: { out: string } & WorkOptions & OutputOptions,
  context: CommandContext,
): Promise<number> {
  const { samples } = findInstallation();
  const cue = cueSchema.parse({
    leitmotif: cueVersion,
    conditions: [
      { kind: 'image', id: 'image-1', path: 'harbour.jpg' },
      { kind: 'story', id: 'story-1', path: 'harbour.md' },
    ],
    attributes: { seconds: 30 },
  });
  const take = { takes: 1, seed: sampleSeed, stems: true, sampleRate: 44_100 } as const;
  return composeTakes({ cue, folder: samples }, { ...options, ...take }, context);
}
