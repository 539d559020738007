/** Does a loop go round unheard? Random briefs of every style, rendered: the seam against the inside, and keys and lengths kept. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cueSchema } from '../../bridge/protocol/cue.ts';
import { styles } from '../../bridge/protocol/attributes.ts';
import { findInstallation } from '../takes/installation.ts';
import { loopSetOf } from '../takes/loops/makeLoopSet.ts';
import { Stack } from '../takes/stack.ts';
import { quantile } from './distribution.ts';
import { randomBrief } from './explicitBrief.ts';
import { markdownTable, percent } from './markdownTable.ts';
import type { Style } from '../../bridge/protocol/attributes.ts';
import type { LoopSet } from '../../bridge/protocol/loopSet.ts';
import type { Report } from './writeResults.ts';

/** What was found over the loops of a style. */
export interface LoopFigures {
  style: Style;
  loops: number;
  /** Share whose step at the seam is smaller than one step in a thousand inside. */
  withoutStep: number;
  /** Step at the seam as a share of that step: median and the most. */
  medianStep: number;
  mostStep: number;
  /** Difference of the spectral flux from that of the music played on, the most. */
  mostFlux: number;
  /** dB by which the ends of two passes differ, median. */
  likeness: number;
  /** Share in the key that was asked for. */
  inKey: number;
}

const bars = [4, 8, 12, 16];

/** Makes loops of a style and measures them. Sounds are thrown away. */
export async function loopFigures(stack: Stack, style: Style, loops: number): Promise<LoopFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'leitmotif-loops-'));
  try {
    const sets: LoopSet[] = [];
    for (let seed = 1; seed <= loops; seed++) {
      const brief = randomBrief({ style, seed, bars: bars[seed % bars.length] ?? 8 });
      const cue = cueSchema.parse({ leitmotif: 1, title: style });
      const prepared = { brief, cue, inputs: [], packs: [], provider: 'none', timings: {} };
      const asked = { out: folder, seed, intro: 2, outro: 2, layers: false, sampleRate: 44_100 } as const;
      sets.push((await loopSetOf(stack, { ...asked, prepared })).set);
    }
    const seams = sets.map(({ measured }) => measured.seam);
    const steps = seams.map(({ jump, insideJump }) => jump / insideJump);
    return {
      style,
      loops,
      withoutStep: steps.filter((step) => step < 1).length / loops,
      medianStep: quantile(steps, 0.5),
      mostStep: Math.max(...steps),
      mostFlux: Math.max(...seams.map(({ flux, playedFlux }) => Math.abs(flux - playedFlux))),
      likeness: quantile(
        seams.map(({ likeness }) => likeness),
        0.5,
      ),
      inKey: sets.filter(({ measured }) => measured.failures.length === 0).length / loops,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The report over `loops` loops of every style. */
export async function loopsReport(loops: number): Promise<Report> {
  const stack = new Stack(findInstallation(), {});
  const figures: LoopFigures[] = [];
  try {
    for (const style of styles) figures.push(await loopFigures(stack, style, loops));
  } finally {
    await stack.close();
  }
  const head = [
    ...['style', 'loops', 'seam smaller than inside', 'median share', 'largest share', 'flux off by at most'],
    ...['passes differ by, dB', 'nothing amiss'],
  ];
  const rows = figures.map((one) => [
    ...[one.style, one.loops, percent(one.withoutStep), one.medianStep, one.mostStep, one.mostFlux],
    ...[one.likeness, percent(one.inKey)],
  ]);
  return {
    name: 'loops',
    title: 'Loops',
    figures,
    text: `Random briefs of 4 to 16 bars with an intro and an outro of two, rendered at 44.1 kHz. The step from the last sample of
\`loop.wav\` to its first is set against the 99.9th percentile of the steps inside; the spectral flux across the seam against that of the
music where it was played on. What passes differ by is chorus and the slow drift of the reverberation; the last 50 ms hide it.

${markdownTable(head, rows)}`,
  };
}
