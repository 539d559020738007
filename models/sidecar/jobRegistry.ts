/** All jobs that run or wait, by the numbers that the client gave them. */
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { mostJobs } from './sidecarHandlers.ts';
import type { Helper } from './helper.ts';
import type { RequestContext } from './sidecarHandlers.ts';

/** One job. */
export interface Job {
  readonly id: number;
  readonly signal: AbortSignal;
  readonly progress: RequestContext['progress'];
  readonly cancel: () => void;
  /** The one who works on it right now. */
  helper?: Helper;
}

/** Keeps jobs while they last. */
export class JobRegistry {
  readonly #jobs = new Map<number, Job>();

  /** Jobs that run or wait. */
  get count(): number {
    return this.#jobs.size;
  }

  /**
   * Does a job under its number.
   *
   * @throws LeitmotifError `request-invalid` for a number that is taken, `queue-full`, and what `work` throws
   */
  async do<T>(id: number, { signal, progress }: RequestContext, work: (job: Job) => Promise<T>): Promise<T> {
    if (this.#jobs.has(id)) throw taken(id);
    if (this.#jobs.size >= mostJobs) throw full();
    const controller = new AbortController();
    const cancel = (): void => {
      controller.abort();
    };
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel);
    const job: Job = { id, signal: controller.signal, progress, cancel };
    this.#jobs.set(id, job);
    try {
      return await work(job);
    } finally {
      signal.removeEventListener('abort', cancel);
      this.#jobs.delete(id);
    }
  }

  /** Cancels a job; `hard` ends who works on it. False where there is no such job. */
  async cancel(id: number, hard: boolean): Promise<boolean> {
    const job = this.#jobs.get(id);
    if (job === undefined) return false;
    job.cancel();
    const { helper } = job;
    if (!hard || helper === undefined) return true;
    await helper.kill();
    // Who cancels asks again soon; the new one gets ready meanwhile.
    helper.start();
    return true;
  }

  /** Cancels all jobs. */
  cancelAll(): void {
    for (const job of this.#jobs.values()) job.cancel();
  }
}

function taken(id: number): LeitmotifError {
  return new LeitmotifError('request-invalid', {
    what: 'There is a job with this number already',
    subject: String(id),
    next: 'Give every job a number of its own',
  });
}

function full(): LeitmotifError {
  return new LeitmotifError('queue-full', {
    what: `${mostJobs} jobs run or wait already`,
    subject: 'queue',
    next: 'Wait until some are done, or cancel them',
  });
}
