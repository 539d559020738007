/** Starts the render threads and lets each read the SoundFont, while the conditions are still being read. */
import { devNull } from 'node:os';
import { CancelFlag } from '../rendering/renderPool.ts';
import { styleSpaces } from '../rendering/space.ts';
import type { Part } from '../../bridge/protocol/score.ts';
import type { Hertz } from '../../bridge/protocol/units.ts';
import type { RenderPool } from '../rendering/renderPool.ts';
import type { SoundFont } from '../rendering/soundFont.ts';

/** A part that has nothing to play. */
const rest: Part = {
  role: 'pad',
  name: 'rest',
  instrument: 'piano',
  program: 0,
  channel: 0,
  volume: 0,
  pan: 64,
  reverb: 0,
  chorus: 0,
  notes: [],
  controllers: [],
  bends: [],
};

/** Gives every thread of the pool a rest to play: silence is not written, so nothing comes of it but readiness. */
export async function warmRenderPool(
  pool: RenderPool,
  load: () => Promise<SoundFont>,
  sampleRate: Hertz,
): Promise<void> {
  const soundFont = await load();
  const job = {
    kind: 'play',
    soundFont,
    part: rest,
    tempos: [{ tick: 0, microsecondsPerQuarter: 500_000 }],
    sampleRate,
    space: styleSpaces.piano,
    frames: 1,
    fadeFrames: 1,
    path: devNull,
  } as const;
  const jobs = Array.from({ length: pool.size }, () =>
    pool.run({ ...job, tempos: [...job.tempos] }, { cancel: new CancelFlag(undefined).memory }),
  );
  await Promise.all(jobs);
}
