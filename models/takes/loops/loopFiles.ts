/** Cuts a rendering into the files of a loop set, to the sample, and measures each. */
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { throwIfCancelled } from '../../../bridge/protocol/errors.ts';
import { LoudnessMeter } from '../../audio/loudness.ts';
import { TruePeakMeter } from '../../audio/truePeak.ts';
import { readWav } from '../../audio/readWav.ts';
import { WavWriter } from '../../audio/wavFile.ts';
import type { Frames, Hertz } from '../../../bridge/protocol/units.ts';
import type { LoopSet } from '../../../bridge/protocol/loopSet.ts';
import type { StereoSound } from './measureSeam.ts';

/** A file with what was measured of it. */
export type LoopSound = LoopSet['files']['loop'];

/** Reads a file of ours. */
export function readStereo(path: string): StereoSound {
  const [left = new Float32Array(0), right = left] = readWav(path).channels;
  return { left, right };
}

/** Frames `[from, to)`. */
export function cut({ left, right }: StereoSound, from: Frames, to: Frames): StereoSound {
  return { left: left.subarray(from, to), right: right.subarray(from, to) };
}

/** The sum of sounds of one length. */
export function sumOf(sounds: readonly StereoSound[]): StereoSound {
  const length = sounds[0]?.left.length ?? 0;
  const sum = { left: new Float32Array(length), right: new Float32Array(length) };
  for (const { left, right } of sounds)
    for (let i = 0; i < length; i++) {
      sum.left[i] = (sum.left[i] ?? 0) + (left[i] ?? 0);
      sum.right[i] = (sum.right[i] ?? 0) + (right[i] ?? 0);
    }
  return sum;
}

/** Writes 24-bit WAV under a path within a folder, and lets others have their turn before. */
export async function writeLoopSound(
  folder: string,
  path: string,
  { left, right }: StereoSound,
  { sampleRate, signal }: { sampleRate: Hertz; signal?: AbortSignal | undefined },
): Promise<LoopSound> {
  await turn();
  throwIfCancelled(signal);
  const writer = new WavWriter(join(folder, path), { sampleRate, bits: 24 });
  try {
    writer.write(left, right);
    writer.close();
  } finally {
    writer.abort();
  }
  const loudness = new LoudnessMeter(sampleRate);
  const truePeak = new TruePeakMeter();
  loudness.process(left, right);
  truePeak.process(left, right, 0, left.length);
  truePeak.end();
  return {
    path,
    frames: left.length,
    seconds: Math.round((left.length / sampleRate) * 1e6) / 1e6,
    loudness: finite(loudness.integrated),
    truePeak: finite(truePeak.decibels),
  };
}

/** JSON has no infinity: silence measures −200. */
function finite(decibels: number): number {
  return Number.isFinite(decibels) ? Math.round(decibels * 1000) / 1000 : -200;
}
