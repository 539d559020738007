/** At most ten reports a second of a job, the latest of those that wait, in order. */
import type { SidecarProgress } from '../../bridge/protocol/sidecar.ts';
import type { Milliseconds } from '../../bridge/protocol/units.ts';

const apart: Milliseconds = 100;

/** Lets reports through. */
export class ProgressGate {
  readonly #listener: (report: SidecarProgress) => void;
  #waiting: SidecarProgress | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(listener: (report: SidecarProgress) => void) {
    this.#listener = listener;
  }

  /** Takes a report; the first goes at once. */
  readonly report = (report: SidecarProgress): void => {
    if (this.#timer !== undefined) {
      this.#waiting = report;
      return;
    }
    this.#send(report);
  };

  /** The job has ended: what waits is no longer of interest. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = undefined;
  }

  #send(report: SidecarProgress): void {
    this.#listener(report);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const next = this.#waiting;
      this.#waiting = undefined;
      if (next !== undefined) this.#send(next);
    }, apart);
  }
}
