/** What the dataset commands print for a person. */
import { textTable } from './textTable.ts';
import type { BuildReport } from '../dataset/buildOptions.ts';
import type { DatasetStats, Histogram } from '../dataset/datasetStats.ts';
import type { DatasetReview } from '../dataset/reviewDataset.ts';

/** Skipped sources that are named; the rest are counted. */
const mostNamed = 20;
const barWidth = 32;

/** What a build has done. */
export function buildText({ folder, name, shards, kept, skipped }: BuildReport): string {
  const files = Object.entries(shards);
  const samples = files.reduce((sum, [, shard]) => sum + shard.samples, 0);
  const bytes = files.reduce((sum, [, shard]) => sum + shard.bytes, 0);
  const head = `${name}: ${samples} samples in ${files.length} shards, ${megabytes(bytes)}, in ${folder}`;
  const before = kept === 0 ? '' : ` (${kept} were there already)`;
  return `${head}${before}\n${skippedText(skipped)}`;
}

/** The samples that fit least. */
export function reviewText({ samples, below, seen }: DatasetReview): string {
  if (samples.length === 0) {
    return `${seen} samples were seen; none has a score${below === undefined ? '' : ` below ${below}`}.\n`;
  }
  const rows = samples.map(({ id, scores, story, caption, music, shard }) => [
    id,
    score(scores.imageStory),
    score(scores.captionMusic),
    shard,
    `${music ?? '–'}: ${shortened(story)} → ${shortened(caption)}`,
  ]);
  return `${textTable([['sample', 'story', 'music', 'shard', 'music: story → caption'], ...rows])}\n`;
}

/** Counts and histograms. */
export function statsText(stats: DatasetStats): string {
  const { samples, hours, scenes, splits, licences, clips } = stats;
  const head = `${samples} samples, ${hours.toFixed(2)} h, ${scenes} scenes, ${clips} different clips of music\n`;
  const splitRows = Object.entries(splits).map(([split, { samples: n, hours: h, scenes: s }]) => [
    split,
    String(n),
    `${h.toFixed(2)} h`,
    `${s} scenes`,
  ]);
  const licenceRows = Object.entries(licences).map(([licence, count]) => [licence, String(count)]);
  const sections = [
    head,
    `Splits\n${textTable(splitRows)}\n`,
    `Licences\n${textTable(licenceRows)}\n`,
    ...Object.entries(stats.attributes).map(([name, histogram]) => histogramText(name, histogram)),
    skippedText(stats.skipped),
  ];
  return sections.filter((section) => section !== '').join('\n');
}

function histogramText(name: string, histogram: Histogram): string {
  const most = Math.max(1, ...histogram.map(({ count }) => count));
  const rows = histogram.map(({ label, count }) => [
    label,
    String(count),
    '█'.repeat(Math.round((barWidth * count) / most)),
  ]);
  return `${name}\n${textTable(rows)}\n`;
}

function skippedText(skipped: BuildReport['skipped']): string {
  if (skipped.length === 0) return '';
  const rows = skipped.slice(0, mostNamed).map(({ source, code, reason }) => [source, code, reason]);
  const rest =
    skipped.length > mostNamed ? `\n  … and ${skipped.length - mostNamed} more; --json lists them` : '';
  return `Skipped: ${skipped.length}\n${textTable(rows)}${rest}\n`;
}

function score(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(2);
}

function shortened(text: string): string {
  return text.length <= 48 ? text : `${text.slice(0, 46)} …`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
