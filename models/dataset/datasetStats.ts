/** What a set holds, counted from its shards. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { findShards } from './findShards.ts';
import { readShard } from './shards/readShard.ts';
import { splits } from './split.ts';
import type { Skipped } from './buildState.ts';
import type { SampleRecord } from './sample.ts';
import type { Split } from './split.ts';

/** Bars of a histogram, in the order of their values. */
export type Histogram = { label: string; count: number }[];

/** What a split holds. */
export interface SplitStats {
  samples: number;
  hours: number;
  scenes: number;
}

/** What a set holds. */
export interface DatasetStats extends SplitStats {
  shards: number;
  /** Different clips of music: a matched set may use one twice. */
  clips: number;
  splits: Record<Split, SplitStats>;
  licences: Record<string, number>;
  attributes: Record<string, Histogram>;
  skipped: Skipped[];
}

/** Widths of the bars of attributes that are numbers. */
const widths: Readonly<Record<string, number>> = {
  tempo: 20,
  valence: 0.25,
  arousal: 0.25,
  tension: 0.2,
  density: 0.2,
  brightness: 0.2,
  dynamics: 0.2,
};

/** Counts a set; one record is in memory at a time. */
export async function datasetStats(folder: string): Promise<DatasetStats> {
  const counter = new Counter();
  const shards = await findShards(folder);
  for (const path of shards) for await (const { record } of readShard(path)) counter.add(record);
  return { ...counter.stats(), shards: shards.length, skipped: await skippedIn(folder) };
}

class Counter {
  readonly #seconds = new Map<Split, number[]>();
  readonly #scenes = new Map<Split, Set<string>>();
  readonly #clips = new Set<string>();
  readonly #licences = new Map<string, number>();
  readonly #bars = new Map<string, Map<string, number>>();

  add({ split, scene, seconds, licence, hashes, attributes }: SampleRecord): void {
    const [count = 0, sum = 0] = this.#seconds.get(split) ?? [];
    this.#seconds.set(split, [count + 1, sum + seconds]);
    const scenes = this.#scenes.get(split) ?? new Set();
    this.#scenes.set(split, scenes.add(scene));
    this.#clips.add(hashes.wav ?? '');
    this.#licences.set(licence, (this.#licences.get(licence) ?? 0) + 1);
    for (const [name, value] of Object.entries(attributes)) {
      for (const label of labelsOf(name, value)) this.#count(name, label);
    }
    if (attributes.key !== undefined) this.#count('mode', attributes.key.split(' ')[1] ?? '');
  }

  stats(): Omit<DatasetStats, 'shards' | 'skipped'> {
    const bySplit = Object.fromEntries(splits.map((split) => [split, this.#split(split)])) as Record<
      Split,
      SplitStats
    >;
    const total = (of: (stats: SplitStats) => number): number =>
      Object.values(bySplit).reduce((sum, stats) => sum + of(stats), 0);
    return {
      samples: total(({ samples }) => samples),
      hours: total(({ hours }) => hours),
      scenes: total(({ scenes }) => scenes),
      clips: this.#clips.size,
      splits: bySplit,
      licences: Object.fromEntries([...this.#licences].sort()),
      attributes: Object.fromEntries(
        [...this.#bars].sort().map(([name, bars]) => [name, histogram(bars, name in widths)]),
      ),
    };
  }

  #split(split: Split): SplitStats {
    const [samples = 0, seconds = 0] = this.#seconds.get(split) ?? [];
    return { samples, hours: seconds / 3600, scenes: this.#scenes.get(split)?.size ?? 0 };
  }

  #count(name: string, label: string): void {
    const bars = this.#bars.get(name) ?? new Map<string, number>();
    this.#bars.set(name, bars.set(label, (bars.get(label) ?? 0) + 1));
  }
}

/** The bars that a value counts in. Lengths say nothing: all clips have one. */
function labelsOf(name: string, value: unknown): string[] {
  if (name === 'bars' || name === 'seconds') return [];
  if (Array.isArray(value)) return value.map(({ instrument }: { instrument: string }) => instrument);
  const width = widths[name];
  if (typeof value !== 'number' || width === undefined) return [String(value)];
  // A value on the upper edge of its range belongs to the last bar.
  const from = Math.floor(Math.min(value, name === 'tempo' ? value : 0.999_999) / width) * width;
  return [name === 'tempo' ? `${from}–${from + width}` : `${from.toFixed(2)} … ${(from + width).toFixed(2)}`];
}

function histogram(bars: ReadonlyMap<string, number>, isNumeric: boolean): Histogram {
  const all = [...bars].map(([label, count]) => ({ label, count }));
  return isNumeric
    ? all.sort((a, b) => parseFloat(a.label) - parseFloat(b.label))
    : all.sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
}

const skippedSchema = z.object({
  skipped: z.array(z.object({ source: z.string(), code: z.string(), reason: z.string() })),
});

/** What the builds of a folder skipped; a state that cannot be read has nothing to say. */
async function skippedIn(folder: string): Promise<Skipped[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.state.json')).sort();
  const states = await Promise.all(
    names.map(async (name) => {
      try {
        return skippedSchema.parse(JSON.parse(await readFile(join(folder, name), 'utf8'))).skipped;
      } catch {
        return [];
      }
    }),
  );
  // Every share hears all recordings: what it skips among them is told once.
  return [...new Map(states.flat().map((one) => [`${one.source} ${one.reason}`, one])).values()];
}
