/**
 * Worker threads that render, kept warm for the next take: starting one and reading the SoundFont takes a quarter of a second,
 * decoding the samples of a part as long again.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { cancelled } from '../../bridge/protocol/errors.ts';
import { fromFault, toRenderError } from './renderFault.ts';
import { renderWorkerUrl } from './renderWorkerUrl.ts';
import type { Hertz } from '../../bridge/protocol/units.ts';
import type { ChunkShare } from './mixBlock.ts';
import type { RenderAnswers, RenderJob, RenderReply } from './renderJobs.ts';

/** Decoded samples that all workers together keep between jobs. */
const sampleBytes = 320_000_000;
/** More threads than this gain little: no cue has more parts that play all the time. */
const mostWorkers = 8;

/** How a job is watched and stopped. */
export interface JobOptions {
  /** An Int32 that becomes 1 when the job is to stop; see {@link CancelFlag}. */
  cancel: SharedArrayBuffer;
  /** Called with the number of chunks done since the last call. */
  onChunks?: (chunks: number) => void;
  /** Called with what a job that plays parts together has played. */
  onShare?: (index: number, samples: ChunkShare) => void;
}

interface Task {
  job: RenderJob;
  options: JobOptions;
  resolve: (answer: never) => void;
  reject: (error: unknown) => void;
}

interface Thread {
  worker: Worker;
  task: Task | undefined;
  /** The sample rate it has played at: the library caches filters without asking for which rate. */
  sampleRate: Hertz | undefined;
}

/** A flag that an `AbortSignal` sets in memory that the workers see. */
export class CancelFlag {
  readonly memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  readonly #signal: AbortSignal | undefined;
  readonly #set = (): void => {
    const flag = new Int32Array(this.memory);
    Atomics.store(flag, 0, 1);
    Atomics.notify(flag, 0);
  };

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
    if (signal?.aborted === true) this.#set();
    signal?.addEventListener('abort', this.#set);
  }

  /** Stops everything that looks at the flag. */
  set(): void {
    this.#set();
  }

  /** Lets go of the signal. */
  release(): void {
    this.#signal?.removeEventListener('abort', this.#set);
  }
}

/** Worker threads and the queue before them. Call {@link close} in the end, or the process stays alive. */
export class RenderPool {
  /** Most threads at a time. */
  readonly size: number;
  readonly #threads = new Set<Thread>();
  readonly #waiting: Task[] = [];
  #isClosed = false;

  /** `workers` defaults to the machine's cores, at most 8. Threads start when there is work for them. */
  constructor(workers = availableParallelism()) {
    this.size = Math.max(1, Math.min(Math.floor(workers), mostWorkers));
  }

  /**
   * Runs one job. Rejects with an error of the catalogue: a worker that crashes loses its job with `render-failed` and is
   * replaced.
   */
  async run<K extends RenderJob['kind']>(
    job: Extract<RenderJob, { kind: K }>,
    options: JobOptions,
  ): Promise<RenderAnswers[K]> {
    return new Promise<RenderAnswers[K]>((resolve, reject) => {
      if (this.#isClosed) {
        reject(cancelled());
        return;
      }
      this.#waiting.push({ job, options, resolve, reject });
      this.#assign();
    });
  }

  /** Ends all threads; jobs that wait or run reject with `cancelled`. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const tasks = [...this.#waiting.splice(0), ...[...this.#threads].map((thread) => thread.task)];
    for (const thread of this.#threads) thread.task = undefined;
    for (const task of tasks) task?.reject(cancelled());
    await Promise.all([...this.#threads].map((thread) => thread.worker.terminate()));
  }

  #assign(): void {
    while (this.#waiting.length > 0) {
      const thread = this.#freeThread();
      const task = thread === undefined ? undefined : this.#waiting.shift();
      if (thread === undefined || task === undefined) return;
      this.#start(thread, task);
    }
  }

  /** A thread without work, or a new one while there may be more. */
  #freeThread(): Thread | undefined {
    for (const thread of this.#threads) if (thread.task === undefined) return thread;
    return this.#threads.size < this.size ? this.#newThread() : undefined;
  }

  #start(free: Thread, task: Task): void {
    const rate = 'tempos' in task.job ? task.job.sampleRate : undefined;
    const isStale = rate !== undefined && free.sampleRate !== undefined && free.sampleRate !== rate;
    if (isStale) this.#discard(free);
    const thread = isStale ? this.#newThread() : free;
    thread.sampleRate = rate ?? thread.sampleRate;
    thread.task = task;
    thread.worker.postMessage({
      id: 0,
      job: task.job,
      cancel: task.options.cancel,
      sampleBytes: sampleBytes / this.size,
    });
  }

  #newThread(): Thread {
    const worker = new Worker(renderWorkerUrl());
    const thread: Thread = { worker, task: undefined, sampleRate: undefined };
    this.#threads.add(thread);
    worker.on('message', (reply: RenderReply) => {
      this.#receive(thread, reply);
    });
    worker.on('error', (error) => {
      this.#lose(thread, error);
    });
    worker.on('exit', (code) => {
      this.#lose(thread, new Error(`The render worker ended with code ${String(code)}`));
    });
    return thread;
  }

  #receive(thread: Thread, reply: RenderReply): void {
    const task = thread.task;
    if (task === undefined) return;
    if (reply.kind === 'chunks') {
      task.options.onChunks?.(reply.chunks);
      return;
    }
    if (reply.kind === 'share') {
      task.options.onShare?.(reply.index, reply.samples);
      return;
    }
    thread.task = undefined;
    if (reply.kind === 'done') task.resolve(reply.answer as never);
    else task.reject(fromFault(reply.error));
    this.#assign();
  }

  /** A worker died: its job fails, another worker takes the next. */
  #lose(thread: Thread, error: unknown): void {
    this.#threads.delete(thread);
    const task = thread.task;
    thread.task = undefined;
    task?.reject(toRenderError(error));
    this.#assign();
  }

  #discard(thread: Thread): void {
    this.#threads.delete(thread);
    thread.worker.removeAllListeners();
    void thread.worker.terminate();
  }
}
