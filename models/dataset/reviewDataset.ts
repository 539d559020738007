/** The samples of a set whose stories or music fit least, for a person to look at. */
import { basename } from 'node:path';
import { findShards } from './findShards.ts';
import { readShard } from './shards/readShard.ts';
import type { SampleRecord } from './sample.ts';

/** A sample as a reviewer sees it. */
export interface ReviewedSample extends Pick<SampleRecord, 'id' | 'split' | 'scene' | 'scores' | 'licence'> {
  shard: string;
  story: string;
  caption: string;
  /** Where its picture and its music come from, where they come from files. */
  image?: string;
  music?: string;
}

/** What a review shows. */
export interface DatasetReview {
  /** Samples that were seen. */
  seen: number;
  below?: number;
  /** The lowest first. */
  samples: ReviewedSample[];
}

/** Reads every record of a set and keeps those with the lowest scores; samples that were composed have none. */
export async function reviewDataset(
  folder: string,
  { below, most }: { below?: number | undefined; most: number },
): Promise<DatasetReview> {
  let worst: { lowest: number; sample: ReviewedSample }[] = [];
  let seen = 0;
  for (const path of await findShards(folder)) {
    for await (const { record } of readShard(path)) {
      seen++;
      const scores = Object.values(record.scores).filter((score) => score !== undefined);
      const lowest = Math.min(...scores);
      if (scores.length === 0 || (below !== undefined && lowest >= below)) continue;
      worst.push({ lowest, sample: reviewed(record, basename(path)) });
      if (worst.length >= 2 * most) worst = worstOf(worst, most);
    }
  }
  const samples = worstOf(worst, most).map(({ sample }) => sample);
  return { seen, ...(below === undefined ? {} : { below }), samples };
}

function worstOf<T extends { lowest: number; sample: ReviewedSample }>(all: readonly T[], most: number): T[] {
  return [...all].sort((a, b) => a.lowest - b.lowest || (a.sample.id < b.sample.id ? -1 : 1)).slice(0, most);
}

function reviewed(record: SampleRecord, shard: string): ReviewedSample {
  const { id, split, scene, scores, licence, stories, captions, provenance } = record;
  const [image, music] = [pathOf(provenance.image), pathOf(provenance.music)];
  return {
    ...{ id, split, scene, scores, licence, shard },
    story: stories[0] ?? '',
    caption: captions[0] ?? '',
    ...(image === undefined ? {} : { image }),
    ...(music === undefined ? {} : { music }),
  };
}

function pathOf(source: unknown): string | undefined {
  if (typeof source !== 'object' || source === null || !('path' in source)) return undefined;
  const start =
    'start' in source && typeof source.start === 'number' ? ` at ${source.start.toFixed(1)} s` : '';
  return `${String(source.path)}${start}`;
}
