/**
 * A process as the extension keeps it: started when something is first asked, ended when nothing was asked for a while, started
 * again after a crash, and given up after too many.
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
 * Nothing here imports VS Code.
 */
import { LeitmotifError, throwIfCancelled } from '../../bridge/protocol/errors.ts';
import { CrashBudget } from './crashBudget.ts';
import { Listeners } from './listeners.ts';
import { givenUp, windowCloses } from './processGone.ts';
import { untilAborted } from './untilAborted.ts';
import type { Milliseconds } from '../../bridge/protocol/units.ts';
import type { SessionEnd, SessionLog } from './conversation.ts';
import type { CrashLimits } from './crashBudget.ts';
import type { Ending, Listen } from './listeners.ts';
import type { ProcessKind } from './processKind.ts';

/** One life of the process. */
export interface KeptSession {
  readonly pid: number;
  /** Resolves once it is gone. */
  readonly ended: Promise<SessionEnd>;
  /** Ends it; resolves when it is gone. */
  end(): Promise<void>;
}

/** How it stands. */
export interface ProcessStatus {
  readonly state: 'off' | 'starting' | 'ready' | 'busy' | 'failed';
  /** What went wrong, where it `failed`. */
  readonly detail?: string;
}

/** What is to be known to keep one. */
export interface KeptProcessOptions<S> {
  readonly kind: ProcessKind;
  readonly log: SessionLog;
  /** Starts one. @throws LeitmotifError where nothing may or can be started */
  readonly open: () => Promise<S>;
  /** How long it stays without work; 0: always. Asked whenever it has nothing to do. */
  readonly idleAfter: () => Milliseconds;
  /** Called once when it is given up: after too many crashes. */
  readonly onGivenUp: (error: LeitmotifError) => void;
  readonly crashes?: CrashLimits | undefined;
}

/** A process that is kept. All that it promises rejects with LeitmotifError. */
export class KeptProcess<S extends KeptSession> implements Ending {
  readonly #options: KeptProcessOptions<S>;
  readonly #budget: CrashBudget;
  readonly #changed = new Listeners<ProcessStatus>();
  #session: Promise<S> | undefined;
  #isUp = false;
  #isGivenUp = false;
  #isDisposed = false;
  #isStale = false;
  #working = 0;
  #detail: string | undefined;
  #status: ProcessStatus = { state: 'off' };
  #idle: NodeJS.Timeout | undefined;
  /** Processes that are being ended. */
  readonly #endings = new Set<Promise<void>>();

  constructor(options: KeptProcessOptions<S>) {
    this.#options = options;
    this.#budget = new CrashBudget(options.crashes);
  }

  /** How it stands. */
  get status(): ProcessStatus {
    return this.#status;
  }

  /** Fires when the status has changed. */
  get onDidChangeStatus(): Listen<ProcessStatus> {
    return this.#changed.event;
  }

  /** Number of the process that runs; for tests and the log. */
  async pid(): Promise<number | undefined> {
    const session = await this.#session?.catch(() => undefined);
    return session?.pid;
  }

  /** Anything that keeps it from being idle. An abort rejects at once, whatever the process does then. */
  async work<R>(act: (session: S) => Promise<R>, signal?: AbortSignal): Promise<R> {
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

  /** Ends it and starts another, also one that was given up. What runs rejects with the code of its kind. */
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

  /** The session that runs, else a new one. */
  async #started(): Promise<S> {
    if (this.#isDisposed) throw windowCloses(this.#options.kind);
    this.#budget.check(this.#options.kind);
    this.#session ??= this.#start();
    return this.#session;
  }

  #start(): Promise<S> {
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
        if (error instanceof LeitmotifError && error.code === this.#options.kind.gone)
          this.#countCrash(error.subject);
      },
    );
    return starting;
  }

  async #open(): Promise<S> {
    const session = await this.#options.open();
    if (!this.#isDisposed) return session;
    await session.end();
    throw windowCloses(this.#options.kind);
  }

  #lose(lost: Promise<S>, { reason, code, signal }: SessionEnd): void {
    if (this.#session !== lost) return;
    this.#session = undefined;
    this.#isUp = false;
    this.#tell();
    if (reason === 'asked') return;
    const how = reason === 'hung' ? 'it did not answer' : (signal ?? `exit code ${String(code)}`);
    this.#options.log.error(`The ${this.#options.kind.name} ended by itself: ${how}.`);
    this.#countCrash(how);
  }

  #countCrash(how: string): void {
    if (this.#isDisposed) return;
    const { kind, log, onGivenUp } = this.#options;
    this.#budget.spend();
    if (!this.#budget.isSpent) {
      log.info(`Starting the ${kind.name} again.`);
      void this.#start().catch(() => undefined);
      return;
    }
    this.#detail = how;
    const isNews = !this.#isGivenUp;
    this.#isGivenUp = true;
    this.#tell();
    if (isNews) onGivenUp(givenUp(kind, how));
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
    this.#options.log.info(`The ${this.#options.kind.name} has ended.`);
  }

  #tell(): void {
    const state = this.#state();
    const detail = state === 'failed' ? this.#detail : undefined;
    if (this.#status.state === state && this.#status.detail === detail) return;
    this.#status = { state, ...(detail === undefined ? {} : { detail }) };
    this.#changed.fire(this.#status);
  }

  #state(): ProcessStatus['state'] {
    if (this.#session === undefined) return this.#isGivenUp && this.#budget.isSpent ? 'failed' : 'off';
    if (!this.#isUp) return 'starting';
    return this.#working > 0 ? 'busy' : 'ready';
  }
}
