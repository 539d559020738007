/** Divides the parts of a score among workers. */
import type { Part } from '../../bridge/protocol/score.ts';

/** What playing a part costs beside its notes, in notes: its reverberation runs as long as the take. */
const restingCost = 60;

/** Indices of the parts that each worker plays, the costliest first; no worker is without parts, so there may be fewer. */
export function shareParts(parts: readonly Part[], workers: number): number[][] {
  const cost = (index: number): number => restingCost + (parts[index]?.notes.length ?? 0);
  const order = parts.map((_, index) => index).sort((a, b) => cost(b) - cost(a) || a - b);
  const shares = Array.from({ length: Math.max(1, Math.min(workers, parts.length)) }, () => ({
    cost: 0,
    indices: [] as number[],
  }));
  for (const index of order) {
    const least = shares.reduce((lowest, one) => (one.cost < lowest.cost ? one : lowest));
    least.indices.push(index);
    least.cost += cost(index);
  }
  return shares.map(({ indices }) => indices);
}
