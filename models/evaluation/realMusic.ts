/** Is it real music? How many of our pieces lie where 90 % of a collection of real music lies, metric by metric. */
import { composeScore } from '../engines/score/composeScore.ts';
import { shareWithin, spreadOf } from './distribution.ts';
import { randomBrief } from './explicitBrief.ts';
import { markdownTable, percent } from './markdownTable.ts';
import { durationHistogram, histogramOverlap, intervalHistogram } from './metrics/histograms.ts';
import { measurePiece, metricNames } from './metrics/measurePiece.ts';
import { melodyOf, pieceOfScore } from './piece.ts';
import type { Mode, Style } from '../../bridge/protocol/attributes.ts';
import type { Spread } from './distribution.ts';
import type { MetricName } from './metrics/measurePiece.ts';
import type { Piece } from './piece.ts';
import type { CollectionFigures } from './reference/measureCorpus.ts';
import type { Report } from './writeResults.ts';

/** A style beside the collection that holds such music. */
export interface Comparison {
  style: Style;
  collection: string;
  /** Modes that the collection is written in. */
  modes: readonly Mode[];
  /** True where the collection holds tunes only: then only our leading voice is measured. */
  tuneOnly: boolean;
}

/** What is compared. Other styles have no collection in the corpus. */
export const comparisons: readonly Comparison[] = [
  { style: 'choral', collection: 'bach-chorales', modes: ['major', 'minor'], tuneOnly: false },
  { style: 'strings', collection: 'quartets', modes: ['major', 'minor'], tuneOnly: false },
  { style: 'folk', collection: 'oneills', modes: ['major', 'minor', 'dorian', 'mixolydian'], tuneOnly: true },
  {
    style: 'folk',
    collection: 'ryans-mammoth',
    modes: ['major', 'minor', 'dorian', 'mixolydian'],
    tuneOnly: true,
  },
  {
    style: 'folk',
    collection: 'essen-folksong',
    modes: ['major', 'minor', 'dorian', 'mixolydian'],
    tuneOnly: true,
  },
  { style: 'piano', collection: 'piano-music', modes: ['major', 'minor'], tuneOnly: false },
];

/** Name of a compared metric. */
export type ComparedMetric = MetricName | 'intervalOverlap' | 'durationOverlap';

/** One metric of one comparison. */
export interface ComparedFigure {
  metric: ComparedMetric;
  ours: Spread;
  real: Spread;
  /** Share of our pieces between the 5th and the 95th percentile of the real ones. */
  within: number;
}

/** Metrics that a single line has none of. */
const ensembleMetrics: readonly ComparedMetric[] = [
  'polyphony',
  'dissonantBeats',
  'parallelPerfects',
  'melodyDensity',
];

/** Compares `count` new pieces of a style with the figures of its collection. */
export function compare(comparison: Comparison, real: CollectionFigures, count: number): ComparedFigure[] {
  const pieces = Array.from({ length: count }, (_, seed) => composedPiece(comparison, seed));
  const measured = pieces.map(measurePiece);
  const values = (metric: ComparedMetric): number[] => {
    if (metric === 'intervalOverlap')
      return pieces.map((piece) => histogramOverlap(intervalHistogram(melodyOf(piece)), real.intervals));
    if (metric === 'durationOverlap')
      return pieces.map((piece) => histogramOverlap(durationHistogram(melodyOf(piece)), real.durations));
    return measured.map((metrics) => metrics[metric]);
  };
  const metrics = [...metricNames, 'intervalOverlap', 'durationOverlap'] as const;
  return metrics
    .filter((metric) => !comparison.tuneOnly || !ensembleMetrics.includes(metric))
    .map((metric) => {
      const ours = values(metric);
      return {
        metric,
        ours: spreadOf(ours),
        real: real.metrics[metric],
        within: shareWithin(ours, bandOf(metric, real.metrics[metric])),
      };
    });
}

/** An overlap with the mean cannot be too good, so only its lower end counts. */
function bandOf(metric: ComparedMetric, spread: Spread): Spread {
  return metric.endsWith('Overlap') ? { ...spread, p95: 1 } : spread;
}

function composedPiece({ style, modes, tuneOnly }: Comparison, seed: number): Piece {
  const brief = randomBrief({ style, seed, modes });
  const piece = pieceOfScore(composeScore({ brief, seed }).score, `${style} ${seed}`);
  return tuneOnly ? { ...piece, lines: piece.lines.slice(0, 1), drums: [] } : piece;
}

/** Compares all styles that have a collection, `count` pieces each. */
export function realMusicReport(
  collections: Readonly<Record<string, CollectionFigures>>,
  count: number,
): Report {
  const results = comparisons.flatMap((comparison) => {
    const real = collections[comparison.collection];
    return real === undefined ? [] : [{ comparison, real, figures: compare(comparison, real, count) }];
  });
  const tables = results.map(({ comparison, real, figures }) => {
    const inside = figures.reduce((sum, figure) => sum + figure.within, 0) / figures.length;
    const rows = figures.map(({ metric, ours, real: theirs, within }) => [
      metric,
      spread(theirs),
      spread(ours),
      percent(within),
    ]);
    const heading = `## ${comparison.style} beside ${comparison.collection}`;
    const what = comparison.tuneOnly ? 'leading voices' : 'pieces';
    const note = `${count} ${what} of ours, ${real.pieces} real pieces; on average ${percent(inside)} inside.`;
    const few = real.pieces < 30 ? ' **So few real pieces make a poor measure.**' : '';
    return `${heading}\n\n${note}${few}\n\n${markdownTable(['metric', 'real 5 – 50 – 95 %', 'ours 5 – 50 – 95 %', 'ours inside'], rows)}`;
  });
  return {
    name: 'realMusic',
    title: 'Is it real music?',
    figures: results.map(({ comparison, real, figures }) => ({
      ...comparison,
      pieces: real.pieces,
      figures,
    })),
    text: [
      'Share of our pieces between the 5th and the 95th percentile of real music; 90 % is what real music itself has.',
      'Both are measured by the same functions (`metrics/`) on notated time. Both are cut to',
      '32 bars; repeats are not unfolded in the corpora. `structure…` are fitness values on bars and not comparable with published SI.',
      'A band without width (chorales always have four voices) is met only exactly, so 0 % there means little.',
      '',
      tables.join('\n\n'),
    ].join('\n'),
  };
}

function spread({ p5, p50, p95 }: Spread): string {
  return [p5, p50, p95].map((value) => value.toFixed(2)).join(' – ');
}
