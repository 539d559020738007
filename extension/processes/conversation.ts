/**
 * One life of a process of ours: the process, JSON-RPC with it, and a watchdog, from its start to its end.
 *
 * ```
 * start ─ initialize ─► request* ─┬► end(): shutdown, exit, then SIGKILL
 *                                 ├► it exits by itself ................... crash
 *                                 └► it does not answer: SIGKILL .......... crash
 * ```
 *
 * Every request settles, however the process ends.
 */
import {
  CancellationTokenSource,
  createMessageConnection,
  ErrorCodes,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { errorOf } from '../faultOf.ts';
import { startProgram } from './startProgram.ts';
import { usualWatch, watch } from './watchdog.ts';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import type { Milliseconds } from '../../bridge/protocol/units.ts';
import type { ProcessKind } from './processKind.ts';
import type { Exit, Program, RunningProgram } from './startProgram.ts';
import type { WatchLimits } from './watchdog.ts';

/** Where it is written what happens. A `vscode.LogOutputChannel` is one. */
export interface SessionLog {
  error(text: string): void;
  warn(text: string): void;
  info(text: string): void;
  debug(text: string): void;
}

/** How to open one. */
export interface ConversationOptions {
  readonly kind: ProcessKind;
  readonly program: Program;
  readonly log: SessionLog;
  /** Parameters of `initialize`. */
  readonly initialize: object;
  /** Most bytes of a message that the process takes. */
  readonly longestMessage: number;
  /** Says who wants notifications, before the first can come. */
  readonly hear: (connection: MessageConnection) => void;
  /** Patience with a process that does not answer. */
  readonly watch?: WatchLimits;
}

/** How it ended: asked to, by a crash, or because it hung. */
export interface SessionEnd extends Exit {
  readonly reason: 'asked' | 'crashed' | 'hung';
}

/** A request of a protocol with its parameters. */
export interface SessionRequest<P> {
  readonly method: string;
  readonly params: P;
}

/** A start takes a second or two; a machine under load, or a virus scanner, may need many. */
const startPatience: Milliseconds = 60_000;
/** How long an orderly end may take. */
const endPatience: Milliseconds = 3000;

/** One life. */
export class Conversation {
  readonly #kind: ProcessKind;
  readonly #program: RunningProgram;
  readonly #connection: MessageConnection;
  readonly #log: SessionLog;
  readonly #longest: number;
  #reason: SessionEnd['reason'] = 'crashed';
  #lastLine = '';
  /** Resolves once the process is gone. */
  readonly ended: Promise<SessionEnd>;
  #isOver = false;
  #isClosed = false;

  private constructor(program: RunningProgram, { kind, log, longestMessage }: ConversationOptions) {
    this.#kind = kind;
    this.#program = program;
    this.#log = log;
    this.#longest = longestMessage;
    this.#connection = createMessageConnection(
      new StreamMessageReader(program.child.stdout),
      new StreamMessageWriter(program.child.stdin),
    );
    this.ended = program.exited.then((exit) => {
      this.#isOver = true;
      this.#connection.dispose();
      return { ...exit, reason: this.#reason };
    });
  }

  /**
   * Starts the process and opens the conversation; `answer` is that of `initialize`.
   *
   * @throws LeitmotifError where it cannot be started, or ends or hangs meanwhile
   */
  static async open(options: ConversationOptions): Promise<{ conversation: Conversation; answer: unknown }> {
    const { kind, program, log } = options;
    let onLine = (line: string): void => {
      log.info(line);
    };
    const running = await startProgram(kind, program, (line) => {
      onLine(line);
    });
    const conversation = new Conversation(running, options);
    onLine = (line) => {
      conversation.#lastLine = line;
      log.info(line);
    };
    conversation.#listen(options.hear);
    try {
      const answer = await conversation.#initialize(options.initialize);
      conversation.#watch(options.watch);
      return { conversation, answer };
    } catch (error) {
      conversation.#program.kill();
      throw error;
    }
  }

  /** Of the process. */
  get pid(): number {
    return this.#program.pid;
  }

  /**
   * Asks. An aborted signal is passed on; the answer `cancelled` is the process's.
   *
   * @throws LeitmotifError the fault of the answer, or that the process is gone
   */
  async request<R>({ method, params }: SessionRequest<object | undefined>, signal?: AbortSignal): Promise<R> {
    requireShort(params, this.#longest);
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
      throw await this.errorOf(error);
    } finally {
      signal?.removeEventListener('abort', cancel);
      source.dispose();
    }
  }

  /** What the process answered, or how it ended where it answered nothing. */
  async errorOf(error: unknown): Promise<LeitmotifError> {
    const known = errorOf(error);
    if (known.code !== 'internal') return known;
    // It takes nothing any more: most often it is gone, and its end has not been heard of yet.
    if (isUnwritten(error)) this.#program.kill();
    else if (!this.#isOver && !this.#isClosed) return known;
    return this.#endError();
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
      await this.#connection.sendRequest('shutdown');
      await this.#connection.sendNotification('exit');
    };
    void leave().catch(() => {
      this.#program.kill();
    });
    await this.ended;
    clearTimeout(timer);
  }

  #listen(hear: ConversationOptions['hear']): void {
    const connection = this.#connection;
    hear(connection);
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

  async #initialize(params: object): Promise<unknown> {
    const timer = setTimeout(() => {
      this.#reason = 'hung';
      this.#program.kill();
    }, startPatience);
    try {
      return await this.request<unknown>({ method: 'initialize', params });
    } finally {
      clearTimeout(timer);
    }
  }

  #watch(limits: WatchLimits = usualWatch): void {
    // On a line that was just closed it throws at once; nobody would catch that.
    const ask = async (): Promise<unknown> => this.#connection.sendRequest('ping');
    const stop = watch(
      ask,
      () => {
        this.#log.error(`The ${this.#kind.name} has not answered ${limits.missed} times and is ended.`);
        this.#reason = 'hung';
        this.#program.kill();
      },
      limits,
    );
    void this.ended.then(stop);
  }

  async #rejectAtEnd(): Promise<never> {
    await this.ended;
    throw await this.#endError();
  }

  async #endError(): Promise<LeitmotifError> {
    return sessionEndError(this.#kind, await this.ended, this.#lastLine);
  }
}

