/** Times the stages of a take for its recipe. */
import type { Stage } from '../../bridge/protocol/progress.ts';

/** Adds up seconds by stage. */
export class Stopwatch {
  readonly #begun: number;
  readonly #stages: Record<string, number>;

  /** `begun` is when the whole began, by `performance.now()`; `earlier` are stages that were timed before. */
  constructor(begun: number, earlier: Readonly<Record<string, number>> = {}) {
    this.#begun = begun;
    this.#stages = { ...earlier };
  }

  /** Times what is done at once. */
  time<T>(stage: Stage, work: () => T): T {
    const start = performance.now();
    try {
      return work();
    } finally {
      this.#add(stage, start);
    }
  }

  /** Times what is waited for. */
  async timeAsync<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.#add(stage, start);
    }
  }

  /** Seconds of each stage so far. */
  stages(): Record<string, number> {
    return Object.fromEntries(
      Object.entries(this.#stages).map(([stage, seconds]) => [stage, milli(seconds)]),
    );
  }

  /** Seconds of each stage, and in `total` of the whole until now. */
  seconds(): Record<string, number> {
    return { ...this.stages(), total: milli((performance.now() - this.#begun) / 1000) };
  }

  #add(stage: Stage, start: number): void {
    this.#stages[stage] = (this.#stages[stage] ?? 0) + (performance.now() - start) / 1000;
  }
}

function milli(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
