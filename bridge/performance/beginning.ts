/** The wait for the first phrase of a performance: it comes, nobody composes, or whoever asked gives it up. */
import { cancelled, throwIfCancelled } from '../protocol/errors.ts';
import { noComposer } from './noComposer.ts';
import type { Milliseconds } from '../protocol/units.ts';

/** Until the first phrase is there. */
const patience: Milliseconds = 15_000;

/** One beginning. What is told after the wait is over changes nothing. */
export class Beginning {
  #settle: ((error?: Error) => void) | undefined;

  /** Waits. @throws LeitmotifError `sidecar-ended`; `cancelled` at once when the signal is aborted */
  async wait(signal: AbortSignal): Promise<void> {
    throwIfCancelled(signal);
    const giveUp = (): void => {
      this.fail(cancelled());
    };
    const timer = setTimeout(() => {
      this.fail(noComposer());
    }, patience);
    signal.addEventListener('abort', giveUp);
    try {
      await new Promise<void>((resolve, reject) => {
        this.#settle = (error) => {
          if (error === undefined) resolve();
          else reject(error);
        };
      });
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      this.#settle = undefined;
    }
  }

  /** A phrase is there. */
  arrive(): void {
    this.#settle?.();
  }

  /** None will come. */
  fail(error: Error): void {
    this.#settle?.(error);
  }
}
