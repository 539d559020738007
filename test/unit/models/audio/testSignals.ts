/** Signals with known properties, and the judge: ffmpeg's ebur128. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../../../../bridge/protocol/seededRandom.ts';
import { WavWriter } from '../../../../models/audio/wavFile.ts';

/** A stereo signal of a length in seconds from a function of time and channel. */
export function signal(
  sampleRate: number,
  seconds: number,
  value: (time: number, channel: number) => number,
): [Float32Array, Float32Array] {
  const frames = Math.round(sampleRate * seconds);
  const channel = (index: number): Float32Array =>
    Float32Array.from({ length: frames }, (_, i) => value(i / sampleRate, index));
  return [channel(0), channel(1)];
}

/** A sine of a frequency in Hz and an amplitude. */
export function sine(frequency: number, amplitude: number, phase = 0): (time: number) => number {
  return (time) => amplitude * Math.sin(2 * Math.PI * frequency * time + phase);
}

/** White noise between −amplitude and amplitude, the same every time. */
export function noise(amplitude: number, seed = 1): () => number {
  const random = seededRandom(seed);
  return () => amplitude * (2 * random.next() - 1);
}

/** Runs with a folder that is removed afterwards. */
export function withFolder<T>(run: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'leitmotif-audio-'));
  try {
    return run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** True where ffmpeg is installed; the comparisons are skipped elsewhere. */
export const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

/** Integrated loudness (LUFS), true peak (dBTP) and greatest short-term loudness by ffmpeg's ebur128. */
export function ffmpegLoudness(
  [left, right]: readonly [Float32Array, Float32Array],
  sampleRate: number,
): { integrated: number; truePeak: number; maxShortTerm: number } {
  return withFolder((folder) => {
    const path = join(folder, 'signal.wav');
    const writer = new WavWriter(path, { sampleRate, bits: 32 });
    writer.write(left, right);
    writer.close();
    const filter = ['-af', 'ebur128=peak=true', '-f', 'null', '-'];
    const output = spawnSync('ffmpeg', ['-hide_banner', '-nostats', '-i', path, ...filter]).stderr.toString();
    const summary = output.slice(output.lastIndexOf('Summary:'));
    const shortTerm = [...output.matchAll(/ S:\s*(-?[\d.]+)/g)].map((match) => Number(match[1]));
    return {
      integrated: Number(/I:\s+(-?[\d.]+)/.exec(summary)?.[1]),
      truePeak: Number(/Peak:\s+(-?[\d.]+)/.exec(summary)?.[1]),
      maxShortTerm: Math.max(...shortTerm),
    };
  });
}
