/** Figures of many measurements. Values need not be sorted. */

/** The value below which a share (0…1) of the values lies, by the nearest rank; NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** p50, p90, p99, p99.9 and the most; of any number of values. */
export function shares(values: readonly number[]): number[] {
  return [0.5, 0.9, 0.99, 0.999, 1].map((share) => percentile(values, share));
}

/** A straight line through points, by least squares. */
export interface Line {
  slope: number;
  /** At `x` = 0. */
  offset: number;
}

/** Fits `y` over its index 0, 1, 2 … */
export function fittedLine(values: readonly number[]): Line {
  const count = values.length;
  const middle = (count - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  let [both, square] = [0, 0];
  values.forEach((value, i) => {
    both += (i - middle) * (value - mean);
    square += (i - middle) ** 2;
  });
  const slope = square === 0 ? 0 : both / square;
  return { slope, offset: mean - slope * middle };
}

/** A count of values between two edges. */
export interface Bin {
  from: number;
  to: number;
  count: number;
}

/** Counts of values in bins of equal width. What is below the first or above the last edge is counted in the outer bins. */
export function histogram(values: readonly number[], from: number, to: number, bins: number): Bin[] {
  const width = (to - from) / bins;
  const counted = Array.from({ length: bins }, (_, i) => ({
    from: from + i * width,
    to: from + (i + 1) * width,
    count: 0,
  }));
  for (const value of values) {
    const bin = counted[Math.min(bins - 1, Math.max(0, Math.floor((value - from) / width)))];
    if (bin !== undefined) bin.count += 1;
  }
  return counted;
}

/** Differences of neighbours. */
export function intervals(values: readonly number[]): number[] {
  return values.slice(1).map((value, i) => value - (values[i] as number));
}

/** So many values of a long row, evenly chosen, for a table that shall stay readable. */
export function thinned(values: readonly number[], most = 40): number[] {
  const step = Math.max(1, Math.ceil(values.length / most));
  return values.filter((_, i) => i % step === 0);
}
