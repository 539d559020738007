/** Draws a mean feeling out again: the mean of many lies nearer to the middle than each of them. */
import { clampFeeling, mixFeelings } from './feeling.ts';
import type { Feeling } from './feeling.ts';
import type { SceneKnowledge } from './sceneKnowledge.ts';

/** Exponent of the count by which the distance from the middle grows; 0.5 would undo the averaging of independent items. */
const exponent = 0.3;
/** No mean is drawn out farther than this. */
const most = 1.5;

/** The mean of `count` (a real number: equally weighted items in effect) feelings, drawn out from the scenes' centre. */
export function sharpenFeeling(knowledge: SceneKnowledge, mean: Feeling, count: number): Feeling {
  const factor = Math.min(most, Math.max(1, count) ** exponent);
  return clampFeeling(mixFeelings(knowledge.centre, mean, factor));
}

/** How many equally weighted items have the same variance of their mean: (Σw)² / Σw². */
export function effectiveCount(weights: readonly number[]): number {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const squares = weights.reduce((total, weight) => total + weight * weight, 0);
  return squares > 0 ? (sum * sum) / squares : 0;
}
