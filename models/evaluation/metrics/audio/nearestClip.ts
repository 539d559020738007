/** Memorization: how near a render comes to the nearest clip of training. */
import { cosine } from './likeness.ts';
import type { Chroma } from './chroma.ts';

/** The greatest cosine of a vector with any of others; −1 without others. */
export function nearestVector(
  vector: ArrayLike<number>,
  others: readonly ArrayLike<number>[],
): { index: number; likeness: number } {
  let best = { index: -1, likeness: -1 };
  others.forEach((other, index) => {
    const likeness = cosine(vector, other);
    if (likeness > best.likeness) best = { index, likeness };
  });
  return best;
}

/** How far two sequences may be shifted against each other, in rows of 160 ms: the bars of two clips need not begin together. */
const reach = 12;
/** Fewest rows that must lie on each other. */
const overlap = 24;

/** The greatest mean cosine of a chroma sequence with any of others, over shifts in time. Transposed copies are not looked for. */
export function nearestSequence(sequence: Chroma, others: readonly Chroma[]): number {
  return others.reduce((best, other) => Math.max(best, sequenceLikeness(sequence, other)), -1);
}

/** Both with rows of unit length (see `coarseChroma`). */
function sequenceLikeness(a: Chroma, b: Chroma): number {
  let best = 0;
  for (let shift = -reach; shift <= reach; shift++) {
    const from = Math.max(0, -shift);
    const to = Math.min(a.rows, b.rows - shift);
    if (to - from < overlap) continue;
    let sum = 0;
    for (let i = from * 12; i < to * 12; i++)
      sum += (a.data[i] as number) * (b.data[i + shift * 12] as number);
    best = Math.max(best, sum / (to - from));
  }
  return best;
}
