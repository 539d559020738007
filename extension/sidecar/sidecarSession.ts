/**
 * One life of the sidecar: its conversation, its jobs and its pipe.
 *
 *   request ─► Conversation ─► answers, progress ─► who attends the job
 *                   └── address ─► StreamClient ─► frames ─┘
 */
import * as protocol from '../../bridge/protocol/sidecar.ts';
import { Conversation } from '../processes/conversation.ts';
import { sidecarKind } from '../processes/processKind.ts';
import { StreamClient } from './streamClient.ts';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import type { InitializeParams } from '../../bridge/protocol/sidecarParams.ts';
import type { SessionEnd, SessionLog, SessionRequest } from '../processes/conversation.ts';
import type { Program } from '../processes/startProgram.ts';
import type { WatchLimits } from '../processes/watchdog.ts';
import type { StreamListener } from './streamListener.ts';

/** How to open one. */
export interface SessionOptions {
  readonly program: Program;
  readonly client: InitializeParams['client'];
  readonly log: SessionLog;
  /** Patience with a process that does not answer. */
  readonly watch?: WatchLimits;
}

/** Who hears of one job. */
export interface JobListener {
  progress?: ((progress: protocol.SidecarProgress) => void) | undefined;
  stream?: StreamListener | undefined;
}

type Jobs = Map<number, JobListener>;

/** One life of the sidecar. */
export class SidecarSession {
  readonly #conversation: Conversation;
  /** Of the pipe. Not to be logged. */
  readonly address: protocol.StreamAddress;
  readonly #log: SessionLog;
  readonly #jobs: Jobs;
  #pipe: Promise<StreamClient> | undefined;
  /** Resolves once the process is gone and the pipe closed. */
  readonly ended: Promise<SessionEnd>;

  private constructor(
    conversation: Conversation,
    address: protocol.StreamAddress,
    { jobs, log }: { jobs: Jobs; log: SessionLog },
  ) {
    this.#conversation = conversation;
    this.address = address;
    this.#jobs = jobs;
    this.#log = log;
    this.ended = conversation.ended.then((end) => this.#settleEnd(end));
  }

  /** Starts a sidecar and opens the conversation. @throws LeitmotifError where it cannot be started, or ends or hangs meanwhile */
  static async open({ program, client, log, watch }: SessionOptions): Promise<SidecarSession> {
    const jobs: Jobs = new Map();
    const initialize: InitializeParams = { protocolVersion: protocol.sidecarProtocolVersion, client };
    const { conversation, answer } = await Conversation.open({
      kind: sidecarKind,
      program,
      log,
      initialize,
      longestMessage: protocol.longestMessage,
      hear: (connection) => {
        hear(connection, jobs, log);
      },
      ...(watch === undefined ? {} : { watch }),
    });
    const { version, pid, stream } = answer as protocol.InitializeResult;
    log.info(`Sidecar ${version} runs as process ${pid}.`);
    return new SidecarSession(conversation, stream, { jobs, log });
  }

  /** Of the process. */
  get pid(): number {
    return this.#conversation.pid;
  }

  /** See {@link Conversation.request}. @throws LeitmotifError the fault of the answer, or `sidecar-ended` */
  request<R>(request: SessionRequest<object | undefined>, signal?: AbortSignal): Promise<R> {
    return this.#conversation.request<R>(request, signal);
  }

  /** Hears of a job until `forget`. With a stream, the pipe is open once this resolves. @throws LeitmotifError `sidecar-ended` */
  async attend(job: number, listener: JobListener): Promise<void> {
    this.#jobs.set(job, listener);
    if (listener.stream === undefined) return;
    const pipe = await this.#pipe?.catch(() => undefined);
    if (pipe?.isOpen === true) return;
    if (pipe?.fault !== undefined) this.#log.warn(`The pipe was closed: ${pipe.fault.message}`);
    this.#pipe = StreamClient.open(this.address, (one) => this.#jobs.get(one)?.stream);
    try {
      await this.#pipe;
    } catch (error) {
      throw await this.#conversation.errorOf(error);
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

  /** Ends it: politely, then not. Resolves when it is gone. */
  async end(): Promise<void> {
    await this.#conversation.end();
    await this.ended;
  }

  async #settleEnd(end: SessionEnd): Promise<SessionEnd> {
    const pipe = await this.#pipe?.catch(() => undefined);
    pipe?.close();
    this.#jobs.clear();
    return end;
  }
}

function hear(connection: MessageConnection, jobs: Jobs, log: SessionLog): void {
  connection.onNotification(protocol.progressNotification, ({ job, ...progress }) => {
    jobs.get(job)?.progress?.(progress);
  });
  connection.onNotification(protocol.processNotification, ({ name, state, pid }) => {
    const text = `${name} ${state}${pid === undefined ? '' : ` (${pid})`}`;
    if (state === 'crashed' || state === 'hung') log.warn(text);
    else log.debug(text);
  });
}
