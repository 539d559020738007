/** The numbers in which scenes, readings and briefs are compared: six attributes and the pace. */
import { attributeRanges } from '../../bridge/protocol/attributes.ts';
import type { SceneAttributes } from './scene.ts';

/** Names of the dimensions. Pace is the binary logarithm of the tempo, for tempi are felt as ratios. */
export const feelingNames = [
  'valence',
  'arousal',
  'tension',
  'density',
  'brightness',
  'dynamics',
  'pace',
] as const;
/** Name of a dimension. */
export type FeelingName = (typeof feelingNames)[number];

/** A point in these dimensions: valence and arousal −1…1, pace log2(BPM), the others 0…1. */
export type Feeling = Readonly<Record<FeelingName, number>>;

/** The first three: what mood words and the eye speak of. The other four follow from them where nothing else is said. */
export const affectNames = ['valence', 'arousal', 'tension'] as const;

/** Limits of each dimension. */
export const feelingRanges: Readonly<Record<FeelingName, { min: number; max: number }>> = {
  ...attributeRanges,
  pace: { min: Math.log2(attributeRanges.tempo.min), max: Math.log2(attributeRanges.tempo.max) },
};

/** Makes a feeling, dimension by dimension. */
export function feelingOf(value: (name: FeelingName) => number): Feeling {
  return Object.fromEntries(feelingNames.map((name) => [name, value(name)])) as Record<FeelingName, number>;
}

/** The feeling of a scene; its pace is that of the geometric middle of its tempi. */
export function sceneFeeling(attributes: SceneAttributes): Feeling {
  const [low, high] = attributes.tempo;
  return feelingOf((name) => (name === 'pace' ? Math.log2(low * high) / 2 : attributes[name]));
}

/** The feeling within its limits. */
export function clampFeeling(feeling: Feeling): Feeling {
  return feelingOf((name) =>
    Math.min(feelingRanges[name].max, Math.max(feelingRanges[name].min, feeling[name])),
  );
}

/** The way from one feeling to another, `share` of it. */
export function mixFeelings(from: Feeling, to: Feeling, share: number): Feeling {
  return feelingOf((name) => from[name] + (to[name] - from[name]) * share);
}

/** The weighted mean; undefined where the weights add up to nothing. */
export function meanFeeling(items: readonly { feeling: Feeling; weight: number }[]): Feeling | undefined {
  const total = items.reduce((sum, { weight }) => sum + weight, 0);
  if (total <= 0) return undefined;
  return feelingOf((name) => items.reduce((sum, item) => sum + item.feeling[name] * item.weight, 0) / total);
}
