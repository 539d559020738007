/** The report of the musflow engine: what was measured, as figures and as tables. */
import { markdownTable, percent } from '../markdownTable.ts';
import { cosine } from '../metrics/audio/likeness.ts';
import { musicTags } from '../../perception/musicTags.ts';
import { nearnessTo, scorerOf } from './clipScores.ts';
import { distancesTo, pairFigure, scoreFigure } from './figures.ts';
import { longFigures, longTable, scoreLongTakes } from './longScores.ts';
import {
  ablationTable,
  aloneRows,
  differenceTable,
  figure,
  halfOf,
  halved,
  likenessTable,
  masksTable,
  obedienceTable,
  scoredRows,
  sweepTable,
} from './tables.ts';
import { targetsOf, targetsTable } from './targets.ts';
import { usual } from './variants.ts';
import type { AbortSignalLike } from '../../../bridge/protocol/errors.ts';
import type { PackTextEncoder } from '../../perception/textEncoder.ts';
import type { Report } from '../writeResults.ts';
import type { ClipPairs, ClipScores, ScoredClip } from './clipScores.ts';
import type { Evaluation } from './evaluateMusflow.ts';
import type { SetDistance } from './figures.ts';
import type { ScoredVariants } from './tables.ts';

/** What a report needs besides the measures. */
export interface ReportContext {
  /** Names of the judge's tags. */
  tags: readonly string[];
  /** Sentence encoder whose vectors the captions of the set are. */
  text: PackTextEncoder;
  /** Megabytes of all packs of the engine. */
  megabytes: number;
  /** Of the packs. */
  identity: string;
  set: string;
  signal?: AbortSignalLike | undefined;
}

/** Rows whose distances get an interval: each costs dozens of eigenvalue problems. */
const sure = new Set([
  'render',
  'none',
  'unconditioned',
  'target',
  'caption',
  'story',
  'image',
  'all',
  'alone-all',
  'alone-none',
  'nearest',
]);
/** Said above the table whose columns changed. */
const rulersNote = [
  'Onsets against the render are compared every 8 ms, and what is clear in one sound may be half as strong in the other. At first it was',
  'every 16 ms with one threshold for both, by which the render itself loses if it comes 5 ms later: that figure stands beside it.',
  'Tempi and keys are heard by judges that learned from the renders of the other clips, whose tempi and keys are known; what perception’s',
  'own estimate and finder hear stands beside them. The render’s row is what a judge can hear at all.',
].join('\n');
/** Said below the targets. */
const elsewhereNote = [
  'What is measured elsewhere: the VAE on held-out clips by the training (card of `musflow-decoder`), the graphs against their networks by the export',
  '(each card), seconds and memory by `npm run bench -- musflow` (`bench.json`).',
].join('\n');
/** Said above the tables of sweeps. */
const sweepNote =
  'Of the first half of the clips, whose floor, ceiling and chance stand above: a distance of fewer clips is larger.';
/** Said above the table of temperatures. */
const temperatureNote =
  'Of all clips. Less noise is nearer to the render, for a mean is; more is nearer to how renders are, by every judge that does not compare sample with sample.';
/** Said above the table of long takes. */
const longNote = [
  'For each clip a piece of its attributes, from its beginning: four windows, three seams. The same judges hear them, who learned from clips',
  'of ten seconds.',
].join('\n');
const nearRows = ['render', 'all', 'none', 'target', 'alone-all'];

/** Makes the report. */
export async function musflowReport(evaluation: Evaluation, context: ReportContext): Promise<Report> {
  const variants = await scoreAll(evaluation, context);
  const nearness = nearnessTo(evaluation);
  const near = nearRows.flatMap((name) => {
    const measures = evaluation.measures.get(name);
    return measures === undefined ? [] : [{ name, ...nearness(measures) }];
  });
  const long = scoreLongTakes(evaluation);
  const targets = targetsOf(variants, long, context.megabytes);
  const { asked, reference, training } = evaluation;
  return {
    name: 'musflow',
    title: 'MusFlow: what it makes of what it is asked for',
    figures: {
      clips: asked.length,
      sweepClips: variants.clips.get('steps-1')?.length ?? 0,
      reference: reference.length,
      training: training.length,
      packs: context.identity,
      targets,
      variants: Object.fromEntries(
        [...variants.clips].map(([name, clips]) => [name, figuresOf(clips, variants.distances.get(name))]),
      ),
      long: longFigures(long),
      nearness: near,
    },
    text: [
      ...preamble(evaluation, context),
      section('Targets', `${targetsTable(targets)}\n\n${elsewhereNote}`),
      section('Table 1: quality and likeness, with the score', likenessTable(variants, scoredRows)),
      section(
        'What is heard of score and attributes, with the score',
        `${rulersNote}\n\n${obedienceTable(variants, scoredRows)}`,
      ),
      section('Takes of thirty seconds, with the score', `${longNote}\n\n${longTable(long)}`),
      section('What conditions add, clip by clip', differenceTable(variants)),
      section('Figure 4: adapters', ablationTable(variants)),
      section('The seven masks', masksTable(variants)),
      section('The paper’s own setting: embedding alone, no score', likenessTable(variants, aloneRows)),
      section(
        'What is heard of score and attributes, without the score',
        obedienceTable(variants, aloneRows),
      ),
      section('Steps of the solver', `${sweepNote}\n\n${sweepTable(variants, 'steps')}`),
      section('Guidance', sweepTable(variants, 'guidance')),
      section('Temperature', `${temperatureNote}\n\n${sweepTable(variants, 'temperature')}`),
      section('Nearness to training', nearnessTable(near)),
    ].join('\n'),
  };
}

