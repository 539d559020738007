/**
 * Fréchet audio distance (Kilgour et al. 2019, after Heusel et al. 2017): how far the normal distribution of one set of embeddings is
 * from that of another.
 *
 *   d² = ‖μ_a − μ_b‖² + Tr(Σ_a + Σ_b − 2 (Σ_a Σ_b)^½)
 *
 * Σ is the sample covariance (n − 1), as `np.cov` has it. (Σ_a Σ_b)^½ has the trace of (Σ_a^½ Σ_b Σ_a^½)^½, which is symmetric: both roots
 * are taken from eigenvalues, so that no imaginary part arises, and covariances of fewer samples than dimensions need no added εI.
 */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** The normal distribution of embeddings. */
export interface Gaussian {
  count: number;
  mean: Float64Array;
  /** [width, width], with n − 1. */
  covariance: Matrix;
}

/**
 * Mean and sample covariance of embeddings.
 *
 * @param rows at least two, all of one length
 * @throws RangeError for fewer
 */
export function gaussianOf(rows: readonly ArrayLike<number>[]): Gaussian {
  const count = rows.length;
  if (count < 2) throw new RangeError(`A covariance needs two samples, not ${count}`);
  const width = rows[0]?.length ?? 0;
  const mean = new Float64Array(width);
  for (const row of rows) {
    for (let i = 0; i < width; i++) mean[i] = (mean[i] as number) + (row[i] as number) / count;
  }
  const centred = new Matrix(count, width);
  rows.forEach((row, k) => {
    for (let i = 0; i < width; i++) centred.set(k, i, (row[i] as number) - (mean[i] as number));
  });
  const covariance = centred
    .transpose()
    .mmul(centred)
    .div(count - 1);
  return { count, mean, covariance };
}

/** The squared distance from one set to others; what belongs to the one is computed once. */
export function frechetDistanceTo(reference: Gaussian): (other: Gaussian) => number {
  const root = squareRoot(reference.covariance);
  return (other) => {
    const shift = reference.mean.reduce((sum, value, i) => sum + (value - (other.mean[i] ?? 0)) ** 2, 0);
    const product = symmetric(root.mmul(other.covariance).mmul(root));
    const { realEigenvalues } = new EigenvalueDecomposition(product, { assumeSymmetric: true });
    const cross = realEigenvalues.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0);
    const distance = shift + reference.covariance.trace() + other.covariance.trace() - 2 * cross;
    // Of equal sets rounding may leave a little less than nothing.
    return Math.max(0, distance);
  };
}

/** The symmetric root of a symmetric matrix without negative eigenvalues; those that rounding makes negative count as 0. */
function squareRoot(matrix: Matrix): Matrix {
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(matrix, {
    assumeSymmetric: true,
  });
  const scaled = eigenvectorMatrix
    .clone()
    .mulRowVector(realEigenvalues.map((value) => Math.sqrt(Math.max(0, value))));
  return scaled.mmul(eigenvectorMatrix.transpose());
}

function symmetric(matrix: Matrix): Matrix {
  return Matrix.add(matrix, matrix.transpose()).div(2);
}
