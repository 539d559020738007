/**
 * The sidecar as the extension uses it: started when something is first asked, ended when nothing was asked for a while,
 * started again after a crash, and given up after too many.
 *
 * ```
 *        first request              answered
 *  off ────────────────► starting ───────────► ready ◄──► busy
 *   ▲ ▲                     │                    │          │
 *   │ └── idle, dispose ────┼────────────────────┘          │
 *   │                       └───── crash ◄──────────────────┘
 *   └ restart                        │ four times in three minutes: starting, else
 *  failed ◄──────────────────────────┘
 * ```
 *
 * Nothing here imports VS Code; `openSidecar.ts` brings them together.
 */
import { LeitmotifError, throwIfCancelled } from '../../bridge/protocol/errors.ts';
import { CrashBudget } from './crashBudget.ts';
import { Listeners } from './listeners.ts';
import { givenUp, windowCloses } from './sidecarGone.ts';
import { StreamWait } from './streamWait.ts';
import { untilAborted } from './untilAborted.ts';

import type { DoctorReport } from '../../bridge/protocol/doctor.ts';
import type { PackListings, PackVerdict } from '../../bridge/protocol/packListing.ts';
import type {
  BriefResult,
  ComposeResult,
  InstallResult,
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
  PreviewParams,
  RemakeParams,
  RemoveParams,
  VerifyParams,
} from '../../bridge/protocol/sidecarParams.ts';
import type { Milliseconds } from '../../bridge/protocol/units.ts';
import type { CrashLimits } from './crashBudget.ts';
import type { SessionEnd, SessionLog, SidecarSession } from './sidecarSession.ts';
import type { SidecarProgram } from './sidecarProgram.ts';
import type { Ending, Listen } from './listeners.ts';
import type { StreamListener } from './streamListener.ts';
import type { WatchLimits } from './watchdog.ts';

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

/** How the sidecar stands. */
export interface SidecarStatus {
  readonly state: 'off' | 'starting' | 'ready' | 'busy' | 'failed';
  /** Execution provider that really ran the last job's packs. */
  readonly provider?: string;
  /** What went wrong, where it `failed`. */
  readonly detail?: string;
}

/** What the sidecar needs to know of the world. */
export interface SidecarOptions {
  readonly client: InitializeParams['client'];
  readonly log: SessionLog;
  /** Looks what to start, at every start. @throws LeitmotifError where nothing may or can be started */
  readonly program: () => Promise<SidecarProgram>;
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
  readonly #budget: CrashBudget;
  readonly #changed = new Listeners<SidecarStatus>();
  #session: Promise<SidecarSession> | undefined;
  #isUp = false;
  #isGivenUp = false;
  #isDisposed = false;
  #isStale = false;
  #working = 0;
  #lastJob = 0;
  #provider: string | undefined;
  #detail: string | undefined;
  #status: SidecarStatus = { state: 'off' };
  #idle: NodeJS.Timeout | undefined;
  /** Processes that are being ended. */
  readonly #endings = new Set<Promise<void>>();

  constructor(options: SidecarOptions) {
    this.#options = options;
    this.#budget = new CrashBudget(options.crashes);
  }

  /** How it stands. */
  get status(): SidecarStatus {
    return this.#status;
  }

  /** Fires when the status has changed. */
  get onDidChangeStatus(): Listen<SidecarStatus> {
    return this.#changed.event;
  }

