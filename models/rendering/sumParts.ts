/** Pass 2: the sum of all parts, with what the levels are decided from. */
import { curveStep } from '../audio/limiter.ts';
import { KWeighting } from '../audio/loudness.ts';
import { TruePeakMeter } from '../audio/truePeak.ts';
import { Chunk, chunkFrames, chunksIn, framesOfChunk, StemReader, StemWriter } from './stemFile.ts';
import type { PeaksJob, Sum, SumJob } from './renderJobs.ts';

const stepsInChunk = chunkFrames / curveStep;

/** Adds all parts, in their order, into one temporary file. `step` is called after every chunk and may throw to stop. */
export function sumParts(job: SumJob, step: () => void): Sum {
  const readers = job.stems.map((stem) => new StemReader(stem));
  const writer = new StemWriter(job.path, job.frames);
  const weighting = new KWeighting(job.sampleRate);
  const energies = new Float64Array(job.energies);
  const sum = new Chunk();
  const chunk = new Chunk();
  let peak = 0;
  try {
    for (let index = 0; index < chunksIn(job.frames); index++) {
      if (addParts(readers, index, sum, chunk)) writer.write(sum, index);
      peak = Math.max(peak, highest(sum.samples));
      const steps = Math.ceil(framesOfChunk(job.frames, index) / curveStep);
      for (let i = 0; i < steps; i++) {
        energies[index * stepsInChunk + i] = weighting.energy(sum.left, sum.right, i * curveStep, curveStep);
      }
      step();
    }
  } finally {
    writer.close();
    for (const reader of readers) reader.close();
  }
  if (!Number.isFinite(peak)) throw new Error('A part is not a number');
  return { mix: writer.stem, peak };
}

/** True if any part sounds in this chunk. */
function addParts(readers: readonly StemReader[], index: number, sum: Chunk, chunk: Chunk): boolean {
  sum.clear();
  let sounds = false;
  for (const reader of readers) {
    if (!reader.read(index, chunk)) continue;
    sounds = true;
    const from = chunk.samples;
    const to = sum.samples;
    for (let i = 0; i < to.length; i++) to[i] = (to[i] as number) + (from[i] as number);
  }
  return sounds;
}

function highest(samples: Float32Array): number {
  let most = 0;
  for (let i = 0; i < samples.length; i++) most = Math.max(most, Math.abs(samples[i] as number));
  return most;
}

/** Measures the true peaks of chunks `fromChunk … toChunk − 1` of the mix. */
export function measurePeaks(job: PeaksJob, step: () => void): void {
  const reader = new StemReader(job.mix);
  const meter = new TruePeakMeter();
  const peaks = new Float32Array(job.peaks);
  const chunk = new Chunk();
  try {
    if (job.fromChunk > 0) {
      // The interpolator remembers 23 samples.
      reader.read(job.fromChunk - 1, chunk);
      meter.process(chunk.left, chunk.right, chunkFrames - 64, 64);
    }
    for (let index = job.fromChunk; index < job.toChunk; index++) {
      reader.read(index, chunk);
      const frames = framesOfChunk(job.mix.frames, index);
      meter.stepPeaks(chunk.channels, frames, curveStep, job.floor, peaks, index * stepsInChunk);
      step();
    }
  } finally {
    reader.close();
  }
}
