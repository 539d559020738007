/**
 * Which of several alternatives is the right one: conditional logit (McFadden 1974), P(i) = exp(w·x_i) / Σ_k exp(w·x_k).
 *
 * The features are standardized, w is held small (ridge), and what is left is convex: Newton's steps find it, each halved until it leads
 * downhill.
 */
import { mean } from '../distribution.ts';
import { solve } from './linearDiscriminant.ts';

/** Alternatives with their features, and which of them is right. */
export interface Choice {
  alternatives: readonly (readonly number[])[];
  right: number;
}

const ridge = 0.003;
const steps = 12;
/** Of a step: the first that leads downhill is taken. */
const shares = [1, 1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 32] as const;

/** Learns from choices; returns how well an alternative fits: only the order of those of one choice means anything. */
export function conditionalLogit(choices: readonly Choice[]): (features: readonly number[]) => number {
  const rows = choices.flatMap(({ alternatives }) => alternatives);
  const width = rows[0]?.length ?? 0;
  const centre = Array.from({ length: width }, (_, i) => mean(rows.map((row) => row[i] ?? 0)));
  const spread = centre.map(
    (middle, i) => Math.sqrt(mean(rows.map((row) => ((row[i] ?? 0) - middle) ** 2))) + 1e-6,
  );
  const standard = (row: readonly number[]): number[] =>
    row.map((value, i) => (value - (centre[i] ?? 0)) / (spread[i] ?? 1));
  const known = choices.map(({ alternatives, right }) => ({
    alternatives: alternatives.map(standard),
    right,
  }));
  let weights = new Array<number>(width).fill(0);
  for (let step = 0; step < steps; step++) {
    const { slope, bend } = derivatives(known, weights);
    const change = solve(bend, slope);
    const after = (share: number): number[] => weights.map((weight, i) => weight - share * (change[i] ?? 0));
    const before = loss(known, weights);
    const share = shares.find((each) => loss(known, after(each)) < before);
    if (share === undefined) break;
    weights = after(share);
  }
  return (features) => dot(standard(features), weights);
}

/** Mean of −ln P(right), with the ridge. */
function loss(choices: readonly Choice[], weights: readonly number[]): number {
  const penalty = weights.reduce((sum, weight) => sum + ridge * weight ** 2, 0);
  const surprise = choices.map(({ alternatives, right }) => {
    const chances = softmax(alternatives.map((row) => dot(row, weights)));
    return -Math.log(Math.max(1e-300, chances[right] ?? 0));
  });
  return mean(surprise) + penalty;
}

/** First and second derivatives of the mean of −ln P(right), with the ridge. */
function derivatives(
  choices: readonly Choice[],
  weights: readonly number[],
): { slope: number[]; bend: number[][] } {
  const width = weights.length;
  const slope = weights.map((weight) => 2 * ridge * weight);
  const bend = weights.map((_, i) => weights.map((_unused, k) => (i === k ? 2 * ridge : 0)));
  for (const { alternatives, right } of choices) {
    const chances = softmax(alternatives.map((row) => dot(row, weights)));
    const expected = weights.map((_, i) =>
      alternatives.reduce((sum, row, a) => sum + (chances[a] ?? 0) * (row[i] ?? 0), 0),
    );
    for (let i = 0; i < width; i++) {
      slope[i] = (slope[i] ?? 0) + ((expected[i] ?? 0) - (alternatives[right]?.[i] ?? 0)) / choices.length;
    }
    alternatives.forEach((row, a) => {
      const off = row.map((value, i) => value - (expected[i] ?? 0));
      const share = (chances[a] ?? 0) / choices.length;
      for (let i = 0; i < width; i++) {
        const line = bend[i] as number[];
        const scaled = share * (off[i] ?? 0);
        for (let k = 0; k < width; k++) line[k] = (line[k] ?? 0) + scaled * (off[k] ?? 0);
      }
    });
  }
  return { slope, bend };
}

function softmax(values: readonly number[]): number[] {
  const most = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - most));
  const total = powers.reduce((sum, value) => sum + value, 0);
  return powers.map((value) => value / total);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}
