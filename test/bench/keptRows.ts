/** Rows that are kept: each says what ran, when, where and beside how much other work. */
import type { BenchRow } from './benchRow.ts';

/** A row with its circumstances. */
export interface KeptRow extends BenchRow {
  provider: string;
  part: string;
  date: string;
  /** Of the sources; `+` where they had changes that were not committed. */
  commit: string;
  machine: string;
  /** Load of the last minute before and after the part. */
  loads: number[];
}

/** Earlier rows with fresh ones in the place of those of the same name and provider; new ones come last. */
export function mergeRows(earlier: readonly KeptRow[], fresh: readonly KeptRow[]): KeptRow[] {
  const keyOf = ({ name, provider }: KeptRow): string => `${provider} ${name}`;
  const merged = new Map(earlier.map((row) => [keyOf(row), row]));
  for (const row of fresh) merged.set(keyOf(row), row);
  return [...merged.values()];
}
