/** How alike two rows of numbers are. */

/** The cosine of the angle between two vectors, −1…1; 0 where either is nothing. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [product, squareA, squareB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    product += x * y;
    squareA += x * x;
    squareB += y * y;
  }
  return squareA * squareB > 0 ? product / Math.sqrt(squareA * squareB) : 0;
}

/** Pearson's r: the cosine of what deviates from the means, −1…1; NaN where either does not vary or there are fewer than three. */
export function pearson(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length < 3) return Number.NaN;
  const [x, y] = [deviations(a), deviations(b)];
  return x.some(varies) && y.some(varies) ? cosine(x, y) : Number.NaN;
}

function deviations(values: ArrayLike<number>): Float64Array {
  const list = Float64Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  return list.map((value) => value - mean);
}

function varies(deviation: number): boolean {
  return Math.abs(deviation) > 1e-12;
}
