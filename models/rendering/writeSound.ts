/** Pass 3: a sound at its final level, limited, written as 24-bit WAV and measured as it was written. */
import { applyCurve } from '../audio/limiter.ts';
import { LoudnessMeter } from '../audio/loudness.ts';
import { SilenceMeter } from '../audio/silence.ts';
import { TruePeakMeter } from '../audio/truePeak.ts';
import { WavWriter } from '../audio/wavFile.ts';
import { Chunk, chunkFrames, chunksIn, framesOfChunk, StemReader } from './stemFile.ts';
import type { Hertz } from '../../bridge/protocol/units.ts';
import type { SoundMeasurement, WriteJob } from './renderJobs.ts';

/** Writes a sound. `step` is called after every chunk and may throw to stop; then there is no file. */
export function writeSound(job: WriteJob, step: () => void): SoundMeasurement {
  const reader = new StemReader(job.source);
  const meters = new Meters(job.sampleRate, job.measure);
  const curve = new Float32Array(job.curve);
  const chunk = new Chunk();
  let writer: WavWriter | undefined;
  try {
    writer = new WavWriter(job.path, { sampleRate: job.sampleRate, bits: 24 });
    for (let index = 0; index < chunksIn(job.source.frames); index++) {
      const count = framesOfChunk(job.source.frames, index);
      if (reader.read(index, chunk)) applyCurve(chunk.channels, count, index * chunkFrames, curve, job.gain);
      meters.process(chunk, count);
      writer.write(chunk.left, chunk.right, 0, count);
      step();
    }
    // Stems are left to the system: waiting for the disk eleven times costs, and a recipe makes them again.
    writer.close(job.measure === 'all');
    return meters.result(job.source.frames);
  } finally {
    writer?.abort();
    reader.close();
  }
}

/** All that is measured of a sound. */
class Meters {
  readonly #sampleRate: Hertz;
  readonly #measuresAll: boolean;
  readonly #loudness: LoudnessMeter;
  readonly #silence: SilenceMeter;
  readonly #truePeak = new TruePeakMeter();
  #clippedFrames = 0;

  constructor(sampleRate: Hertz, measure: WriteJob['measure']) {
    this.#sampleRate = sampleRate;
    this.#measuresAll = measure === 'all';
    this.#loudness = new LoudnessMeter(sampleRate);
    this.#silence = new SilenceMeter(sampleRate);
  }

  process({ left, right }: Chunk, count: number): void {
    if (!this.#measuresAll) return;
    this.#loudness.process(left, right, 0, count);
    this.#silence.process(left, right, 0, count);
    this.#truePeak.process(left, right, 0, count);
    for (let i = 0; i < count; i++) {
      if (Math.abs(left[i] as number) >= 1 || Math.abs(right[i] as number) >= 1) this.#clippedFrames++;
    }
  }

  result(frames: number): SoundMeasurement {
    this.#truePeak.end();
    return {
      frames,
      seconds: frames / this.#sampleRate,
      loudness: this.#loudness.integrated,
      maxShortTerm: this.#loudness.maxShortTerm,
      truePeak: this.#truePeak.decibels,
      clippedFrames: this.#clippedFrames,
      longestSilence: this.#silence.longest,
      leadingSilence: this.#measuresAll ? this.#silence.leading : 0,
    };
  }
}
