/** Is the same brief and seed the same music, in bytes? */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { styles } from '../../bridge/protocol/attributes.ts';
import { composeScore } from '../../models/engines/score/composeScore.ts';
import { randomBrief } from '../../models/evaluation/explicitBrief.ts';
import { scoreToMidi } from '../../models/rendering/midiFile.ts';
import { renderScore } from '../../models/rendering/renderScore.ts';
import { styleSpaces } from '../../models/rendering/space.ts';
import { findInstallation } from '../../models/takes/installation.ts';
import { benchRow } from './benchRow.ts';
import { withTemporaryFolder } from './temporaryFolder.ts';
import type { Score } from '../../bridge/protocol/score.ts';
import type { Style } from '../../bridge/protocol/attributes.ts';
import type { BenchRow } from './benchRow.ts';

/** Compares hashes of `score.mid` and of the samples of `mix.wav` over two runs, the second with one thread only. */
export async function runDeterminismBench(): Promise<BenchRow[]> {
  const briefs = styles.map((style, seed) => ({ style, seed, brief: randomBrief({ style, seed, bars: 8 }) }));
  const midi = briefs.map(({ brief, seed }) => {
    const hashes = [0, 1].map(() => hashOf(scoreToMidi(composeScore({ brief, seed }).score)));
    return hashes[0] === hashes[1] ? 1 : 0;
  });
  const pcm: number[] = [];
  for (const { style, brief, seed } of briefs.slice(0, 4)) {
    const { score } = composeScore({ brief, seed });
    const [once, again] = [await mixHash(score, style, 2), await mixHash(score, style, 1)];
    pcm.push(once === again ? 1 : 0);
  }
  const all = hashOf(
    Buffer.concat(
      briefs.map(({ brief, seed }) => Buffer.from(scoreToMidi(composeScore({ brief, seed }).score))),
    ),
  );
  return [
    same(
      'identical score.mid',
      midi,
      `one brief a style, composed twice; SHA-256 of all, to compare machines: ${all}`,
    ),
    same('identical PCM', pcm, 'four mixes, rendered with two threads and with one'),
  ];
}

function same(name: string, samples: number[], detail: string): BenchRow {
  const share = (100 * samples.reduce((sum, value) => sum + value, 0)) / samples.length;
  return benchRow({ name, value: share, unit: '%', target: { atLeast: 100 }, samples, detail });
}

async function mixHash(score: Score, style: Style, workers: number): Promise<string> {
  const { soundFont } = findInstallation();
  return withTemporaryFolder(async (folder) => {
    await renderScore(score, {
      folder,
      soundFont,
      workers,
      sampleRate: 44_100,
      space: styleSpaces[style],
      stems: false,
    });
    return hashOf(readFileSync(join(folder, 'mix.wav')));
  });
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
