/**
 * One life of the sidecar: process, conversation, pipe and watchdog, from its start to its end.
 *
 * ```
 * start ─ initialize ─► request* ─┬► end(): shutdown, exit, then SIGKILL
 *            │                    ├► it exits by itself ................... crash
 *            └ progress, frames   └► it does not answer: SIGKILL .......... crash
 * ```
 *
 * Every request settles, however the process ends.
 */
import {
  CancellationTokenSource,
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import * as protocol from '../../bridge/protocol/sidecar.ts';
import { errorOf } from '../faultOf.ts';
import { startProgram } from './sidecarProgram.ts';
import { StreamClient } from './streamClient.ts';
import { usualWatch, watch } from './watchdog.ts';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import type { InitializeParams } from '../../bridge/protocol/sidecarParams.ts';
import type { Milliseconds } from '../../bridge/protocol/units.ts';
import type { Exit, RunningProgram, SidecarProgram } from './sidecarProgram.ts';
import type { StreamListener } from './streamListener.ts';
import type { WatchLimits } from './watchdog.ts';

/** Where it is written what happens. A `vscode.LogOutputChannel` is one. */
export interface SessionLog {
  error(text: string): void;
  warn(text: string): void;
  info(text: string): void;
  debug(text: string): void;
}

/** How to open one. */
export interface SessionOptions {
  readonly program: SidecarProgram;
  readonly client: InitializeParams['client'];
  readonly log: SessionLog;
  /** Patience with a process that does not answer. */
  readonly watch?: WatchLimits;
}

/** How it ended: asked to, by a crash, or because it hung. */
export interface SessionEnd extends Exit {
  readonly reason: 'asked' | 'crashed' | 'hung';
}

/** Who hears of one job. */
export interface JobListener {
  progress?: ((progress: protocol.SidecarProgress) => void) | undefined;
  stream?: StreamListener | undefined;
}

/** A request of the protocol with its parameters. */
export interface SessionRequest<P> {
  /** Of the protocol. */
  readonly method: string;
  readonly params: P;
}

/** A start takes a second or two; a machine under load, or a virus scanner, may need many. */
const startPatience: Milliseconds = 60_000;
/** How long an orderly end may take. */
const endPatience: Milliseconds = 3000;

/** One life of the sidecar. */
export class SidecarSession {
  readonly #program: RunningProgram;
  readonly #connection: MessageConnection;
  readonly #log: SessionLog;
  readonly #jobs = new Map<number, JobListener>();
  #address: protocol.StreamAddress | undefined;
  #pipe: Promise<StreamClient> | undefined;
  #reason: SessionEnd['reason'] = 'crashed';
  #lastLine = '';
  /** Resolves once the process is gone. */
  readonly ended: Promise<SessionEnd>;
  #isOver = false;
  #isClosed = false;

  private constructor(program: RunningProgram, log: SessionLog) {
    this.#program = program;
    this.#log = log;
    this.#connection = createMessageConnection(
      new StreamMessageReader(program.child.stdout),
      new StreamMessageWriter(program.child.stdin),
    );
    this.ended = program.exited.then((exit) => this.#settleEnd(exit));
  }

  /** Starts a sidecar and opens the conversation. @throws LeitmotifError where it cannot be started, or ends or hangs meanwhile */
  static async open({ program, client, log, watch: limits }: SessionOptions): Promise<SidecarSession> {
    let onLine = (line: string): void => {
      log.info(line);
    };
    const running = await startProgram(program, (line) => {
      onLine(line);
    });
    const session = new SidecarSession(running, log);
    onLine = (line) => {
      session.#lastLine = line;
      log.info(line);
    };
    session.#listen();
    try {
      await session.#initialize(client);
    } catch (error) {
      session.#program.kill();
      throw error;
    }
    session.#watch(limits);
    return session;
  }

  /** Of the process. */
  get pid(): number {
    return this.#program.pid;
  }

  /** False once the process is gone, or is being ended. */
  get isUsable(): boolean {
    return !this.#isOver && this.#reason !== 'asked';
  }

  /**
   * Asks. An aborted signal is passed on; the answer `cancelled` is the sidecar's.
   *
   * @throws LeitmotifError the fault of the answer, or `sidecar-ended`
   */
  async request<R>({ method, params }: SessionRequest<object | undefined>, signal?: AbortSignal): Promise<R> {
    requireShort(params);
    const source = new CancellationTokenSource();
    const cancel = (): void => {
      source.cancel();
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      const answer =
        params === undefined
          ? this.#connection.sendRequest<R>(method, source.token)
          : this.#connection.sendRequest<R>(method, params, source.token);
      return await Promise.race([answer, this.#rejectAtEnd()]);
    } catch (error) {
      throw await this.#errorOf(error);
    } finally {
      signal?.removeEventListener('abort', cancel);
      source.dispose();
    }
  }

  /** Hears of a job until `forget`. With a stream, the pipe is open once this resolves. @throws LeitmotifError `sidecar-ended` */
  async attend(job: number, listener: JobListener): Promise<void> {
    this.#jobs.set(job, listener);
    if (listener.stream === undefined) return;
    const pipe = await this.#pipe?.catch(() => undefined);
    if (pipe?.isOpen === true) return;
    if (pipe?.fault !== undefined) this.#log.warn(`The pipe was closed: ${pipe.fault.message}`);
    this.#pipe = StreamClient.open(
      this.#address as protocol.StreamAddress,
      (one) => this.#jobs.get(one)?.stream,
    );
    try {
      await this.#pipe;
    } catch (error) {
      throw await this.#errorOf(error);
    }
  }

  /** Hears no more of a job. */
  forget(job: number): void {
    this.#jobs.delete(job);
    void this.#pipe?.then(
      (pipe) => {
        pipe.forget(job);
      },
      () => undefined,
    );
  }

  /** Whether frames may still come. */
  async isHearing(): Promise<boolean> {
    const pipe = await this.#pipe?.catch(() => undefined);
    return pipe?.isOpen ?? false;
  }

  /** Ends it: politely, then not. Resolves when it is gone. */
  async end(): Promise<void> {
    if (this.#reason === 'asked' || this.#isOver) {
      await this.ended;
      return;
    }
    this.#reason = 'asked';
    const timer = setTimeout(() => {
      this.#program.kill();
    }, endPatience);
    const leave = async (): Promise<void> => {
      await this.#connection.sendRequest(protocol.shutdownRequest);
      await this.#connection.sendNotification(protocol.exitNotification);
    };
    void leave().catch(() => {
      this.#program.kill();
    });
    await this.ended;
    clearTimeout(timer);
  }

  /** Ends it at once. */
  kill(): void {
    this.#reason = 'asked';
    this.#program.kill();
  }

  #listen(): void {
    const connection = this.#connection;
    connection.onNotification(protocol.progressNotification, ({ job, ...progress }) => {
      this.#jobs.get(job)?.progress?.(progress);
    });
    connection.onNotification(protocol.processNotification, ({ name, state, pid }) => {
      const text = `${name} ${state}${pid === undefined ? '' : ` (${pid})`}`;
      if (state === 'crashed' || state === 'hung') this.#log.warn(text);
      else this.#log.debug(text);
    });
    connection.onError(([error]) => {
      this.#log.warn(error.message);
    });
    connection.onClose(() => {
      this.#isClosed = true;
      // Requests that wait would never settle.
      connection.dispose();
      // Who closes the conversation and lives on is of no use.
      setTimeout(() => {
        this.#program.kill();
      }, endPatience).unref();
    });
    connection.listen();
  }

  async #initialize(client: InitializeParams['client']): Promise<void> {
    const timer = setTimeout(() => {
      this.#reason = 'hung';
      this.#program.kill();
    }, startPatience);
    try {
      const params: InitializeParams = { protocolVersion: protocol.sidecarProtocolVersion, client };
      const answer = await this.request<protocol.InitializeResult>({
        method: protocol.initializeRequest.method,
        params,
      });
      this.#address = answer.stream;
      this.#log.info(`Sidecar ${answer.version} runs as process ${answer.pid}.`);
    } finally {
      clearTimeout(timer);
    }
  }

  #watch(limits: WatchLimits = usualWatch): void {
    const ask = (): Promise<unknown> => this.#connection.sendRequest(protocol.pingRequest);
    const stop = watch(
      ask,
      () => {
        this.#log.error(`The sidecar has not answered ${limits.missed} times and is ended.`);
        this.#reason = 'hung';
        this.#program.kill();
      },
      limits,
    );
    void this.ended.then(stop);
  }

  async #settleEnd(exit: Exit): Promise<SessionEnd> {
    this.#isOver = true;
    this.#connection.dispose();
    const pipe = await this.#pipe?.catch(() => undefined);
    pipe?.close();
    this.#jobs.clear();
    return { ...exit, reason: this.#reason };
  }

  async #rejectAtEnd(): Promise<never> {
    await this.ended;
    throw await this.#endError();
  }

  /** What the sidecar answered, or how it ended where it answered nothing. */
  async #errorOf(error: unknown): Promise<LeitmotifError> {
    const known = errorOf(error);
    const isOver = this.#isOver || this.#isClosed;
    return isOver && known.code === 'internal' ? this.#endError() : known;
  }

  async #endError(): Promise<LeitmotifError> {
    return sessionEndError(await this.ended, this.#lastLine);
  }
}

/** What is said to who waited for an answer. */
function sessionEndError({ reason, code, signal }: SessionEnd, lastLine: string): LeitmotifError {
  const how = signal ?? `exit code ${String(code)}`;
  const what = {
    asked: 'The sidecar was ended while it worked',
    crashed: 'The sidecar ended while it worked',
    hung: 'The sidecar did not answer any more and was ended',
  }[reason];
  return new LeitmotifError('sidecar-ended', {
    what,
    subject: reason === 'crashed' && lastLine !== '' ? `${how}: ${lastLine.slice(0, 200)}` : how,
    next: 'Nothing that was finished is lost; start it again',
  });
}

/** A longer message would end the sidecar. @throws LeitmotifError `text-too-long` */
function requireShort(params: object | undefined): void {
  // Headers, method and id need a little of it.
  const most = protocol.longestMessage - 1024;
  const bytes = params === undefined ? 0 : Buffer.byteLength(JSON.stringify(params));
  if (bytes <= most) return;
  throw new LeitmotifError('text-too-long', {
    what: 'The cue holds more text than can be sent at once',
    subject: `${(bytes / 1e6).toFixed(1)} MB`,
    next: 'Keep the story in a file of its own and attach that file',
  });
}
