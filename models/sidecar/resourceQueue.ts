/** Jobs that want the same resource: one at a time, the most urgent first, equals in the order in which they came. */
import { cancelled } from '../../bridge/protocol/errors.ts';

/** What goes first. */
export const priorities = ['preview', 'brief', 'compose', 'batch'] as const;
/** One of {@link priorities}. */
export type Priority = (typeof priorities)[number];

interface Waiting {
  urgency: number;
  start: () => void;
}

/** The queue before one resource. */
export class ResourceQueue {
  readonly #waiting: Waiting[] = [];
  #isBusy = false;

  /** Runs `work` when the resource is free. A job that is cancelled while it waits leaves at once. @throws `cancelled` */
  async run<T>(priority: Priority, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#turn(priority, signal);
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  #turn(priority: Priority, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(cancelled());
    if (!this.#isBusy) {
      this.#isBusy = true;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(cancelled());
      };
      const waiting = {
        urgency: priorities.indexOf(priority),
        start: () => {
          signal.removeEventListener('abort', leave);
          resolve();
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiting);
    });
  }

  #next(): void {
    const first = this.#waiting.reduce<Waiting | undefined>(
      (best, one) => (best === undefined || one.urgency < best.urgency ? one : best),
      undefined,
    );
    if (first === undefined) {
      this.#isBusy = false;
      return;
    }
    this.#waiting.splice(this.#waiting.indexOf(first), 1);
    first.start();
  }
}
