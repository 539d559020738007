/**
 * Which clips our own set has, and in which shard each lies. Everything is a function of the seed and of a clip's split and
 * number, never of how many clips or machines there are: a larger set begins with the smaller one, and any machine can build
 * any shard.
 */
import { decisionSeed, seededRandom } from '../../../bridge/protocol/seededRandom.ts';
import { splitOf, splits, splitSeed } from '../split.ts';
import type { Scene } from '../../brief/scene.ts';
import type { Split } from '../split.ts';

/** A clip that is to be made. */
export interface PlannedClip {
  /** Unique within the set, such as `train-000042`. */
  id: string;
  split: Split;
  /** Place within its split, from 0. */
  number: number;
  scene: Scene;
  /** See {@link splitSeed}. */
  seed: number;
}

/** A shard that is to be written. */
export interface PlannedShard {
  split: Split;
  /** Place within its split, from 0. */
  number: number;
  /** Numbers of its clips: from … to − 1. */
  from: number;
  to: number;
}

/** One share of the work: shard `index` of `of`, counted from 1. */
export interface WorkShare {
  index: number;
  of: number;
}

/** How many of `clips` go to each split; a set of three clips and more has all of them. */
export function clipsBySplit(clips: number): Record<Split, number> {
  const test = clips < 3 ? 0 : Math.max(1, Math.round(clips * 0.1));
  const validation = clips < 3 ? 0 : Math.max(1, Math.round(clips * 0.05));
  return { train: clips - test - validation, validation, test };
}

/** The shards of a set, and of them those of one share of the work. */
export function planShards(clips: number, perShard: number, { index, of }: WorkShare): PlannedShard[] {
  const counts = clipsBySplit(clips);
  const all = splits.flatMap((split) =>
    Array.from({ length: Math.ceil(counts[split] / perShard) }, (_, number) => {
      const from = number * perShard;
      return { split, number, from, to: Math.min(counts[split], from + perShard) };
    }),
  );
  return all.filter((_, place) => place % of === index - 1);
}

/** Plans single clips of a set. */
export class ClipPlan {
  readonly #seed: number;
  readonly #scenes: Readonly<Record<Split, readonly Scene[]>>;

  constructor(scenes: readonly Scene[], seed: number) {
    this.#seed = seed;
    const of = (split: Split): Scene[] => scenes.filter(({ id }) => splitOf(id) === split);
    this.#scenes = { train: of('train'), validation: of('validation'), test: of('test') };
  }

  /** The clip of a split and number. Scenes take turns, in a new order each round. */
  clip(split: Split, number: number): PlannedClip {
    const scenes = this.#scenes[split];
    const round = Math.floor(number / scenes.length);
    const scene = this.#shuffled(split, round)[number % scenes.length];
    if (scene === undefined) throw new RangeError(`ClipPlan: no scene is for ${split}`);
    const name = `clip/${number}`;
    const id = `${split}-${String(number).padStart(6, '0')}`;
    return { id, split, number, scene, seed: splitSeed(split, this.#seed, name) };
  }

  #shuffled(split: Split, round: number): readonly Scene[] {
    const random = seededRandom(decisionSeed(this.#seed, `order/${split}/${round}`));
    const order = [...this.#scenes[split]];
    for (let i = order.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [order[i], order[j]] = [order[j] as Scene, order[i] as Scene];
    }
    return order;
  }
}
