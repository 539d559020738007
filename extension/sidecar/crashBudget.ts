/** How often a sidecar that crashes is started again: a few times, then it is said instead. */
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import type { Milliseconds } from '../../bridge/protocol/units.ts';

/** Restarts that are allowed within a span. */
export interface CrashLimits {
  restarts: number;
  within: Milliseconds;
}

/** Four in three minutes. */
export const usualCrashLimits: CrashLimits = { restarts: 4, within: 180_000 };

/** Counts crashes. Time heals, and so does a person who restarts the sidecar. */
export class CrashBudget {
  readonly #limits: CrashLimits;
  readonly #now: () => Milliseconds;
  #crashes: Milliseconds[] = [];

  /** `now` is a clock that never goes back. */
  constructor(limits: CrashLimits = usualCrashLimits, now: () => Milliseconds = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
  }

  /** It crashed. */
  spend(): void {
    this.#crashes.push(this.#now());
  }

  /** Forgets what was. */
  renew(): void {
    this.#crashes = [];
  }

  /** Whether it may be started again. */
  get isSpent(): boolean {
    return this.#lately().length > this.#limits.restarts;
  }

  /** @throws LeitmotifError `restart-budget-spent` where there were too many crashes lately */
  check(): void {
    if (!this.isSpent) return;
    const [oldest = 0] = this.#crashes;
    const seconds = Math.max(1, Math.ceil((oldest + this.#limits.within - this.#now()) / 1000));
    throw new LeitmotifError('restart-budget-spent', {
      what: `The sidecar ended ${this.#crashes.length} times within ${this.#limits.within / 60_000} minutes`,
      subject: 'sidecar',
      next: `Wait ${seconds} s or run "Leitmotif: Restart Sidecar", and report it with the log`,
    });
  }

  #lately(): Milliseconds[] {
    const since = this.#now() - this.#limits.within;
    this.#crashes = this.#crashes.filter((time) => time > since);
    return this.#crashes;
  }
}
