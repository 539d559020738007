/**
 * Our own set: music by the score engine, stories and captions from the scene knowledge, pictures from class words.
 *
 *   plan ─► shard ─► clip ─┬─ draw, compose, cut, render ─► audio, notes, attributes ─┐
 *                          ├─ story and caption wordings ─► sentence embeddings ──────┼─► sample ─► tar
 *                          └─ classes, drawn look ────────► image vectors ────────────┘
 */
import { join } from 'node:path';
import { throwIfCancelled } from '../../../bridge/protocol/errors.ts';
import { scoreEngineVersion } from '../../engines/score/composeScore.ts';
import { RenderPool } from '../../rendering/renderPool.ts';
import { packHash } from '../../takes/packHash.ts';
import { BuildState } from '../buildState.ts';
import { inOrder } from '../inOrder.ts';
import { localDisk } from '../shards/diskFile.ts';
import { ShardWriter } from '../shards/shardWriter.ts';
import type { ClassFeatures } from './classFeatures.ts';
import { openClassFeatures } from './classFeatures.ts';
import { makeOwnSample } from './makeOwnSample.ts';
import { ClipPlan, planShards } from './planClips.ts';
import { SceneClasses } from './sceneClasses.ts';
import type { Skipped } from '../buildState.ts';
import type { BuildOptions, BuildReport } from '../buildOptions.ts';
import type { Disk } from '../shards/diskFile.ts';
import type { Stack } from '../../takes/stack.ts';
import type { OwnSources } from './makeOwnSample.ts';
import type { PlannedShard } from './planClips.ts';

/** How our own set is built. */
export interface OwnSetOptions extends BuildOptions {
  /** Clips of the whole set, over all splits and shares. */
  clips: number;
}

/** Version of the recipe of samples: another one makes other samples of the same seed. 2: drums name their kit. */
const recipeVersion = 2;

/** Builds one share of the set; shards that are there already are left. */
export async function buildOwnSet(
  stack: Pick<Stack, 'knowledge' | 'textEncoder' | 'imageEncoder' | 'soundFont'>,
  options: OwnSetOptions,
): Promise<BuildReport> {
  const { name, out, share, perShard, clips, seed, signal, progress } = options;
  const disk = options.disk ?? localDisk;
  const sources = await openSources(stack, options);
  try {
    const settings = { kind: 'own', seed, perShard, clips, recipe: recipeVersion, ...sources.provenance };
    const state = await BuildState.open({ folder: out, name, share, disk }, settings);
    const shards = planShards(clips, perShard, share);
    const all = shards.reduce((sum, { from, to }) => sum + to - from, 0);
    let made = 0;
    let kept = 0;
    for (const shard of shards) {
      throwIfCancelled(signal);
      const file = shardName(name, shard);
      if (await state.has(file)) {
        kept++;
        made += shard.to - shard.from;
        continue;
      }
      const begun = made;
      const report = (samples: number): void => {
        made = begun + samples;
        progress?.({ stage: 'render', step: made, of: all, detail: file });
      };
      const { written, skipped } = await buildShard(sources, shard, join(out, file), disk, report);
      await state.done(file, written, skipped);
    }
    return { folder: out, name, kept, ...state.summary };
  } finally {
    await Promise.all(sources.pools.map((pool) => pool.close()));
  }
}

/** The file name of a shard. */
export function shardName(set: string, { split, number }: Pick<PlannedShard, 'split' | 'number'>): string {
  return `${set}-${split}-${String(number).padStart(6, '0')}.tar`;
}

interface OpenedSources extends OwnSources {
  plan: ClipPlan;
  pools: RenderPool[];
}

/** Everything that samples are made with; one render thread for each clip in work. */
async function openSources(
  stack: Pick<Stack, 'knowledge' | 'textEncoder' | 'imageEncoder' | 'soundFont'>,
  { seed, workers, signal }: OwnSetOptions,
): Promise<OpenedSources> {
  const knowledge = await stack.knowledge();
  const text = await stack.textEncoder();
  const image = await stack.imageEncoder();
  const soundFont = await stack.soundFont();
  const classes: ClassFeatures = await openClassFeatures(image.pack);
  const labels = image.encoder.classes.map(({ label }) => label);
  return {
    seed,
    signal,
    soundFont,
    plan: new ClipPlan(knowledge.scenes, seed),
    text: text.encoder,
    features: classes,
    sceneClasses: new SceneClasses(text.encoder, labels),
    pools: Array.from({ length: workers }, () => new RenderPool(1)),
    provenance: {
      engine: { name: 'score', version: scoreEngineVersion },
      soundFont: { name: soundFont.name, sha256: soundFont.sha256 },
      packs: [text, image].map(({ pack }) => ({ id: pack.manifest.id, sha256: packHash(pack) })),
    },
  };
}

async function buildShard(
  sources: OpenedSources,
  { split, from, to }: PlannedShard,
  path: string,
  disk: Disk,
  report: (samples: number) => void,
): Promise<{ written: Awaited<ReturnType<ShardWriter['close']>>; skipped: Skipped[] }> {
  const writer = await ShardWriter.open(path, disk);
  const skipped: Skipped[] = [];
  try {
    const samples = inOrder({ from, to }, sources.pools.length, async (number, lane) => {
      throwIfCancelled(sources.signal);
      const clip = sources.plan.clip(split, number);
      return { clip, sample: await makeOwnSample(clip, sources, sources.pools[lane] as RenderPool) };
    });
    let done = 0;
    for await (const { clip, sample } of samples) {
      if (sample === undefined)
        skipped.push({ source: clip.id, code: 'audio-silent', reason: 'Nothing sounds in it' });
      else await writer.add(sample);
      report(++done);
    }
    return { written: await writer.close(), skipped };
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}
