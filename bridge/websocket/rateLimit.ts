/** A bucket that fills steadily and lets one message through a token: short bursts pass, floods do not. */
import type { Milliseconds } from '../protocol/units.ts';

/** One bucket. */
export class RateLimit {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #now: () => Milliseconds;
  #tokens: number;
  #filledAt: Milliseconds;

  /**
   * @param perSecond messages that pass in the long run
   * @param burst messages that pass at once after a rest
   * @param now a clock that never goes back
   */
  constructor(perSecond: number, burst: number, now: () => Milliseconds = () => performance.now()) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#now = now;
    this.#tokens = burst;
    this.#filledAt = now();
  }

  /** Whether one more may pass. */
  take(): boolean {
    const now = this.#now();
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#filledAt) / 1000) * this.#perSecond);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
