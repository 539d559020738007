/** Does the music keep what was asked? Key, tempo and length over random briefs in every style and meter. */
import { styles } from '../../bridge/protocol/attributes.ts';
import { seededRandom } from '../../bridge/protocol/seededRandom.ts';
import { readWav } from '../../models/audio/readWav.ts';
import { composeScore } from '../../models/engines/score/composeScore.ts';
import { anyBrief } from '../../models/evaluation/explicitBrief.ts';
import { hasAskedKey, tempoError } from '../../models/evaluation/variety.ts';
import { loadSoundFont } from '../../models/rendering/soundFont.ts';
import { secondSeed } from '../../models/takes/composeTake.ts';
import { RenderPool } from '../../models/rendering/renderPool.ts';
import { renderScore } from '../../models/rendering/renderScore.ts';
import { styleSpaces } from '../../models/rendering/space.ts';
import { findInstallation } from '../../models/takes/installation.ts';
import { benchRow } from './benchRow.ts';
import { withTemporaryFolder } from './temporaryFolder.ts';
import type { Style } from '../../bridge/protocol/attributes.ts';
import type { Brief } from '../../bridge/protocol/brief.ts';
import type { Score } from '../../bridge/protocol/score.ts';
import type { BenchRow } from './benchRow.ts';

interface Sample {
  seed: number;
  style: Style;
  brief: Brief;
  score: Score;
}

const scores = 200;
const rendered = 16;

/** Key and tempo of 200 scores; length of 16 of them as sound. */
export async function runAccuracyBench(): Promise<BenchRow[]> {
  const random = seededRandom(2024);
  const samples = Array.from({ length: scores }, (_, seed): Sample => {
    const style = random.pick(styles);
    const brief = anyBrief(style, random);
    return { seed, style, brief, score: composeScore({ brief, seed }).score };
  });
  const right = samples.filter(({ score, brief }) => hasAskedKey(score, brief));
  // As a take does: what misses its key is composed once more, with the second attempt's seed.
  const kept = samples.filter(
    ({ score, brief, seed }) =>
      hasAskedKey(score, brief) || hasAskedKey(composeScore({ brief, seed: secondSeed(seed) }).score, brief),
  );
  const tempos = samples.map(({ score, brief }) => tempoError(score, brief));
  const lengths = await lengthErrors(
    samples.filter((_, i) => i % Math.floor(scores / rendered) === 0).slice(0, rendered),
  );
  return [
    benchRow({
      ...{ name: 'key as asked', value: (100 * kept.length) / scores, unit: '%', target: { atLeast: 100 } },
      ...{ samples: [kept.length, scores], detail: 'found blindly on the notes, as takes are delivered' },
    }),
    benchRow({
      ...{ name: 'key as asked at the first attempt', value: (100 * right.length) / scores, unit: '%' },
      ...{ samples: [right.length, scores], detail: keyDetail(samples) },
    }),
    benchRow({
      ...{
        name: 'tempo error outside ritardandi',
        value: Math.max(...tempos),
        unit: 'BPM',
        target: { atMost: 0.001 },
      },
      ...{ samples: [], detail: `greatest of ${scores} scores; MIDI keeps whole microseconds a quarter` },
    }),
    benchRow({
      ...{ name: 'length error', value: Math.max(...lengths), unit: 'ms', target: { atMost: 10 } },
      ...{
        samples: lengths,
        detail: `greatest of ${rendered} rendered takes, frames of mix.wav against the seconds asked`,
      },
    }),
  ];
}

function keyDetail(samples: readonly Sample[]): string {
  const wrong = samples.filter(({ score, brief }) => !hasAskedKey(score, brief));
  const listed = wrong.map(({ style, brief }) => `${style} ${brief.attributes.key.value}`).slice(0, 12);
  const misses =
    wrong.length === 0 ? 'none missed' : `missed: ${listed.join(', ')}${wrong.length > 12 ? ' …' : ''}`;
  return `found blindly on the notes of first attempts, all seven modes; ${misses}; samples: right, all`;
}

async function lengthErrors(samples: readonly Sample[]): Promise<number[]> {
  const soundFont = await loadSoundFont(findInstallation().soundFont);
  const pool = new RenderPool();
  const errors: number[] = [];
  try {
    for (const { style, brief, score } of samples) {
      const options = {
        soundFont,
        pool,
        sampleRate: 44_100,
        space: styleSpaces[style],
        stems: false,
      } as const;
      const seconds = await withTemporaryFolder(async (folder) => {
        const { mix } = await renderScore(score, { ...options, folder });
        const { channels, sampleRate } = readWav(mix);
        return (channels[0]?.length ?? 0) / sampleRate;
      });
      errors.push(Math.abs(seconds - brief.attributes.seconds.value) * 1000);
    }
  } finally {
    await pool.close();
  }
  return errors;
}
