/** What many values have in common. */

/** Percentiles of a metric over a collection. */
export interface Spread {
  p5: number;
  p50: number;
  p95: number;
}

/** The value below which a share of the values lies, interpolated (Hyndman and Fan 1996, type 7). NaN without values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

/** 5th, 50th and 95th percentile. */
export function spreadOf(values: readonly number[]): Spread {
  return { p5: quantile(values, 0.05), p50: quantile(values, 0.5), p95: quantile(values, 0.95) };
}

/** Share of the values that lie within the 5th and the 95th percentile of others. */
export function shareWithin(values: readonly number[], spread: Spread): number {
  // Figures are kept with four digits; the margin keeps a value on the border inside.
  const margin = 0.0001;
  const inside = values.filter((value) => value >= spread.p5 - margin && value <= spread.p95 + margin);
  return values.length === 0 ? 0 : inside.length / values.length;
}

/** The mean; NaN without values. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
