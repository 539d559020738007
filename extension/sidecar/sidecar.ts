/**
 * The sidecar as the extension uses it: its jobs, with progress and sound. How it is started, kept and ended stands in
 * `processes/keptProcess.ts`.
 *
 * Nothing here imports VS Code; `openSidecar.ts` brings them together.
 */
import { throwIfCancelled } from '../../bridge/protocol/errors.ts';
import { KeptProcess } from '../processes/keptProcess.ts';
import { Listeners } from '../processes/listeners.ts';
import { sidecarKind } from '../processes/processKind.ts';
import { StreamWait } from './streamWait.ts';
import type { DoctorReport } from '../../bridge/protocol/doctor.ts';
import type { LeitmotifError } from '../../bridge/protocol/errors.ts';
import type { PackListings, PackVerdict } from '../../bridge/protocol/packListing.ts';
import type {
  BriefResult,
  ComposeResult,
  InstallResult,
  PerformResult,
  PreviewResult,
  RemakeResult,
  RemoveResult,
  SidecarProgress,
  StreamEnd,
} from '../../bridge/protocol/sidecar.ts';
import type {
  BriefParams,
  ComposeParams,
  DoctorParams,
  InitializeParams,
  InstallParams,
  PerformParams,
  PreviewParams,
  RemakeParams,
  RemoveParams,
  VerifyParams,
} from '../../bridge/protocol/sidecarParams.ts';
import type { PerformanceSource } from '../../bridge/protocol/bridgeParams.ts';
import type { Milliseconds } from '../../bridge/protocol/units.ts';
import type { SessionLog } from '../processes/conversation.ts';
import type { CrashLimits } from '../processes/crashBudget.ts';
import type { ProcessStatus } from '../processes/keptProcess.ts';
import type { Ending, Listen } from '../processes/listeners.ts';
import type { Program } from '../processes/startProgram.ts';
import type { WatchLimits } from '../processes/watchdog.ts';
import type { SidecarSession } from './sidecarSession.ts';
import type { StreamListener } from './streamListener.ts';

export type { StreamListener } from './streamListener.ts';

/** How a job is asked for. */
export interface JobOptions {
  /** Aborted, the job rejects `cancelled` at once and is cancelled in the sidecar. */
  readonly signal?: AbortSignal | undefined;
  /** At most ten a second; none after the promise has settled. */
  readonly onProgress?: ((progress: SidecarProgress) => void) | undefined;
  /** Hears the sound while it is made. Its `end` comes before the promise resolves, and never where the job failed. */
  readonly stream?: StreamListener | undefined;
}

/** How a performance is asked for. */
export interface PerformOptions {
  /** Aborted, it rejects `cancelled` at once and ends. */
  readonly signal?: AbortSignal | undefined;
  /** Told once where the phrases can be had. The token in it is not to be logged. */
  readonly onSource: (source: PerformanceSource) => void;
}

/** How the sidecar stands. */
export interface SidecarStatus extends ProcessStatus {
  /** Execution provider that really ran the last job's packs. */
  readonly provider?: string;
}

/** What the sidecar needs to know of the world. */
export interface SidecarOptions {
  readonly client: InitializeParams['client'];
  readonly log: SessionLog;
  /** Looks what to start, at every start. @throws LeitmotifError where nothing may or can be started */
  readonly program: () => Promise<Program>;
  /** What packs run on, asked at every job. */
  readonly provider: () => BriefParams['provider'];
  /** How long it stays without work; 0: always. Asked whenever it has nothing to do. */
  readonly idleAfter: () => Milliseconds;
  /** Called once when it is given up: after too many crashes. */
  readonly onGivenUp: (error: LeitmotifError) => void;
  readonly crashes?: CrashLimits;
  readonly watch?: WatchLimits;
}

/** How long frames may come after the answer; the two ways are not in step. */
const streamPatience: Milliseconds = 3000;

/** The sidecar. All that it promises rejects with LeitmotifError. */
export class Sidecar implements Ending {
  readonly #options: SidecarOptions;
  readonly #kept: KeptProcess<SidecarSession>;
  readonly #changed = new Listeners<SidecarStatus>();
  #lastJob = 0;
  #provider: string | undefined;

