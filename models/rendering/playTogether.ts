/**
 * Pass 1 for a take that is heard while it is made: several parts advance together, chunk after chunk, so that their
 * beginning is there first. Every part is played exactly as alone; only the order of the work differs.
 */
import { fadeOut } from './playPart.ts';
import { PartSynthesizer } from './partSynthesizer.ts';
import { Chunk, chunkFrames, chunksIn, StemWriter } from './stemFile.ts';
import type { BasicSoundBank } from 'spessasynth_core';
import type { ChunkShare } from './mixBlock.ts';
import type { TogetherJob } from './renderJobs.ts';
import type { Stem } from './stemFile.ts';

/** One part with its temporary file; a part of a preview has none. */
interface Player {
  synthesizer: PartSynthesizer;
  writer: StemWriter | undefined;
}

/**
 * Plays the parts of a job. `share` receives the sum of each chunk; `step` is called after each chunk of each part and
 * may throw to stop. Answers with the stems in the order of the parts; with none where the job names no paths.
 */
export function playTogether(
  job: TogetherJob,
  bank: BasicSoundBank,
  step: () => void,
  share: (index: number, samples: ChunkShare) => void,
): Stem[] {
  const { parts, paths, tempos, sampleRate, space, frames } = job;
  const players: Player[] = [];
  try {
    parts.forEach((part, i) => {
      const path = paths[i];
      players.push({
        synthesizer: new PartSynthesizer(bank, part, tempos, sampleRate, space),
        writer: path === undefined ? undefined : new StemWriter(path, frames),
      });
    });
    const chunk = new Chunk();
    for (let index = 0; index < chunksIn(frames); index++) {
      share(index, playChunk(players, chunk, index, job, step));
    }
    return players.flatMap(({ writer }) => (writer === undefined ? [] : [writer.stem]));
  } finally {
    for (const { writer } of players) writer?.close();
  }
}

/** Plays one chunk of every part; returns their sum. */
function playChunk(
  players: readonly Player[],
  chunk: Chunk,
  index: number,
  { frames, fadeFrames }: TogetherJob,
  step: () => void,
): ChunkShare {
  let sum: ChunkShare;
  for (const { synthesizer, writer } of players) {
    chunk.clear();
    if (synthesizer.render(chunk.left, chunk.right)) {
      fadeOut(chunk, index * chunkFrames, frames, fadeFrames);
      writer?.write(chunk, index);
      sum = add(sum, chunk.samples);
    }
    step();
  }
  return sum;
}

function add(sum: ChunkShare, samples: Float32Array): Float32Array<ArrayBuffer> {
  if (sum === undefined) return new Float32Array(samples);
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (samples[i] as number);
  return sum;
}
