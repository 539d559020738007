/** One life of the bridge: its conversation, and what it tells by itself. */
import * as protocol from '../../bridge/protocol/bridge.ts';
import { Conversation } from '../processes/conversation.ts';
import { bridgeKind } from '../processes/processKind.ts';
import type { BridgeInitializeParams } from '../../bridge/protocol/bridgeParams.ts';
import type { DawState } from '../../bridge/protocol/daw.ts';
import type { SessionEnd, SessionLog } from '../processes/conversation.ts';
import type { Program } from '../processes/startProgram.ts';
import type { WatchLimits } from '../processes/watchdog.ts';

/** Who is told what happens by itself. */
export interface BridgeNews {
  transport(state: protocol.TransportState): void;
  attributes(changed: protocol.AttributesChanged): void;
  daw(state: DawState): void;
  problem(fault: protocol.BridgeFault): void;
}

/** How to open one. */
export interface BridgeSessionOptions {
  readonly program: Program;
  readonly client: BridgeInitializeParams['client'];
  readonly log: SessionLog;
  readonly news: BridgeNews;
  readonly watch?: WatchLimits | undefined;
}

/** One life of the bridge. */
export class BridgeSession {
  readonly #conversation: Conversation;
  /** Methods that this build answers with `not-available`. */
  readonly unavailable: readonly string[];

  private constructor(conversation: Conversation, unavailable: readonly string[]) {
    this.#conversation = conversation;
    this.unavailable = unavailable;
  }

  /** Starts a bridge and opens the conversation. @throws LeitmotifError where it cannot be started, or ends or hangs meanwhile */
  static async open({ program, client, log, news, watch }: BridgeSessionOptions): Promise<BridgeSession> {
    const initialize: BridgeInitializeParams = { protocolVersion: protocol.bridgeProtocolVersion, client };
    const { conversation, answer } = await Conversation.open({
      kind: bridgeKind,
      program,
      log,
      initialize,
      longestMessage: protocol.longestBridgeMessage,
      hear: (connection) => {
        connection.onNotification(protocol.transportChanged, (state) => {
          news.transport(state);
        });
        connection.onNotification(protocol.attributesChanged, (changed) => {
          news.attributes(changed);
        });
        connection.onNotification(protocol.dawChanged, (state) => {
          news.daw(state);
        });
        connection.onNotification(protocol.problemNotification, (fault) => {
          log.warn(`${fault.code}: ${fault.what} (${fault.subject}). ${fault.next}.`);
          news.problem(fault);
        });
      },
      ...(watch === undefined ? {} : { watch }),
    });
    const { version, pid, capabilities } = answer as protocol.BridgeInitializeResult;
    log.info(`Bridge ${version} runs as process ${pid}.`);
    return new BridgeSession(conversation, capabilities.unavailable);
  }

  /** Of the process. */
  get pid(): number {
    return this.#conversation.pid;
  }

  /** Resolves once the process is gone. */
  get ended(): Promise<SessionEnd> {
    return this.#conversation.ended;
  }

  /** Asks. @throws LeitmotifError the fault of the answer, or `bridge-ended` */
  request<R>(method: string, params?: object, signal?: AbortSignal): Promise<R> {
    return this.#conversation.request<R>({ method, params }, signal);
  }

  /** Ends it: politely, then not. Resolves when it is gone. */
  end(): Promise<void> {
    return this.#conversation.end();
  }
}