/** Whether a message could not be written to the process. */
function isUnwritten(error: unknown): boolean {
  return error instanceof ResponseError && error.code === ErrorCodes.MessageWriteError;
}

/** What is said to who waited for an answer. */
function sessionEndError(
  { name, gone }: ProcessKind,
  { reason, code, signal }: SessionEnd,
  lastLine: string,
): LeitmotifError {
  const how = signal ?? `exit code ${String(code)}`;
  const what = {
    asked: `The ${name} was ended while it worked`,
    crashed: `The ${name} ended while it worked`,
    hung: `The ${name} did not answer any more and was ended`,
  }[reason];
  return new LeitmotifError(gone, {
    what,
    subject: reason === 'crashed' && lastLine !== '' ? `${how}: ${lastLine.slice(0, 200)}` : how,
    next: 'Nothing that was finished is lost; start it again',
  });
}

/** A longer message would end the process. @throws LeitmotifError `text-too-long` */
function requireShort(params: object | undefined, longest: number): void {
  // Headers, method and id need a little of it.
  const most = longest - 1024;
  const bytes = params === undefined ? 0 : Buffer.byteLength(JSON.stringify(params));
  if (bytes <= most) return;
  throw new LeitmotifError('text-too-long', {
    what: 'The cue holds more text than can be sent at once',
    subject: `${(bytes / 1e6).toFixed(1)} MB`,
    next: 'Keep the story in a file of its own and attach that file',
  });
}
