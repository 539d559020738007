/**
 * What only shows after long: memory over hundreds of takes, and what hundreds of random kills leave behind.
 *
 * `LEITMOTIF_SOAK` sets the number of takes (500) and `LEITMOTIF_KILLS` that of random kills (200); `--slice 2/4` runs
 * the second quarter of the kills, as a row of its own.
 */
import { shortCue } from '../integration/sidecar/conversations.ts';
import { randomKills } from '../integration/sidecar/randomKills.ts';
import { childrenOf } from '../integration/sidecar/sidecarProcess.ts';
import { benchRow, median } from './benchRow.ts';
import { repeat, residentBytes, withSidecar } from './sidecarSession.ts';
import type { BenchOptions, BenchRow } from './benchRow.ts';

const takes = Number(process.env.LEITMOTIF_SOAK ?? 500);
const kills = Number(process.env.LEITMOTIF_KILLS ?? 200);

/** One sidecar makes many takes. */
export function runSoakBench(): Promise<BenchRow[]> {
  return withSidecar(async ({ sidecar, ask }) => {
    const pid = sidecar.process.pid!;
    const samples = await repeat(takes, async (seed) => {
      await ask.compose(shortCue, { seed, stream: false });
      return residentBytes([pid, ...childrenOf(pid)]) / 2 ** 20;
    });
    // Samples are decoded and code is compiled during the first tenth.
    const settled = samples.slice(Math.ceil(takes / 10));
    const half = Math.floor(settled.length / 2);
    const value = (100 * median(settled.slice(half))) / median(settled.slice(0, half)) - 100;
    const name = 'sidecar: growth of memory over takes';
    const detail = `${String(takes)} takes of 4 s; medians of the halves after the first tenth; samples: MiB of all processes`;
    const shown = samples.filter((_, i) => i % Math.ceil(takes / 20) === 0);
    return [benchRow({ name, value, unit: '%', samples: shown, detail, target: { atMost: 5 } })];
  });
}

/** Things are killed at random moments. */
export async function runKillsBench({ slice }: BenchOptions): Promise<BenchRow[]> {
  const { number, of } = slice ?? { number: 1, of: 1 };
  const report = await randomKills(Math.ceil(kills / of), number);
  const samples = [report.orphans, report.leftFolders.length, report.failedNext.length];
  const value = samples.reduce((sum, count) => sum + count, 0);
  const name = `sidecar: left after random kills${of === 1 ? '' : `, part ${String(number)} of ${String(of)}`}`;
  const detail = `${String(report.kills)} random kills of child, sidecar, both, input, pipe; samples: orphans, folders, failed next`;
  return [benchRow({ name, value, unit: 'things', samples, detail, target: { atMost: 0 } })];
}
