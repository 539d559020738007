/** The fused condition embedding e_f: the mean of the readings' embeddings by weight, of unit length again. */
import type { Reading } from '../perception/reading.ts';

/**
 * e_f of readings in canonical order, rounded to four decimals; empty where nothing of this width was encoded.
 * A reading's embedding is the mean of its passages by weight.
 */
export function fusedEmbedding(readings: readonly Reading[], width: number): number[] {
  const sum = new Float64Array(width);
  for (const { passages, weight } of readings) {
    for (const passage of passages) {
      if (passage.embedding.length !== width) continue;
      const share = weight * passage.weight;
      passage.embedding.forEach((value, j) => (sum[j] = (sum[j] ?? 0) + value * share));
    }
  }
  const length = Math.sqrt(sum.reduce((total, value) => total + value * value, 0));
  if (length === 0) return [];
  // Adding 0 turns −0 into 0, which JSON would do anyway.
  return Array.from(sum, (value) => Math.round((value / length) * 10_000) / 10_000 + 0);
}
