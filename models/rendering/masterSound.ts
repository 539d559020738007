/** Sound that was made elsewhere gets the levels of every take: the same loudness, limiter, file and measurements as a rendered score. */
import { cancelled, throwIfCancelled } from '../../bridge/protocol/errors.ts';
import { gainToDecibels } from '../../bridge/protocol/units.ts';
import { MasterPasses } from './masterPasses.ts';
import { toRenderError } from './renderFault.ts';
import { RenderFolder } from './renderFolder.ts';
import { CancelFlag } from './renderPool.ts';
import { Chunk, chunkFrames, chunksIn, framesOfChunk, StemWriter } from './stemFile.ts';
import type { ProgressListener } from '../../bridge/protocol/progress.ts';
import type { Decibels } from '../../bridge/protocol/units.ts';
import type { SoundMeasurement } from './renderJobs.ts';
import type { RenderPool } from './renderPool.ts';
import type { Stem } from './stemFile.ts';

/** How to master. */
export interface MasterRequest {
  /** Folder of the take; `mix.wav` is written into it. */
  folder: string;
  sampleRate: 44100 | 48000;
  pool: RenderPool;
  signal?: AbortSignal | undefined;
  onProgress?: ProgressListener | undefined;
}

/** What was written. */
export interface Mastered {
  mix: string;
  measured: SoundMeasurement;
  /** Gain that was applied, without the limiter. */
  gain: Decibels;
}

/**
 * Writes mono sound as `mix.wav`, the same on both channels, at −16 LUFS and below −1 dBTP where the music allows.
 *
 * Throws an error of the catalogue: `render-failed`, `disk-full`, `output-unwritable`, `cancelled`; then nothing of it is left.
 */
export async function masterSound(mono: Float32Array, request: MasterRequest): Promise<Mastered> {
  throwIfCancelled(request.signal);
  const { sampleRate, pool, signal, onProgress } = request;
  const flag = new CancelFlag(signal);
  const folder = new RenderFolder(request.folder, []);
  try {
    await folder.open(false);
    const options = { sampleRate, folder, pool, flag, onProgress, stems: false };
    const passes = new MasterPasses({ ...options, frames: mono.length, parts: 0 });
    const mix = await passes.sum([writeStem(mono, folder.temporary('music.f32'))]);
    const { levels, written } = await passes.writeBelowCeiling(mix, []);
    return { mix: folder.mix, measured: written.mix, gain: gainToDecibels(levels.gain) };
  } catch (error) {
    await folder.removeResults();
    throw signal?.aborted === true ? cancelled() : toRenderError(error);
  } finally {
    flag.release();
    await folder.close();
  }
}

function writeStem(mono: Float32Array, path: string): Stem {
  const writer = new StemWriter(path, mono.length);
  const chunk = new Chunk();
  try {
    for (let index = 0; index < chunksIn(mono.length); index++) {
      const start = index * chunkFrames;
      const samples = mono.subarray(start, start + framesOfChunk(mono.length, index));
      chunk.clear();
      for (const channel of chunk.channels) channel.set(samples);
      writer.write(chunk, index);
    }
    return writer.stem;
  } finally {
    writer.close();
  }
}
