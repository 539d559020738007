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
  /** The bridge has taken it on: what is lost from now on is mended. */
  isPlayed: boolean;
}

/** Where the sidecar performs, and how that fails. */
interface Composing {
  readonly source: PerformanceSource;
  readonly failed: Promise<never>;
}

/** One performance at a time. */
export class Performing {
  readonly #parts: PerformingParts;
  #run: Run | undefined;

  constructor(parts: PerformingParts) {
    this.#parts = parts;
  }

  /** What is performed; absent while nothing is. */
  get order(): PerformanceOrder | undefined {
    return this.#run?.order;
  }

  /** Begins in place of what was performed before. @throws LeitmotifError where the sidecar or the bridge refuses; then nothing sounds */
  async start(order: PerformanceOrder, signal?: AbortSignal): Promise<void> {
    this.#run?.ending.abort();
    const run: Run = { order, ending: new AbortController(), isPlayed: false };
    this.#run = run;
    try {
      const { source, failed } = await this.#compose(run, signal);
      const { cue, folder, seed, leads, changes } = order;
      const asked = { cue, folder, seed, leads, changes, source };
      // Why the sidecar cannot perform says more than that nothing came of it at the bridge.
      await Promise.race([this.#parts.bridge.startPerformance(asked, run.ending.signal), failed]);
      run.isPlayed = true;
    } catch (error) {
      this.#end(run);
      // It may still wait for phrases; whoever began it need not.
      void this.#parts.bridge.stopPerformance().catch(() => undefined);
      throw error;
    }
  }

  /** The bridge lost it: the sidecar need not go on, and the person is told. */
  lose(error: LeitmotifError): void {
    if (this.#run !== undefined) this.#end(this.#run);
    this.#parts.onLost(error);
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
  async #compose(run: Run, signal?: AbortSignal): Promise<Composing> {
    const { cue, folder, seed, sampleRate } = run.order;
    const abort = (): void => {
      run.ending.abort();
    };
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted === true) throw cancelled();
    let found: (source: PerformanceSource) => void = () => undefined;
    const source = new Promise<PerformanceSource>((resolve) => {
      found = resolve;
    });
    const job = this.#parts.sidecar.perform(
      { cue, folder, seed, sampleRate },
      { signal: run.ending.signal, onSource: found },
    );
    const failed = new Promise<never>((_, reject) => {
      job.catch(reject);
    });
    job.then(
      () => {
        this.#end(run);
      },
      (error: unknown) => void this.#mend(run, errorOf(error)),
    );
    return { source: await Promise.race([source, failed]), failed };
  }

  /** Another sidecar goes on; the bridge plays what it has meanwhile. */
  async #mend(run: Run, error: LeitmotifError): Promise<void> {
    if (this.#run !== run || !run.isPlayed || run.ending.signal.aborted) return;
    run.isPlayed = false;
    try {
      if (error.code !== 'sidecar-ended') throw error;
      const { source, failed } = await this.#compose(run);
      await Promise.race([this.#parts.bridge.attachPerformance({ source }), failed]);
      run.isPlayed = true;
    } catch (cause) {
      if (this.#run !== run) return;
      this.#end(run);
      await this.#parts.bridge.stopPerformance().catch(() => undefined);
      this.#parts.onLost(errorOf(cause));
    }
  }
}
