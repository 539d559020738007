/** Pass 1: one part, played into a temporary file, with the fade at the end of the take. */
import { PartSynthesizer } from './partSynthesizer.ts';
import { Chunk, chunkFrames, chunksIn, StemWriter } from './stemFile.ts';
import type { BasicSoundBank } from 'spessasynth_core';
import type { Frames } from '../../bridge/protocol/units.ts';
import type { PlayJob } from './renderJobs.ts';
import type { Stem } from './stemFile.ts';

/** Plays a part. `step` is called after every chunk and may throw to stop. */
export function playPart(job: PlayJob, bank: BasicSoundBank, step: () => void): Stem {
  const synthesizer = new PartSynthesizer(bank, job.part, job.tempos, job.sampleRate, job.space);
  const writer = new StemWriter(job.path, job.frames);
  const chunk = new Chunk();
  try {
    for (let index = 0; index < chunksIn(job.frames); index++) {
      chunk.clear();
      if (synthesizer.render(chunk.left, chunk.right)) {
        fadeOut(chunk, index * chunkFrames, job.frames, job.fadeFrames);
        writer.write(chunk, index);
      }
      step();
    }
    return writer.stem;
  } finally {
    writer.close();
  }
}

/**
 * The end of the take: an equal-power fade (a quarter of a cosine) over the last `fadeFrames`, silence after it. `at` is
 * the frame at which the chunk begins; `frames` is the length of the take.
 */
export function fadeOut(chunk: Chunk, at: Frames, frames: Frames, fadeFrames: Frames): void {
  const fadeStart = frames - fadeFrames;
  for (let i = Math.max(0, fadeStart - at); i < chunkFrames; i++) {
    const passed = Math.min(1, (at + i - fadeStart + 1) / fadeFrames);
    const gain = passed === 1 ? 0 : Math.cos((Math.PI / 2) * passed);
    chunk.left[i] = (chunk.left[i] as number) * gain;
    chunk.right[i] = (chunk.right[i] as number) * gain;
  }
}
