/**
 * A simple classifier: linear discriminant analysis (Fisher 1936) with a shrunken covariance (Friedman 1989).
 *
 * δ_c(x) = x·Σ⁻¹μ_c − ½ μ_c·Σ⁻¹μ_c, all labels as likely; Σ is the pooled covariance within labels, (1 − γ) Σ + γ diag(Σ).
 */
import { mean } from '../distribution.ts';
import type { Example } from './nearestNeighbours.ts';

const shrinkage = 0.1;
/** Keeps a feature that never varies from making the covariance singular. */
const ridge = 1e-6;

/** Learns from examples; returns what tells the label of features. */
export function linearDiscriminant(examples: readonly Example[]): (features: readonly number[]) => string {
  const labels = [...new Set(examples.map((example) => example.label))];
  const groups = labels.map((label) => examples.filter((example) => example.label === label));
  const centres = groups.map(centreOf);
  const covariance = pooledCovariance(groups, centres);
  const weights = centres.map((centre) => solve(covariance, centre));
  const offsets = centres.map((centre, i) => 0.5 * dot(centre, weights[i] ?? []));
  return (features) => {
    const scores = weights.map((weight, i) => dot(features, weight) - (offsets[i] ?? 0));
    return labels[scores.indexOf(Math.max(...scores))] ?? '';
  };
}

function centreOf(group: readonly Example[]): number[] {
  const [first] = group;
  return (first?.features ?? []).map((_, i) => mean(group.map((example) => example.features[i] ?? 0)));
}

function pooledCovariance(groups: readonly (readonly Example[])[], centres: readonly number[][]): number[][] {
  const rows = groups.flatMap((group, g) =>
    group.map(({ features }) => features.map((value, i) => value - (centres[g]?.[i] ?? 0))),
  );
  const size = rows[0]?.length ?? 0;
  const freedom = Math.max(1, rows.length - groups.length);
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_unused, k) => {
      const value = rows.reduce((sum, row) => sum + (row[i] ?? 0) * (row[k] ?? 0), 0) / freedom;
      return i === k ? value + ridge : value * (1 - shrinkage);
    }),
  );
}

/** Solves A x = b by Gaussian elimination with the greatest pivot. */
export function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const pivot = greatestRow(rows, column);
    [rows[column], rows[pivot]] = [rows[pivot] ?? [], rows[column] ?? []];
    const lead = rows[column] ?? [];
    for (let row = 0; row < size; row++) {
      const own = rows[row] ?? [];
      const factor = row === column ? 0 : (own[column] ?? 0) / (lead[column] ?? 1);
      if (factor !== 0) rows[row] = own.map((value, i) => value - factor * (lead[i] ?? 0));
    }
  }
  return rows.map((row, i) => (row[size] ?? 0) / (row[i] ?? 1));
}

function greatestRow(rows: readonly (readonly number[])[], column: number): number {
  let best = column;
  for (let row = column; row < rows.length; row++) {
    if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[best]?.[column] ?? 0)) best = row;
  }
  return best;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}
