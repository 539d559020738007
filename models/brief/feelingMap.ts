/**
 * The feeling map: a linear map from a sentence embedding to a feeling, learnt from our own scenes.
 *
 * Nearest scenes know what music belongs to a situation, but share few words with a sentence such as "nobody dared to
 * say it aloud". The map reads its feeling all the same. README.md has the measures of both and of their blend.
 */
import { feelingNames, feelingOf } from './feeling.ts';
import type { Feeling, FeelingName } from './feeling.ts';

/** The map. Output i is `centre[i] + Σ_j weights[i · width + j] · (embedding[j] − origin[j])`. */
export interface FeelingMap {
  width: number;
  /** Mean embedding of the examples. */
  origin: Float32Array;
  /** Row-major, one row a dimension in the order of {@link feelingNames}. */
  weights: Float32Array;
  /** Mean feeling of the examples. */
  centre: Feeling;
}

/** One example: an embedding of unit length with the feeling that belongs to it. */
export interface FeelingExample {
  embedding: Float32Array;
  feeling: Feeling;
}

/** Ridge penalty. Chosen by 8-fold cross-validation on the scenes; 0.3 to 3 differ by less than 0.02 in correlation. */
const penalty = 1;

/**
 * Learns the map by ridge regression.
 *
 * @throws RangeError where there are no examples.
 */
export function trainFeelingMap(examples: readonly FeelingExample[]): FeelingMap {
  const width = examples[0]?.embedding.length ?? 0;
  if (width === 0) throw new RangeError('trainFeelingMap: no examples');
  const origin = Float32Array.from({ length: width }, (_, j) =>
    mean(examples, ({ embedding }) => embedding[j] ?? 0),
  );
  const centre = feelingOf((name) => mean(examples, ({ feeling }) => feeling[name]));
  const rows = examples.map(({ embedding }) =>
    Float64Array.from(embedding, (value, j) => value - (origin[j] ?? 0)),
  );
  const factor = cholesky(gram(rows, width), width);
  const weights = feelingNames.flatMap((name) => {
    const targets = examples.map(({ feeling }) => feeling[name] - centre[name]);
    return [...solve(factor, correlate(rows, targets, width), width)];
  });
  return { width, origin, weights: Float32Array.from(weights), centre };
}

/** The feeling of an embedding. Not clamped: it may lie a little outside the ranges. */
export function mapFeeling(map: FeelingMap, embedding: Float32Array): Feeling {
  const row = (index: number, name: FeelingName): number => {
    let sum = map.centre[name];
    for (let j = 0; j < map.width; j++) {
      sum += (map.weights[index * map.width + j] ?? 0) * ((embedding[j] ?? 0) - (map.origin[j] ?? 0));
    }
    return sum;
  };
  return Object.fromEntries(feelingNames.map((name, i) => [name, row(i, name)])) as Record<
    FeelingName,
    number
  >;
}

function mean<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0) / items.length;
}

/** XᵀX + penalty · I, row-major. */
function gram(rows: readonly Float64Array[], width: number): Float64Array {
  const matrix = new Float64Array(width * width);
  for (const row of rows) {
    for (let i = 0; i < width; i++) {
      const value = row[i] ?? 0;
      for (let j = 0; j <= i; j++)
        matrix[i * width + j] = (matrix[i * width + j] ?? 0) + value * (row[j] ?? 0);
    }
  }
  for (let i = 0; i < width; i++) matrix[i * width + i] = (matrix[i * width + i] ?? 0) + penalty;
  return matrix;
}

/** Xᵀy. */
function correlate(rows: readonly Float64Array[], targets: readonly number[], width: number): Float64Array {
  const sums = new Float64Array(width);
  rows.forEach((row, k) => {
    for (let j = 0; j < width; j++) sums[j] = (sums[j] ?? 0) + (row[j] ?? 0) * (targets[k] ?? 0);
  });
  return sums;
}

/** The lower triangle L of a positive definite matrix A = L Lᵀ, of which only the lower triangle is read. */
function cholesky(matrix: Float64Array, width: number): Float64Array {
  const lower = new Float64Array(width * width);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * width + j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (lower[i * width + k] ?? 0) * (lower[j * width + k] ?? 0);
      lower[i * width + j] = i === j ? Math.sqrt(sum) : sum / (lower[j * width + j] ?? 1);
    }
  }
  return lower;
}

/** x of L Lᵀ x = b. */
function solve(lower: Float64Array, right: Float64Array, width: number): Float64Array {
  const x = Float64Array.from(right);
  for (let i = 0; i < width; i++) {
    for (let k = 0; k < i; k++) x[i] = (x[i] ?? 0) - (lower[i * width + k] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (lower[i * width + i] ?? 1);
  }
  for (let i = width - 1; i >= 0; i--) {
    for (let k = i + 1; k < width; k++) x[i] = (x[i] ?? 0) - (lower[k * width + i] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (lower[i * width + i] ?? 1);
  }
  return x;
}
