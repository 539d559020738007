/**
 * One helper as the sidecar sees it: started when there is work, watched, ended when idle, replaced when it dies.
 *
 * ```
 *          run                 done, failed            idle for long
 * ended ───────► at work ────────────────► resting ─────────────────► ended
 *   ▲               │ crash, missed beats, hard cancel, cancel not heeded
 *   └───────────────┘ the task is lost, nothing else
 * ```
 */
import { cancelled, throwIfCancelled } from '../../bridge/protocol/errors.ts';
import { fromFault, helperLost } from './helperFault.ts';
import { Heartbeat } from './heartbeat.ts';
import { RestartBudget } from './restartBudget.ts';
import type { ProgressListener } from '../../bridge/protocol/progress.ts';
import type { ProcessReport } from '../../bridge/protocol/sidecar.ts';
import type { Milliseconds } from '../../bridge/protocol/units.ts';
import type { HelperLink, StartLink } from './helperLink.ts';
import type { HelperReply } from './helperMessages.ts';
import type { RestartLimits } from './restartBudget.ts';

/** Patience with a helper. */
export interface HelperOptions {
  /** After so long without a sign of life it is killed (`heartbeat.ts`). Inference holds its loop for up to seconds. */
  hungAfter: Milliseconds;
  /** After so long without a task it is ended, and its memory is free. */
  idleAfter: Milliseconds;
  /** How long a cancelled task may go on before its helper is killed. */
  cancelGrace: Milliseconds;
  restarts?: RestartLimits;
  onReport?: (report: ProcessReport) => void;
}

/** What goes with one task. */
export interface TaskOptions {
  signal: AbortSignal;
  progress?: ProgressListener | undefined;
  onEvent?: (event: unknown) => void;
}

/** A cancelled task is answered after so long at the latest, stopped or not. */
const answerCancelAfter: Milliseconds = 60;
/** How long a killed helper is waited for before its task is answered. */
const killWait: Milliseconds = 250;

interface Running {
  id: number;
  task: unknown;
  /** False while the helper has said nothing of this task. */
  isBegun: boolean;
  /** True where the helper was there before the task, and the task was not retried yet. */
  mayBeRetried: boolean;
  options: TaskOptions;
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
  /** Resolved when the helper is free again. */
  over: () => void;
}

interface Alive {
  link: HelperLink;
  heart: Heartbeat;
  beating: NodeJS.Timeout;
  gone: Promise<void>;
}

/** A helper. */
export class Helper {
  readonly name: ProcessReport['name'];
  readonly #start: StartLink;
  readonly #options: HelperOptions;
  readonly #budget: RestartBudget;
  #alive: Alive | undefined;
  #running: Running | undefined;
  #free: Promise<void> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;
  #lastId = 0;

  constructor(name: ProcessReport['name'], start: StartLink, options: HelperOptions) {
    this.name = name;
    this.#start = start;
    this.#options = options;
    this.#budget = new RestartBudget(options.restarts);
  }

  /** The process, where there is one. */
  get pid(): number | undefined {
    return this.#alive?.link.pid;
  }

  /**
   * Runs a task; waits for the one before it.
   *
   * @throws LeitmotifError what the task throws, `cancelled`, `child-crashed`, `child-hung`, `restart-budget-spent`
   */
  async run(task: unknown, options: TaskOptions): Promise<unknown> {
    while (this.#running !== undefined) await this.#free;
    throwIfCancelled(options.signal);
    clearTimeout(this.#idle);
    const wasAlive = this.#alive !== undefined;
    const alive = this.#ensure();
    const id = ++this.#lastId;
    let over = (): void => undefined;
    this.#free = new Promise((resolve) => {
      over = resolve;
    });
    const result = new Promise<unknown>((resolve, reject) => {
      this.#running = { id, task, isBegun: false, mayBeRetried: wasAlive, options, resolve, reject, over };
    });
    const abort = (): void => {
      this.#cancel(id);
    };
    options.signal.addEventListener('abort', abort);
    alive.link.send({ kind: 'run', id, task });
    try {
      return await result;
    } finally {
      options.signal.removeEventListener('abort', abort);
    }
  }

