/**
 * Ridge regression (Hoerl and Kennard 1970) onto vectors: a straight line from features to embeddings, which is what an adapter has to
 * beat. W = Xᵀ (X Xᵀ + λ I)⁻¹ Y on centred data, solved over the samples, for features outnumber them.
 */
import { CholeskyDecomposition, Matrix } from 'ml-matrix';

/** Projects one vector of features. */
export type Projection = (features: ArrayLike<number>) => Float32Array;

/**
 * Learns a projection from samples.
 *
 * @param strength λ as a share of the mean of X Xᵀ's diagonal, 0.1 unless told
 * @throws RangeError without two samples
 */
export function ridgeProjection(
  features: readonly ArrayLike<number>[],
  targets: readonly ArrayLike<number>[],
  strength = 0.1,
): Projection {
  if (features.length < 2 || features.length !== targets.length) {
    throw new RangeError(`A projection needs two samples with their targets, not ${features.length}`);
  }
  const [x, meanX] = centred(features);
  const [y, meanY] = centred(targets);
  const gram = x.mmul(x.transpose());
  const lambda = Math.max(1e-9, (strength * gram.trace()) / gram.rows);
  for (let i = 0; i < gram.rows; i++) gram.set(i, i, gram.get(i, i) + lambda);
  const weights = x.transpose().mmul(new CholeskyDecomposition(gram).solve(y));
  return (row) => {
    const input = Matrix.rowVector(meanX.map((mean, i) => (row[i] ?? 0) - mean));
    return Float32Array.from(input.mmul(weights).getRow(0), (value, i) => value + (meanY[i] ?? 0));
  };
}

function centred(rows: readonly ArrayLike<number>[]): [Matrix, number[]] {
  const matrix = new Matrix(rows.map((row) => Array.from(row)));
  const means = matrix.mean('column');
  return [matrix.subRowVector(means), means];
}
