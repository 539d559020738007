/** One figure of the bench. */
import type { ProviderName } from '../../models/runtime/providers/providerNames.ts';

/** What the command line says to the parts. */
export interface BenchOptions {
  /** The only provider that is tried, beside the CPU. */
  provider?: ProviderName;
  /** The share of a long part that is run: the `number`th of so many. */
  slice?: { number: number; of: number };
  /** Whether rows are kept; then pictures are, too. */
  isKept?: boolean;
}

/** What a figure is to be. */
export type Target = { atMost: number } | { atLeast: number };

/** One figure with what it was taken from. */
export interface BenchRow {
  name: string;
  /** The figure that is held against the target: a median for times, a maximum for errors. */
  value: number;
  unit: string;
  /** Absent where a figure is only told. */
  target?: Target;
  /** Absent without a target. */
  meets?: boolean;
  /** All single measurements, in the order in which they were taken. */
  samples: number[];
  /** How it was measured, for a person. */
  detail: string;
  /** What ran the packs, where that is another than the part's. */
  provider?: string;
}

/** A row with `meets` decided and figures rounded to what they are worth. */
export function benchRow(row: Omit<BenchRow, 'meets'>): BenchRow {
  const rounded = { ...row, value: round(row.value), samples: row.samples.map(round) };
  return row.target === undefined ? rounded : { ...rounded, meets: isMet(row.value, row.target) };
}

/** Half of the values lie below it. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1] ?? Number.NaN, sorted[Math.floor(middle)] ?? Number.NaN];
  return (low + high) / 2;
}

/** Seconds that each of `count` runs takes. */
export async function timeRuns(count: number, run: (index: number) => unknown): Promise<number[]> {
  const seconds: number[] = [];
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    await run(i);
    seconds.push((performance.now() - start) / 1000);
  }
  return seconds;
}

function isMet(value: number, target: Target): boolean {
  return 'atMost' in target ? value <= target.atMost : value >= target.atLeast;
}

/** Four significant digits. */
function round(value: number): number {
  return Number(value.toPrecision(4));
}
