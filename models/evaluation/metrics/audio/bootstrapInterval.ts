/** How sure a figure is: intervals by drawing the clips again, with replacement (Efron 1979). */
import { seededRandom } from '../../../../bridge/protocol/seededRandom.ts';
import { quantile } from '../../distribution.ts';

/** A figure with its interval of 95 %. */
export interface Figure {
  value: number;
  low: number;
  high: number;
}

/** How to draw. */
export interface BootstrapOptions {
  /** 1000 unless told. */
  resamples?: number;
  seed?: number;
  /**
   * `percentile` unless told. `pivotal` (2θ − quantiles) is for figures whose bias depends on how many different clips there are, as a
   * Fréchet distance's does: a resample has the bias once more, and the interval takes it off again.
   */
  kind?: 'percentile' | 'pivotal';
}

/** A statistic of items with its interval. The same items and seed give the same interval. Draws that give no number are left out. */
export function bootstrapInterval<T>(
  items: readonly T[],
  statistic: (items: readonly T[]) => number,
  { resamples = 1000, seed = 1, kind = 'percentile' }: BootstrapOptions = {},
): Figure {
  const value = statistic(items);
  const random = seededRandom(seed);
  const drawn = Array.from({ length: resamples }, () =>
    statistic(items.map(() => items[random.below(items.length)] as T)),
  ).filter((each) => Number.isFinite(each));
  const [low, high] = [quantile(drawn, 0.025), quantile(drawn, 0.975)];
  return kind === 'percentile'
    ? { value, low, high }
    : { value, low: 2 * value - high, high: 2 * value - low };
}
