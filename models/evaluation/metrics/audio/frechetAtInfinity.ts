/**
 * FAD∞: what the Fréchet distance would be of endlessly many clips (Chong and Forsyth 2020; for audio Gui et al. 2024, `fadtk`).
 *
 * The distance of n samples is too great by about c / n. It is measured at several n, and a line in 1/n is drawn through the values: its
 * intercept is the estimate.
 */
import { seededRandom } from '../../../../bridge/protocol/seededRandom.ts';
import { frechetDistanceTo, gaussianOf } from './frechetDistance.ts';
import type { SeededRandom } from '../../../../bridge/protocol/seededRandom.ts';
import type { Gaussian } from './frechetDistance.ts';

/** What the line says. */
export interface Extrapolation {
  /** At 1/n = 0. It may be below 0 where the line is badly met. */
  distance: number;
  /** Share of the variance that the line explains. */
  fit: number;
}

/** Sizes that are measured. */
const sizes = 12;

/**
 * Extrapolates to endless clips.
 *
 * @param clips for each clip its embeddings; clips are drawn whole, without replacement, for the embeddings of one clip are alike
 * @returns undefined where there are fewer than 1.5 embeddings a dimension: the bias is no line in 1/n there
 */
export function frechetAtInfinity(
  reference: Gaussian,
  clips: readonly (readonly ArrayLike<number>[])[],
  seed = 1,
): Extrapolation | undefined {
  const rows = clips.reduce((sum, clip) => sum + clip.length, 0);
  const width = reference.mean.length;
  if (rows < 1.5 * width) return undefined;
  const distanceTo = frechetDistanceTo(reference);
  const random = seededRandom(seed);
  const least = Math.max(2, Math.ceil((clips.length * width) / rows), Math.ceil(clips.length / 2));
  const points = Array.from({ length: sizes }, (_, i) => {
    const size = Math.round(least + ((clips.length - least) * i) / (sizes - 1));
    const drawn = shuffled(clips, random).slice(0, size).flat();
    return { x: 1 / drawn.length, y: distanceTo(gaussianOf(drawn)) };
  });
  return lineThrough(points);
}

/** The least-squares line's value at 0, and R². */
function lineThrough(points: readonly { x: number; y: number }[]): Extrapolation {
  const n = points.length;
  const x = points.reduce((sum, point) => sum + point.x, 0) / n;
  const y = points.reduce((sum, point) => sum + point.y, 0) / n;
  const xx = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
  const xy = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0);
  const yy = points.reduce((sum, point) => sum + (point.y - y) ** 2, 0);
  const slope = xx > 0 ? xy / xx : 0;
  return { distance: y - slope * x, fit: xx * yy > 0 ? xy ** 2 / (xx * yy) : 1 };
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], random: SeededRandom): T[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [order[i], order[j]] = [order[j] as T, order[i] as T];
  }
  return order;
}
