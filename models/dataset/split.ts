/**
 * Which split a scene, and all that is made from it, belongs to: fixed for ever by a hash of its identifier, so that no
 * later build, on no other machine, moves a test scene into training.
 */
import { decisionSeed, hashText } from '../../bridge/protocol/seededRandom.ts';

/** The splits, as shards and samples name them. */
export const splits = ['train', 'validation', 'test'] as const;
/** One of the {@link splits}. */
export type Split = (typeof splits)[number];

/** Scenes in 100 that are for validation, and for testing. */
const validationShare = 5;
const testShare = 10;

/** The split of a scene, by its identifier. The same text always has the same split. */
export function splitOf(scene: string): Split {
  const place = hashText(`split/${scene}`) % 100;
  if (place < testShare) return 'test';
  return place < testShare + validationShare ? 'validation' : 'train';
}

/**
 * A seed of a split: its lowest two bits say which, so that a seed of testing never occurs in training whatever the
 * hash of its name.
 */
export function splitSeed(split: Split, seed: number, name: string): number {
  const free = decisionSeed(seed, `${split}/${name}`);
  return ((free & ~3) | splits.indexOf(split)) >>> 0;
}

/** The split that a seed of {@link splitSeed} belongs to. */
export function splitOfSeed(seed: number): Split | undefined {
  return splits[seed & 3];
}
