/** The request that the bench times: the sample picture and the sample story, thirty seconds. */
import { join } from 'node:path';
import { cueSchema, cueVersion } from '../../bridge/protocol/cue.ts';
import { findInstallation } from '../../models/takes/installation.ts';
import type { Cue } from '../../bridge/protocol/cue.ts';

/** The cue and the folder that its paths are relative to. */
export function sampleRequest(seconds: number): { cue: Cue; folder: string } {
  const cue = cueSchema.parse({
    leitmotif: cueVersion,
    conditions: [
      { kind: 'image', id: 'picture', path: 'harbour.jpg' },
      { kind: 'story', id: 'story', path: 'harbour.md' },
    ],
    attributes: { seconds },
  });
  return { cue, folder: findInstallation().samples };
}

/** The same as arguments of the command line. */
export function sampleArguments(seconds: number): string[] {
  const { samples } = findInstallation();
  return [
    join(samples, 'harbour.jpg'),
    '--story',
    `@${join(samples, 'harbour.md')}`,
    '--seconds',
    String(seconds),
  ];
}
