/** How often something that crashes is started again: a few times, then it is said instead. */
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import type { Milliseconds } from '../../bridge/protocol/units.ts';

/** Restarts that are allowed within a span. */
export interface RestartLimits {
  restarts: number;
  within: Milliseconds;
}

/** Four in three minutes: enough for a bad picture or two, too few to heat the machine. */
export const usualRestarts: RestartLimits = { restarts: 4, within: 180_000 };

/** Counts crashes. */
export class RestartBudget {
  readonly #limits: RestartLimits;
  readonly #now: () => Milliseconds;
  #crashes: Milliseconds[] = [];

  /** `now` is a clock that never goes back. */
  constructor(limits: RestartLimits = usualRestarts, now: () => Milliseconds = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
  }

  /** A crash happened. */
  spend(): void {
    this.#crashes.push(this.#now());
  }

  /** @throws LeitmotifError `restart-budget-spent` where there were too many crashes lately; time heals */
  check(name: string): void {
    const since = this.#now() - this.#limits.within;
    this.#crashes = this.#crashes.filter((time) => time > since);
    const [oldest] = this.#crashes;
    if (oldest === undefined || this.#crashes.length <= this.#limits.restarts) return;
    const seconds = Math.ceil((oldest - since) / 1000);
    throw new LeitmotifError('restart-budget-spent', {
      what: `A part of Leitmotif crashed ${this.#crashes.length} times within ${this.#limits.within / 60_000} minutes`,
      subject: name,
      next: `Wait ${seconds} s or start Leitmotif again, and report it with the log`,
    });
  }
}
