/**
 * A cue performed without end: the sidecar composes, the bridge plays, and they speak over the sidecar's pipe. This only brings them
 * together, and together again when the sidecar was lost.
 *
 * ```
 * start ─► sidecar: perform ─ where ─► bridge: perform/start
 *               └─ lost ─► sidecar: perform, the same seed ─ where ─► bridge: perform/attach
 * ```
 *
 * Nothing here imports VS Code.
 */
import { cancelled } from '../../bridge/protocol/errors.ts';
import { errorOf } from '../faultOf.ts';
import type { LeitmotifError } from '../../bridge/protocol/errors.ts';
import type { PerformanceSource, StartPerformanceParams } from '../../bridge/protocol/bridgeParams.ts';
import type { PerformParams } from '../../bridge/protocol/sidecarParams.ts';
import type { Sidecar } from '../sidecar/sidecar.ts';
import type { Bridge } from './bridge.ts';

/** What is performed, and how. */
export type PerformanceOrder = Pick<StartPerformanceParams, 'cue' | 'folder' | 'seed' | 'leads' | 'changes'> &
  Pick<PerformParams, 'sampleRate'>;

/** Who takes part. */
export interface PerformingParts {
  readonly sidecar: Pick<Sidecar, 'perform'>;
  readonly bridge: Pick<Bridge, 'startPerformance' | 'attachPerformance' | 'stopPerformance'>;
  /** It ended though nobody had asked for it. */
  readonly onLost: (error: LeitmotifError) => void;
}

interface Run {
  readonly order: PerformanceOrder;
  readonly ending: AbortController;
}

/** One performance at a time. */
export class Performing {
  readonly #parts: PerformingParts;
  #run: Run | undefined;

  constructor(parts: PerformingParts) {
    this.#parts = parts;
  }

  /** Begins in place of what was performed before. @throws LeitmotifError where the sidecar or the bridge refuses; then nothing sounds */
  async start(order: PerformanceOrder, signal?: AbortSignal): Promise<void> {
    this.#run?.ending.abort();
    const run = { order, ending: new AbortController() };
    this.#run = run;
    try {
      const source = await this.#compose(run, signal);
      const { cue, folder, seed, leads, changes } = order;
      await this.#parts.bridge.startPerformance({ cue, folder, seed, leads, changes, source }, signal);
    } catch (error) {
      this.#end(run);
      throw error;
    }
  }

  /** Ends it; every note ends. */
  async stop(): Promise<void> {
    const run = this.#run;
    try {
      await this.#parts.bridge.stopPerformance();
    } finally {
      if (run !== undefined) this.#end(run);
    }
  }

  #end(run: Run): void {
    run.ending.abort();
    if (this.#run === run) this.#run = undefined;
  }

  /** Asks the sidecar; resolves once the bridge can go to it. What becomes of the job is watched from then on. */
  async #compose(run: Run, signal?: AbortSignal): Promise<PerformanceSource> {
    const { cue, folder, seed, sampleRate } = run.order;
    const abort = (): void => {
      run.ending.abort();
    };
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted === true) throw cancelled();
    return new Promise((resolve, reject) => {
      const job = this.#parts.sidecar.perform(
        { cue, folder, seed, sampleRate },
        { signal: run.ending.signal, onSource: resolve },
      );
      job.then(
        () => {
          this.#end(run);
        },
        (error: unknown) => {
          const known = errorOf(error);
          // Before the bridge could go to it, whoever began it is told.
          reject(known);
          void this.#mend(run, known);
        },
      );
    });
  }

  /** Another sidecar goes on; the bridge plays what it has meanwhile. */
  async #mend(run: Run, error: LeitmotifError): Promise<void> {
    if (this.#run !== run || run.ending.signal.aborted) return;
    try {
      if (error.code !== 'sidecar-ended') throw error;
      const source = await this.#compose(run);
      await this.#parts.bridge.attachPerformance({ source });
    } catch (cause) {
      if (this.#run !== run) return;
      this.#end(run);
      await this.#parts.bridge.stopPerformance().catch(() => undefined);
      this.#parts.onLost(errorOf(cause));
    }
  }
}
