/** A score played to a listener and written nowhere: what a preview is. */
import { throwIfCancelled, cancelled } from '../../bridge/protocol/errors.ts';
import { BlockMixer } from './mixBlock.ts';
import { toRenderError } from './renderFault.ts';
import { fadeFrames } from './renderPasses.ts';
import { CancelFlag } from './renderPool.ts';
import { shareParts } from './shareParts.ts';
import type { Part, Score } from '../../bridge/protocol/score.ts';
import type { Hertz, Seconds } from '../../bridge/protocol/units.ts';
import type { MixListener } from './mixBlock.ts';
import type { RenderPool } from './renderPool.ts';
import type { SoundFont } from './soundFont.ts';
import type { RenderPace } from './renderPace.ts';
import type { Space } from './space.ts';

/** How to play. */
export interface PlayOptions {
  soundFont: SoundFont;
  pool: RenderPool;
  sampleRate: Hertz;
  /** The room; see `styleSpaces`. */
  space: Space;
  /** How much of the beginning is played; all of it where it is shorter. */
  seconds: Seconds;
  onMix: MixListener;
  /** As fast as the machine can unless told. */
  pace?: RenderPace;
  signal?: AbortSignal;
}

/** Plays the beginning of a score. Throws as `renderScore` does; blocks that were heard stay heard. */
export async function playScore(score: Score, options: PlayOptions): Promise<void> {
  throwIfCancelled(options.signal);
  const { soundFont, pool, sampleRate, space, signal, onMix } = options;
  const length = Math.min(score.seconds, options.seconds);
  const frames = Math.round(length * sampleRate);
  const flag = new CancelFlag(signal);
  const shares = shareParts(score.parts, pool.size);
  const mixer = new BlockMixer(shares.length, frames, onMix);
  const jobs = shares.map((indices) => {
    const job = {
      kind: 'together' as const,
      soundFont,
      parts: indices.map((index) => score.parts[index] as Part),
      paths: [],
      tempos: score.tempos,
      sampleRate,
      space,
      frames,
      fadeFrames: Math.min(frames, fadeFrames(score, sampleRate)),
      ...(options.pace === undefined ? {} : { pace: options.pace }),
    };
    return pool.run<'together'>(job, {
      cancel: flag.memory,
      onShare: (index, samples) => {
        mixer.add(index, samples);
      },
    });
  });
  try {
    await Promise.all(jobs);
  } catch (error) {
    flag.set();
    await Promise.allSettled(jobs);
    throw signal?.aborted === true ? cancelled() : toRenderError(error);
  } finally {
    flag.release();
  }
}
