/** The fused condition embedding e_f: the mean of the readings' embeddings by weight, of unit length again. */
import type { Reading } from '../perception/reading.ts';

/**
 * e_f of readings in canonical order, rounded to four decimals; empty where nothing of this width was encoded.
 * A reading's embedding is the mean of its passages by weight.
 */
export function fusedEmbedding(readings: readonly Reading[], width: number): number[] {
  return unitLength(sumOf(partsOf(readings, width), width));
}

/** e_f without each of the readings in turn. Each is taken away from the sum: a thousand readings are summed once, not a thousand times. */
export function fusedWithoutEach(readings: readonly Reading[], width: number): number[][] {
  const parts = partsOf(readings, width);
  const sum = sumOf(parts, width);
  return parts.map((part, i) => {
    // What would be left of two equal numbers is rounding and no direction.
    const others = parts.filter((other, j) => j !== i && other !== undefined);
    if (others.length < 2) return unitLength(sumOf(others, width));
    return unitLength(part === undefined ? sum : sum.map((value, j) => value - (part[j] ?? 0)));
  });
}

/** What each reading adds, [width]; undefined where none of its passages has this width. */
function partsOf(readings: readonly Reading[], width: number): (Float64Array | undefined)[] {
  return readings.map(({ passages, weight }) => {
    const fitting = passages.filter(({ embedding }) => embedding.length === width);
    if (fitting.length === 0) return undefined;
    const part = new Float64Array(width);
    for (const passage of fitting) {
      const share = weight * passage.weight;
      for (let j = 0; j < width; j++) part[j] = (part[j] ?? 0) + (passage.embedding[j] ?? 0) * share;
    }
    return part;
  });
}

function sumOf(parts: readonly (Float64Array | undefined)[], width: number): Float64Array {
  const sum = new Float64Array(width);
  for (const part of parts)
    if (part !== undefined) for (let j = 0; j < width; j++) sum[j] = (sum[j] ?? 0) + (part[j] ?? 0);
  return sum;
}

function unitLength(sum: Float64Array): number[] {
  const length = Math.sqrt(sum.reduce((total, value) => total + value * value, 0));
  if (length === 0) return [];
  // Adding 0 turns −0 into 0, which JSON would do anyway.
  return Array.from(sum, (value) => Math.round((value / length) * 10_000) / 10_000 + 0);
}