  /** Tells the running task something; false where none runs. Told before it listens, it is lost. */
  tell(message: unknown): boolean {
    if (this.#running === undefined || this.#alive === undefined) return false;
    this.#alive.link.send({ kind: 'tell', id: this.#running.id, message });
    return true;
  }

  /** Starts it ahead of a task that is sure to come. What fails here fails again where it is waited for. */
  start(): void {
    if (this.#alive !== undefined) return;
    try {
      this.#ensure();
      this.#endWhenIdle();
    } catch {
      return;
    }
  }

  /** Ends it at once; a task that runs is lost with `cancelled` if it was cancelled. Resolves when it is gone or soon after. */
  async kill(): Promise<void> {
    const alive = this.#alive;
    if (alive === undefined) return;
    this.#kill(alive, 'killed');
    await Promise.race([alive.gone, after(killWait)]);
  }

  /** Asks it to end, and kills it after the grace. */
  async end(grace: Milliseconds): Promise<void> {
    clearTimeout(this.#idle);
    const alive = this.#alive;
    if (alive === undefined) return;
    alive.link.send({ kind: 'end' });
    this.#lose(alive, 'ended');
    await Promise.race([alive.gone, after(grace)]);
    await Promise.race([alive.link.kill(), after(killWait)]);
  }

  #ensure(): Alive {
    if (this.#alive !== undefined) return this.#alive;
    this.#budget.check(this.name);
    let gone = (): void => undefined;
    const heart = new Heartbeat(this.#options.hungAfter);
    const alive: Alive = {
      gone: new Promise((resolve) => {
        gone = resolve;
      }),
      heart,
      beating: setInterval(() => {
        this.#beat(alive);
      }, heart.every),
      link: this.#start({
        reply: (reply) => {
          this.#receive(alive, reply);
        },
        told: (time) => {
          heart.told(time);
        },
        gone: () => {
          gone();
          this.#lose(alive, 'crashed');
        },
      }),
    };
    this.#alive = alive;
    this.#report('started', alive);
    return alive;
  }

  #beat(alive: Alive): void {
    if (alive.heart.beat()) {
      this.#kill(alive, 'hung');
      return;
    }
    alive.link.send({ kind: 'beat' });
    alive.link.askThread();
  }

  #receive(alive: Alive, reply: HelperReply): void {
    alive.heart.turned();
    const running = this.#running;
    if (reply.kind === 'beat' || running?.id !== reply.id || alive !== this.#alive) return;
    running.isBegun = true;
    switch (reply.kind) {
      case 'progress':
        if (!running.options.signal.aborted) running.options.progress?.(reply.report);
        return;
      case 'event':
        running.options.onEvent?.(reply.event);
        return;
      case 'done':
        running.resolve(reply.result);
        break;
      case 'failed':
        running.reject(fromFault(reply.fault));
    }
    this.#rest(running);
  }

  #rest(running: Running): void {
    this.#running = undefined;
    running.over();
    this.#endWhenIdle();
  }

  #endWhenIdle(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      if (this.#running === undefined) void this.end(this.#options.cancelGrace);
    }, this.#options.idleAfter);
    this.#idle.unref();
  }

  /** Cooperative at first; the answer does not wait longer than promised, and neither does the next task. */
  #cancel(id: number): void {
    this.#alive?.link.send({ kind: 'cancel', id });
    const isRunning = (): boolean => this.#running?.id === id;
    setTimeout(() => {
      if (isRunning()) this.#running?.reject(cancelled());
    }, answerCancelAfter);
    setTimeout(() => {
      if (isRunning() && this.#alive !== undefined) this.#kill(this.#alive, 'killed');
    }, this.#options.cancelGrace);
  }

  #kill(alive: Alive, as: 'hung' | 'killed'): void {
    void alive.link.kill();
    this.#lose(alive, as);
  }

  /** Lets go of a helper that is gone or soon will be; the next task gets a new one. */
  #lose(alive: Alive, as: 'crashed' | 'hung' | 'killed' | 'ended'): void {
    clearInterval(alive.beating);
    if (alive !== this.#alive) return;
    this.#alive = undefined;
    const isFault = as === 'crashed' || as === 'hung';
    if (isFault) this.#budget.spend();
    this.#report(as, alive);
    const running = this.#running;
    if (running === undefined || (as === 'crashed' && this.#isTakenUpAgain(running))) return;
    this.#running = undefined;
    const isCancelled = running.options.signal.aborted || !isFault;
    const code = as === 'hung' ? 'child-hung' : 'child-crashed';
    running.reject(isCancelled ? cancelled() : helperLost(code, this.name));
    running.over();
  }

  /** A helper that died while it rested, and was given a task before we knew, did not die of the task. */
  #isTakenUpAgain(running: Running): boolean {
    if (running.isBegun || !running.mayBeRetried || running.options.signal.aborted) return false;
    running.mayBeRetried = false;
    try {
      this.#ensure().link.send({ kind: 'run', id: running.id, task: running.task });
      return true;
    } catch {
      return false;
    }
  }

  #report(state: ProcessReport['state'], { link: { pid } }: Alive): void {
    this.#options.onReport?.({ name: this.name, state, ...(pid === undefined ? {} : { pid }) });
  }
}

function after(time: Milliseconds): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, time).unref();
  });
}
