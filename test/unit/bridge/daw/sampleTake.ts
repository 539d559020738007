/** A small take on disk: a score of three roles with a tempo, WAV files in which every sample says where it is, a recipe's file list. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WavWriter } from '../../../../models/audio/wavFile.ts';
import { scoreToMidi } from '../../../../models/rendering/midiFile.ts';
import { sampleScore } from '../../../fixtures/sampleScore.ts';
import type { Score } from '../../../../bridge/protocol/score.ts';

/** Tempo of the take: a bar of 4/4 has exactly 2.4 s, 115,200 frames at 48 kHz. */
export const takeTempo = 100;
export const takeRate = 48_000;
/** Frames of a bar. */
export const barFrames = 115_200;
/** Bars of the take. */
export const takeBars = 4;

/** A take with what it was made of. */
export interface SampleTake {
  folder: string;
  score: Score;
  frames: number;
}

/** Sample `i` of the ramp, exact in 24 bit: it tells its own place up to half an hour. */
export function rampSample(i: number, channel: 0 | 1): number {
  return ((i % 4_000_000) + channel) / 0x80_0000;
}

/** Writes a take into a new folder below the temporary one. */
export function writeSampleTake(parent = mkdtempSync(join(tmpdir(), 'leitmotif-take-'))): SampleTake {
  const folder = join(parent, 'sample-take');
  mkdirSync(join(folder, 'stems'), { recursive: true });
  const score = sampleScore({ seconds: takeBars * 2.4 + 2, parts: 5, tempo: takeTempo });
  const frames = takeBars * barFrames + 2 * takeRate;
  writeFileSync(join(folder, 'score.mid'), scoreToMidi(score));
  writeRamp(join(folder, 'mix.wav'), frames);
  const stems = score.parts.map(({ role, instrument }) => ({ role, instrument, path: `stems/${role}.wav` }));
  for (const { path } of stems) writeRamp(join(folder, path), frames);
  const files = { mix: 'mix.wav', score: 'score.mid', stems, recipe: 'take.json' };
  writeFileSync(join(folder, 'take.json'), JSON.stringify({ files }));
  return { folder, score, frames };
}

function writeRamp(path: string, frames: number): void {
  const left = Float32Array.from({ length: frames }, (_, i) => rampSample(i, 0));
  const right = Float32Array.from({ length: frames }, (_, i) => rampSample(i, 1));
  const writer = new WavWriter(path, { sampleRate: takeRate, bits: 24 });
  writer.write(left, right);
  writer.close(false);
}
