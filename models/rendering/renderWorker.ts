/** The worker thread of the renderer: takes one job at a time and keeps the SoundFont for the next. */
import { parentPort } from 'node:worker_threads';
import { BasicSoundBank, SoundBankLoader } from 'spessasynth_core';
import { cancelled } from '../../bridge/protocol/errors.ts';
import { playPart } from './playPart.ts';
import { playTogether } from './playTogether.ts';
import { toFault } from './renderFault.ts';
import { pauseOf } from './renderPace.ts';
import { forgetSamples } from './sampleMemory.ts';
import { soundFontCorrupt } from './soundFont.ts';
import { chunkFrames } from './stemFile.ts';
import { measurePeaks, sumParts } from './sumParts.ts';
import { writeSound } from './writeSound.ts';
import type { ChunkShare } from './mixBlock.ts';
import type { RenderAnswers, RenderJob, RenderReply, RenderRequest, TogetherJob } from './renderJobs.ts';
import type { SoundFont } from './soundFont.ts';

/** Chunks between two reports of progress. */
const reportEvery = 8;

let loaded: { sha256: string; bank: BasicSoundBank } | undefined;

parentPort?.on('message', (request: RenderRequest) => void serve(request));

async function serve(request: RenderRequest): Promise<void> {
  try {
    const answer = await work(request);
    reply({ id: request.id, kind: 'done', answer });
  } catch (error) {
    reply({ id: request.id, kind: 'failed', error: toFault(error) });
  }
}

async function work({
  id,
  job,
  cancel,
  sampleBytes,
}: RenderRequest): Promise<RenderAnswers[RenderJob['kind']]> {
  const step = stepper(id, new Int32Array(cancel));
  switch (job.kind) {
    case 'play': {
      const bank = await bankOf(job.soundFont);
      try {
        return playPart(job, bank, step);
      } finally {
        forgetSamples(bank, sampleBytes);
      }
    }
    case 'together': {
      const bank = await bankOf(job.soundFont);
      try {
        const pause = pacer(job, new Int32Array(cancel));
        return playTogether(job, bank, step, (index, samples) => {
          reply({ id, kind: 'share', index, samples }, samples);
          pause(index);
        });
      } finally {
        forgetSamples(bank, sampleBytes);
      }
    }
    case 'sum':
      return sumParts(job, step);
    case 'peaks':
      measurePeaks(job, step);
      return undefined;
    case 'write':
      return writeSound(job, step);
  }
}

/** Counts chunks, reports now and then, and stops the job when it was cancelled. */
function stepper(id: number, cancel: Int32Array): () => void {
  let chunks = 0;
  return () => {
    if (Atomics.load(cancel, 0) !== 0) throw cancelled();
    chunks++;
    if (chunks % reportEvery === 0) reply({ id, kind: 'chunks', chunks: reportEvery });
  };
}

/** Waits after a chunk where the job has a pace; a job that is cancelled waits no longer. */
function pacer({ pace, sampleRate }: TogetherJob, cancel: Int32Array): (index: number) => void {
  if (pace === undefined) return () => undefined;
  const begun = performance.now();
  return (index) => {
    const pause = pauseOf(pace, (index + 1) * chunkFrames, sampleRate, performance.now() - begun);
    if (pause > 0) Atomics.wait(cancel, 0, 0, pause);
  };
}

async function bankOf(soundFont: SoundFont): Promise<BasicSoundBank> {
  if (loaded?.sha256 === soundFont.sha256) return loaded.bank;
  loaded = undefined;
  await BasicSoundBank.isSF3DecoderReady;
  try {
    // The library only slices the buffer, which a shared one can as well; its type says ArrayBuffer.
    const bank = SoundBankLoader.fromArrayBuffer(soundFont.bytes as unknown as ArrayBuffer);
    loaded = { sha256: soundFont.sha256, bank };
    return bank;
  } catch (error) {
    throw soundFontCorrupt(soundFont.name, error);
  }
}

/** `moved` changes hands instead of being copied. */
function reply(message: RenderReply, moved?: ChunkShare): void {
  parentPort?.postMessage(message, moved === undefined ? [] : [moved.buffer]);
}