  constructor(options: SidecarOptions) {
    this.#options = options;
    const { log, idleAfter, onGivenUp, crashes } = options;
    const open = (): Promise<SidecarSession> => this.#open();
    this.#kept = new KeptProcess({ kind: sidecarKind, log, open, idleAfter, onGivenUp, crashes });
    this.#kept.onDidChangeStatus(() => {
      this.#changed.fire(this.status);
    });
  }

  /** How it stands. */
  get status(): SidecarStatus {
    const provider = this.#provider;
    return { ...this.#kept.status, ...(provider === undefined ? {} : { provider }) };
  }

  /** Fires when the status has changed. */
  get onDidChangeStatus(): Listen<SidecarStatus> {
    return this.#changed.event;
  }

  /** Number of the process that runs; for tests and the log. */
  pid(): Promise<number | undefined> {
    return this.#kept.pid();
  }

  /** Reads a cue's conditions. */
  async brief(params: Omit<BriefParams, 'job' | 'provider'>, options: JobOptions = {}): Promise<BriefResult> {
    const result = await this.#job<BriefResult>('brief', this.#withProvider(params), options);
    this.#use(result.provider);
    return result;
  }

  /** Makes takes of a cue; heard while they are made where `stream` listens. */
  async compose(
    params: Omit<ComposeParams, 'job' | 'provider'>,
    options: JobOptions = {},
  ): Promise<ComposeResult> {
    const isHeard = options.stream !== undefined;
    const asked = this.#withProvider({ ...params, stream: isHeard });
    const result = await this.#job<ComposeResult>('compose', asked, options, ({ streams }) => streams);
    this.#use(result.takes[0]?.recipe.device.provider);
    return result;
  }

  /** Plays what `compose` would make, without files. */
  preview(params: Omit<PreviewParams, 'job' | 'provider'>, options: JobOptions = {}): Promise<PreviewResult> {
    const asked = this.#withProvider(params);
    return this.#job<PreviewResult>('preview', asked, options, ({ stream }) => [stream]);
  }

  /** Composes without an end for whoever takes it from the pipe; resolves when it is over. */
  perform(
    params: Omit<PerformParams, 'job' | 'provider'>,
    { signal, onSource }: PerformOptions,
  ): Promise<PerformResult> {
    return this.#kept.work((session) => {
      const job = this.#nextJob();
      const asked = { ...this.#withProvider(params), job };
      const performed = session.request<PerformResult>({ method: 'perform', params: asked }, signal);
      onSource({ ...session.address, job });
      return performed;
    }, signal);
  }

  /** Makes a take again from its recipe. */
  remake(params: Omit<RemakeParams, 'job'>, options: JobOptions = {}): Promise<RemakeResult> {
    return this.#job('remake', params, options);
  }

  /** All packs. */
  packsList(): Promise<PackListings> {
    return this.#kept.work((session) => session.request({ method: 'packs/list', params: undefined }));
  }

  /** Installs a pack, with the consent that stands in the parameters. */
  packsInstall(params: Omit<InstallParams, 'job'>, options: JobOptions = {}): Promise<InstallResult> {
    return this.#job('packs/install', params, options);
  }

  /** Holds packs against their hashes. */
  packsVerify(params: Omit<VerifyParams, 'job'>, options: JobOptions = {}): Promise<PackVerdict[]> {
    return this.#job('packs/verify', params, options);
  }

  /** Removes a pack. */
  packsRemove(params: Omit<RemoveParams, 'job'>, options: JobOptions = {}): Promise<RemoveResult> {
    return this.#job('packs/remove', params, options);
  }

  /** Examines machine and installation. */
  doctor(params: Omit<DoctorParams, 'job'>, options: JobOptions = {}): Promise<DoctorReport> {
    return this.#job('doctor', params, options);
  }

  /** Ends it and starts another, also one that was given up. What runs rejects with `sidecar-ended`. */
  restart(): Promise<void> {
    return this.#kept.restart();
  }

  /** Settings have changed that it reads at its start: it is ended as soon as it has nothing to do. */
  renew(): void {
    this.#kept.renew();
  }

  /** Counts its idle time anew. */
  rest(): void {
    this.#kept.rest();
  }

  /** Ends it for good; resolves when it and all that it started is gone. */
  end(): Promise<void> {
    return this.#kept.end();
  }

  /** Ends it for good, without waiting. */
  dispose(): void {
    this.#kept.dispose();
    this.#changed.dispose();
  }

  #withProvider<P extends object>(params: P): P & Pick<BriefParams, 'provider'> {
    return { ...params, provider: this.#options.provider() };
  }

  #use(provider: string | undefined): void {
    if (provider === undefined || provider === this.#provider) return;
    this.#provider = provider;
    this.#changed.fire(this.status);
  }

  /** One job: a number, listeners, and an answer that comes after the last of the sound. */
  #job<R>(
    method: string,
    params: object,
    { signal, onProgress, stream }: JobOptions,
    endsOf: (result: R) => readonly StreamEnd[] = () => [],
  ): Promise<R> {
    return this.#kept.work(async (session) => {
      const job = this.#nextJob();
      const wait = stream === undefined ? undefined : new StreamWait(stream);
      // Nothing is heard of a job once its promise has settled.
      signal?.addEventListener('abort', () => wait?.close(), { once: true });
      const progress = (report: SidecarProgress): void => {
        if (signal?.aborted !== true) onProgress?.(report);
      };
      try {
        await session.attend(job, { progress, stream: wait });
        throwIfCancelled(signal);
        const result = await session.request<R>({ method, params: { ...params, job } }, signal);
        await wait?.untilEnded(endsOf(result), streamPatience);
        return result;
      } finally {
        wait?.close();
        session.forget(job);
      }
    }, signal);
  }

  #nextJob(): number {
    this.#lastJob = (this.#lastJob % 0xffff_ffff) + 1;
    return this.#lastJob;
  }

  async #open(): Promise<SidecarSession> {
    // Loaded at the first start: it brings JSON-RPC with it, which activation need not wait for.
    const [{ SidecarSession }, program] = await Promise.all([
      import('./sidecarSession.ts'),
      this.#options.program(),
    ]);
    const { client, log, watch } = this.#options;
    return SidecarSession.open({ program, client, log, ...(watch === undefined ? {} : { watch }) });
  }
}