async function scoreAll(
  evaluation: Evaluation,
  { tags, text, signal }: ReportContext,
): Promise<ScoredVariants> {
  const words = tags.map((tag) => `music with ${musicTags[tag]?.says ?? tag}`);
  const spoken = await text.encode(words, { signal });
  const suggested = evaluation.asked.map(({ clip }) =>
    spoken.map((word) => cosine(clip.vectors.caption, word)),
  );
  const score = scorerOf(evaluation, tags, suggested);
  const distance = distancesTo(evaluation.reference);
  const clips = new Map<string, readonly ScoredClip[]>();
  const distances = new Map<string, SetDistance>();
  for (const [name, measures] of evaluation.measures) {
    clips.set(name, score(measures));
    distances.set(name, distance(measures, sure.has(name)));
  }
  // The usual settings are those of `all`, on the clips of the sweep.
  const half = clips.get('steps-1')?.length;
  const all = evaluation.measures.get('all') ?? [];
  const same = [
    [`steps-${usual.steps}`, half],
    [`guidance-${usual.guidance}`, half],
    [`temperature-${usual.temperature}`, undefined],
  ] as const;
  for (const [name, count] of same) {
    clips.set(name, score(all.slice(0, count)));
    distances.set(name, distance(all.slice(0, count), false));
  }
  for (const name of half === undefined ? [] : halved) {
    const measures = evaluation.measures.get(name)?.slice(0, half) ?? [];
    clips.set(halfOf(name), score(measures));
    distances.set(halfOf(name), distance(measures, false));
  }
  return { clips, distances };
}

function preamble(
  { asked, reference, training, measures }: Evaluation,
  { set, identity }: ReportContext,
): string[] {
  const half = measures.get('steps-1')?.length ?? 0;
  return [
    `${asked.length} clips of the test split (${half} in the sweeps), ${usual.steps} steps, guidance ${usual.guidance}, temperature ${usual.temperature} unless said. “Real” is the`,
    'score engine’s own render of the notes that were asked for: no human recording is in here. FAD is measured to the',
    `${reference.length} other test clips. ${training.length} training clips teach the straight lines and are searched for the nearest. Brackets are`,
    'intervals of 95 % (bootstrap over clips). Formulas, directions and traps: [musflow](../musflow).',
    `Set: ${set}; packs: ${identity}.`,
    '',
  ];
}

function section(title: string, table: string): string {
  return `## ${title}\n\n${table}\n`;
}

function nearnessTable(
  rows: readonly ({ name: string } & ReturnType<ReturnType<typeof nearnessTo>>)[],
): string {
  return [
    'Median likeness to the nearest training clip, and how many are nearer than 95 % of held-out renders are (5 % is what is expected).',
    '',
    markdownTable(
      ['', 'embedding', 'nearer', 'chroma sequence', 'nearer'],
      rows.map(({ name, embedding, embeddingShare, chroma, chromaShare }) => [
        name,
        figure(embedding),
        percent(embeddingShare),
        figure(chroma),
        percent(chromaShare),
      ]),
    ),
  ].join('\n');
}

function figuresOf(clips: readonly ScoredClip[], distance: SetDistance | undefined): Record<string, unknown> {
  const names = Object.keys(clips[0]?.scores ?? {}) as (keyof ClipScores)[];
  const pairs = Object.keys(clips[0]?.pairs ?? {}) as (keyof ClipPairs)[];
  return {
    clips: clips.length,
    fad: distance,
    ...Object.fromEntries(names.map((name) => [name, scoreFigure(clips, name)])),
    ...Object.fromEntries(pairs.map((name) => [name, pairFigure(clips, name)])),
  };
}