  /** Number of the process that runs; for tests and the log. */
  async pid(): Promise<number | undefined> {
    const session = await this.#session?.catch(() => undefined);
    return session?.pid;
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

  /** Makes a take again from its recipe. */
  remake(params: Omit<RemakeParams, 'job'>, options: JobOptions = {}): Promise<RemakeResult> {
    return this.#job('remake', params, options);
  }

  /** All packs. */
  packsList(): Promise<PackListings> {
    return this.#work((session) => session.request({ method: 'packs/list', params: undefined }));
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
  async restart(): Promise<void> {
    this.#budget.renew();
    this.#isGivenUp = false;
    this.#detail = undefined;
    await this.#endSession();
    await this.#started();
  }

  /** Settings have changed that it reads at its start: it is ended as soon as it has nothing to do. */
  renew(): void {
    this.#isStale = true;
    this.rest();
  }

  /** Counts its idle time anew. With nothing to do it is ended after a while, or at once where its settings have changed. */
  rest(): void {
    clearTimeout(this.#idle);
    if (this.#working > 0 || this.#session === undefined || !this.#isUp) return;
    const after = this.#isStale ? 1 : this.#options.idleAfter();
    if (after <= 0) return;
    this.#idle = setTimeout(() => {
      this.#options.log.info(this.#isStale ? 'Settings have changed.' : 'Nothing to do for a while.');
      void this.#endSession();
    }, after);
    this.#idle.unref();
  }

  /** Ends it for good; resolves when it and all that it started is gone. */
  async end(): Promise<void> {
    this.#isDisposed = true;
    clearTimeout(this.#idle);
    void this.#endSession();
    await Promise.all(this.#endings);
  }

  /** Ends it for good, without waiting. */
  dispose(): void {
    void this.end();
    this.#changed.dispose();
  }

  #withProvider<P extends object>(params: P): P & Pick<BriefParams, 'provider'> {
    return { ...params, provider: this.#options.provider() };
  }

  #use(provider: string | undefined): void {
    if (provider === undefined) return;
    this.#provider = provider;
    this.#tell();
  }

  /** One job: a number, listeners, and an answer that comes after the last of the sound. */
  #job<R>(
    method: string,
    params: object,
    { signal, onProgress, stream }: JobOptions,
    endsOf: (result: R) => readonly StreamEnd[] = () => [],
  ): Promise<R> {
    return this.#work(async (session) => {
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

  /** Anything that keeps it from being idle. An abort rejects at once, whatever the sidecar does then. */
  async #work<R>(act: (session: SidecarSession) => Promise<R>, signal?: AbortSignal): Promise<R> {
    throwIfCancelled(signal);
    this.#working++;
    clearTimeout(this.#idle);
    this.#tell();
    const work = async (): Promise<R> => {
      try {
        const session = await this.#started();
        throwIfCancelled(signal);
        return await act(session);
      } finally {
        this.#working--;
        this.#tell();
        this.rest();
      }
    };
    return untilAborted(work(), signal);
  }

  #nextJob(): number {
    this.#lastJob = (this.#lastJob % 0xffff_ffff) + 1;
    return this.#lastJob;
  }

  /** The session that runs, else a new one. */
  async #started(): Promise<SidecarSession> {
    if (this.#isDisposed) throw windowCloses();
    this.#budget.check();
    if (this.#session === undefined) this.#start();
    return this.#session as unknown as Promise<SidecarSession>;
  }

  #start(): void {
    this.#isStale = false;
    const starting = this.#open();
    this.#session = starting;
    this.#tell();
    starting.then(
      (session) => {
        if (this.#session === starting) this.#isUp = true;
        this.#tell();
        this.rest();
        void session.ended.then((end) => {
          this.#lose(starting, end);
        });
      },
      (error: unknown) => {
        if (this.#session !== starting) return;
        this.#session = undefined;
        this.#tell();
        if (error instanceof LeitmotifError && error.code === 'sidecar-ended')
          this.#countCrash(error.subject);
      },
    );
  }

  async #open(): Promise<SidecarSession> {
    // Loaded at the first start: it brings JSON-RPC with it, which activation need not wait for.
    const [{ SidecarSession }, program] = await Promise.all([
      import('./sidecarSession.ts'),
      this.#options.program(),
    ]);
    const { client, log, watch } = this.#options;
    const session = await SidecarSession.open({
      program,
      client,
      log,
      ...(watch === undefined ? {} : { watch }),
    });
    if (!this.#isDisposed) return session;
    await session.end();
    throw windowCloses();
  }

  #lose(lost: Promise<SidecarSession>, { reason, code, signal }: SessionEnd): void {
    if (this.#session !== lost) return;
    this.#session = undefined;
    this.#isUp = false;
    this.#tell();
    if (reason === 'asked') return;
    const how = reason === 'hung' ? 'it did not answer' : (signal ?? `exit code ${String(code)}`);
    this.#options.log.error(`The sidecar ended by itself: ${how}.`);
    this.#countCrash(how);
  }

  #countCrash(how: string): void {
    if (this.#isDisposed) return;
    this.#budget.spend();
    if (!this.#budget.isSpent) {
      this.#options.log.info('Starting the sidecar again.');
      this.#start();
      return;
    }
    this.#detail = how;
    const isNews = !this.#isGivenUp;
    this.#isGivenUp = true;
    this.#tell();
    if (isNews) this.#options.onGivenUp(givenUp(how));
  }

  async #endSession(): Promise<void> {
    clearTimeout(this.#idle);
    const session = this.#session;
    this.#session = undefined;
    this.#isUp = false;
    this.#tell();
    if (session === undefined) return;
    const ending = session.then(
      (one) => one.end(),
      () => undefined,
    );
    this.#endings.add(ending);
    await ending;
    this.#endings.delete(ending);
    this.#options.log.info('The sidecar has ended.');
  }

  #tell(): void {
    const state = this.#state();
    const provider = this.#provider;
    const detail = state === 'failed' ? this.#detail : undefined;
    const { status } = this;
    if (status.state === state && status.provider === provider && status.detail === detail) return;
    this.#status = {
      state,
      ...(provider === undefined ? {} : { provider }),
      ...(detail === undefined ? {} : { detail }),
    };
    this.#changed.fire(this.#status);
  }

  #state(): SidecarStatus['state'] {
    if (this.#session === undefined) return this.#isGivenUp && this.#budget.isSpent ? 'failed' : 'off';
    if (!this.#isUp) return 'starting';
    return this.#working > 0 ? 'busy' : 'ready';
  }
}
