/**
 * Numbers that cover a cube of many dimensions evenly, one point after the other, however many are taken: Roberts'
 * generalised golden ratio sequence (Unreasonable Effectiveness of Quasirandom Sequences, 2018). Independent random numbers
 * would leave gaps and heaps in a set of a few thousand clips.
 */

/** Powers of 1/φ₁₂, where φ₁₂ is the root of x¹³ = x + 1. */
const ratio = 0.946_028_528_285_613_6;
const dimensions = 12;
const steps = Array.from({ length: dimensions }, (_, i) => power(ratio, i + 1));

function power(base: number, exponent: number): number {
  let product = 1;
  for (let i = 0; i < exponent; i++) product *= base;
  return product;
}

/** A point of the sequence; each number is in [0, 1). `offsets` moves the whole sequence, by seed. */
export function evenPoint(index: number, offsets: readonly number[]): number[] {
  return steps.map((step, i) => fraction((offsets[i] ?? 0) + (index + 1) * step));
}

/** How many numbers a point has. */
export const evenDimensions = dimensions;

/** One of the items, each as often as the next over many points. */
export function evenPick<T>(items: readonly T[], place: number): T {
  const item = items[Math.min(items.length - 1, Math.floor(place * items.length))];
  if (item === undefined) throw new RangeError('evenPick: no items');
  return item;
}

function fraction(value: number): number {
  return value - Math.floor(value);
}
