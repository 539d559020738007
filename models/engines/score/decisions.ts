/**
 * A seed per decision: every choice of the engine has a name and its own stream of random numbers, so that one of them
 * can be made anew while all others stay as they are.
 */
import { decisionSeed, seededRandom } from '../../../bridge/protocol/seededRandom.ts';
import type { SeededRandom } from '../../../bridge/protocol/seededRandom.ts';

/** What the engine decides, in order. */
export const decisions = [
  'form',
  'harmony',
  'motif',
  'melody',
  'bass',
  'voicing',
  'counter',
  'figure',
  'percussion',
  'colour',
  'performance',
] as const;
/** One of the {@link decisions}. */
export type Decision = (typeof decisions)[number];

/** The seed of every decision. */
export type DecisionSeeds = Record<Decision, number>;

/** Seeds of all decisions under a master seed; `given` wins for the ones it names. */
export function seedDecisions(seed: number, given: Readonly<Record<string, number>> = {}): DecisionSeeds {
  const entries = decisions.map((name) => [name, given[name] ?? decisionSeed(seed, name)] as const);
  return Object.fromEntries(entries) as DecisionSeeds;
}

/** The random numbers of one decision at one place, such as a theme or a phrase. */
export function randomFor(seeds: DecisionSeeds, decision: Decision, place: string): SeededRandom {
  return seededRandom(decisionSeed(seeds[decision], place));
}
