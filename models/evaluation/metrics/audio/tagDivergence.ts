/**
 * Kullback–Leibler divergence of tags, in nats: KL(p‖q) = Σ p ln(p/q), with p the tags of one recording and q those of another.
 *
 * MusFlow (after AudioLDM) takes the softmax over a tagger's logits. musicnn's fifty tags are independent probabilities s: its logits are
 * ln(s / (1 − s)), and the softmax of those is s / (1 − s), made to sum to 1.
 */

/** Of a probability before its logarithm; a tag below it says nothing. */
const least = 1e-6;

/** Independent probabilities, 0…1, as one distribution: the softmax of their logits. */
export function tagDistribution(probabilities: ArrayLike<number>): Float64Array {
  const odds = Float64Array.from(probabilities, (value) => {
    const held = Math.min(1 - least, Math.max(least, value));
    return held / (1 - held);
  });
  const total = odds.reduce((sum, value) => sum + value, 0);
  return odds.map((value) => value / total);
}

/** KL(p‖q) of two distributions of one length: what is lost when q is taken for p. 0 where they are equal, never below. */
export function divergence(p: ArrayLike<number>, q: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const [a, b] = [p[i] ?? 0, q[i] ?? 0];
    if (a > 0) sum += a * Math.log(a / Math.max(least, b));
  }
  return Math.max(0, sum);
}
