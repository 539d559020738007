/** How fast notes become sound: our renderer, warm, and FluidSynth on the same notes and SoundFont in the same run. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { scoreToMidi } from '../../models/rendering/midiFile.ts';
import { RenderPool } from '../../models/rendering/renderPool.ts';
import { renderScore } from '../../models/rendering/renderScore.ts';
import { loadSoundFont } from '../../models/rendering/soundFont.ts';
import { styleSpaces } from '../../models/rendering/space.ts';
import { findInstallation } from '../../models/takes/installation.ts';
import { sampleScore } from '../fixtures/sampleScore.ts';
import { benchRow, median } from './benchRow.ts';
import { withTemporaryFolder } from './temporaryFolder.ts';
import type { BenchRow } from './benchRow.ts';

const seconds = 30;
const parts = 10;
const rounds = 6;
const sampleRate = 44_100;

/** Times of one round in seconds. */
interface Round {
  wall: number;
  play: number;
  cpu: number;
  fluidSynth: number | undefined;
}

/** Renders 30 s of ten parts with effects and stems, in turn with FluidSynth, which writes a mix alone. */
export async function runRenderingBench(): Promise<BenchRow[]> {
  const soundFontPath = findInstallation().soundFont;
  const soundFont = await loadSoundFont(soundFontPath);
  const pool = new RenderPool(2);
  try {
    return await withTemporaryFolder(async (folder) => {
      const score = sampleScore({ seconds, parts });
      const midi = join(folder, 'score.mid');
      writeFileSync(midi, scoreToMidi(score));
      const measured: Round[] = [];
      for (let round = 0; round < rounds; round++) {
        const cpu = process.cpuUsage();
        const start = performance.now();
        const options = {
          folder,
          soundFont,
          sampleRate,
          space: styleSpaces.cinematic,
          stems: true,
          pool,
        } as const;
        const { timings } = await renderScore(score, options);
        const wall = (performance.now() - start) / 1000;
        const used = process.cpuUsage(cpu);
        const fluidSynth = timeFluidSynth(soundFontPath, midi, join(folder, 'fluidsynth.wav'));
        measured.push({ wall, play: timings.play, cpu: (used.user + used.system) / 1e6, fluidSynth });
      }
      // The first round loads, decodes and compiles.
      return rows(measured.slice(1));
    });
  } finally {
    await pool.close();
  }
}

function rows(rounds: readonly Round[]): BenchRow[] {
  const walls = rounds.map((round) => round.wall);
  const plays = rounds.map((round) => seconds / round.play);
  const speeds = walls.map((wall) => seconds / wall);
  const cpu = rounds.map((round) => round.cpu);
  const detail = `ten parts, 30 s, 2 workers on ${availableParallelism()} cores, all passes, mix and stems on disk`;
  const made = [
    benchRow({ ...row('warm rendering, 30 s', 's', walls), target: { atMost: 2 }, detail }),
    benchRow({ ...row('rendering speed', '× real time', speeds), target: { atLeast: 14 }, detail }),
    benchRow({
      ...row('playing speed', '× real time', plays),
      detail: 'the first pass alone: voices and reverberation',
    }),
    benchRow({ ...row('processor time of a rendering, 30 s', 's', cpu), detail: 'all threads' }),
  ];
  const ratios = rounds.flatMap(({ wall, fluidSynth }) =>
    fluidSynth === undefined ? [] : [fluidSynth / wall],
  );
  if (ratios.length > 0) {
    const ratio =
      'FluidSynth (start and loading included, one thread, a mix) against ours (warm, stems); above 1 ours is faster';
    made.push(benchRow({ ...row('FluidSynth against ours', '×', ratios), detail: ratio }));
  }
  return made;
}

function row(
  name: string,
  unit: string,
  samples: number[],
): Pick<BenchRow, 'name' | 'value' | 'unit' | 'samples'> {
  return { name, value: median(samples), unit, samples };
}

/** Seconds that FluidSynth takes; undefined where it is not installed or does not read the SoundFont. */
function timeFluidSynth(soundFont: string, midi: string, output: string): number | undefined {
  const start = performance.now();
  const run = spawnSync('fluidsynth', ['-ni', '-q', '-F', output, '-r', String(sampleRate), soundFont, midi]);
  return run.status === 0 ? (performance.now() - start) / 1000 : undefined;
}
