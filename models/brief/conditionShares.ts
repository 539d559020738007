/**
 * How much each condition has to do with the brief: how far the brief moves when that condition is left out.
 *
 * The distance of two briefs is
 *
 *   √(mean over the seven numbers of (difference / range)²)
 *   + 0.1 × how many of key, meter, register, style differ
 *   + 0.2 × share of roles played otherwise
 *   + 0.3 × (1 − cosine of the embeddings e_f)
 *
 * with the tempo compared as a ratio over three octaves. Shares are distances divided by their sum.
 */
import type { BriefValues } from './describeBrief.ts';

/** What is compared of a brief. */
export interface ComparedBrief {
  values: Omit<BriefValues, 'bars' | 'seconds'>;
  /** e_f, unit length; empty where nothing was encoded. */
  embedding: readonly number[];
}

const numericRanges = { valence: 2, arousal: 2, tension: 1, density: 1, brightness: 1, dynamics: 1 } as const;
const tempoOctaves = 3;

/** The distance of two briefs, 0 for equal ones. */
export function briefDistance(a: ComparedBrief, b: ComparedBrief): number {
  const squares = Object.entries(numericRanges).map(([name, range]) => {
    const key = name as keyof typeof numericRanges;
    return ((a.values[key] - b.values[key]) / range) ** 2;
  });
  squares.push((Math.log2(a.values.tempo / b.values.tempo) / tempoOctaves) ** 2);
  const numbers = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
  const names = (['key', 'meter', 'register', 'style'] as const).filter(
    (name) => a.values[name] !== b.values[name],
  );
  return numbers + 0.1 * names.length + 0.2 * rolesApart(a, b) + 0.3 * (1 - cosine(a.embedding, b.embedding));
}

/**
 * Shares of the conditions from the briefs without each of them. They add up to 1 and are rounded to three decimals;
 * where nothing moves the brief, the weights decide.
 */
export function conditionShares(
  whole: ComparedBrief,
  without: readonly ComparedBrief[],
  weights: readonly number[],
): number[] {
  const distances = without.map((brief) => briefDistance(whole, brief));
  const moved = distances.reduce((sum, distance) => sum + distance, 0) > 1e-9;
  return roundedShares(moved ? distances : weights);
}

/**
 * Shares in thousandths that add up to 1 exactly: all are rounded down, and those that lost most by it get a thousandth more. So
 * none is below 0, also where there are so many that each rounds to next to nothing.
 */
function roundedShares(amounts: readonly number[]): number[] {
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  const exact = amounts.map((amount) => (1000 * amount) / (total || 1));
  const whole = exact.map(Math.floor);
  const rest = 1000 - whole.reduce((sum, value) => sum + value, 0);
  const lost = exact.map((amount, i) => ({ i, part: amount - (whole[i] ?? 0) }));
  const raised = new Set(
    lost
      .sort((a, b) => b.part - a.part)
      .slice(0, rest)
      .map(({ i }) => i),
  );
  return whole.map((value, i) => (raised.has(i) ? value + 1 : value) / 1000);
}

function rolesApart(a: ComparedBrief, b: ComparedBrief): number {
  const players = (brief: ComparedBrief): Map<string, string> =>
    new Map(brief.values.instruments.map(({ role, instrument }) => [role, instrument]));
  const [first, second] = [players(a), players(b)];
  const roles = new Set([...first.keys(), ...second.keys()]);
  const apart = [...roles].filter((role) => first.get(role) !== second.get(role)).length;
  return roles.size === 0 ? 0 : apart / roles.size;
}

/** 1 where either is empty: nothing is known to differ. */
function cosine(a: readonly number[], b: readonly number[]): number {
  if (a.length === 0 || b.length === 0) return 1;
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}
