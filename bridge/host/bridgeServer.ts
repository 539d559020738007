/**
 * The conversation with the editor: checks what is asked, asks those who know, and says what went wrong in words of the catalogue.
 *
 *   message → initialized? → parameters checked → handler → answer, or a fault
 */
import * as protocol from '../protocol/bridge.ts';
import * as params from '../protocol/bridgeParams.ts';
import { cancelled, LeitmotifError } from '../protocol/errors.ts';
import { answer, checked } from './answer.ts';
import { AttributeEvents } from './attributeEvents.ts';
import { optionalMethods } from './bridgeHandlers.ts';
import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc';
import type { z } from 'zod';
import type { Answer } from './answer.ts';
import type { BridgeHandlers, OptionalHandlers } from './bridgeHandlers.ts';

/** Serves a connection. Call `connection.listen()` afterwards. @returns ends telling of events */
export function serveBridge(connection: MessageConnection, handlers: BridgeHandlers): () => void {
  const server = new BridgeServer(connection, handlers);
  server.answerLifecycle();
  server.answerControl();
  server.answerMappings();
  server.answerConnections();
  server.answerOptional();
  return server.tellEvents();
}

class BridgeServer {
  readonly #connection: MessageConnection;
  readonly #handlers: BridgeHandlers;
  #state: 'new' | 'ready' | 'shut' = 'new';

  constructor(connection: MessageConnection, handlers: BridgeHandlers) {
    this.#connection = connection;
    this.#handlers = handlers;
  }

  answerLifecycle(): void {
    const on = this.#connection;
    on.onRequest(protocol.bridgeInitialize, (asked) => answer(() => this.#initialize(asked)));
    on.onRequest(protocol.bridgePing, () => answer(() => ({ uptime: Math.round(performance.now()) })));
    on.onRequest(protocol.bridgeShutdown, () =>
      answer(async () => {
        this.#state = 'shut';
        await this.#handlers.shutdown();
        return null;
      }),
    );
    on.onNotification(protocol.bridgeExit, () => {
      this.#handlers.exit(this.#state === 'shut');
    });
  }

  answerControl(): void {
    const [on, handlers] = [this.#connection, this.#handlers];
    on.onRequest(protocol.connectRequest, (asked) =>
      this.#with(params.connectParams, asked, (given) => handlers.connect(given)),
    );
    on.onRequest(protocol.disconnectRequest, () => this.#when(() => handlers.disconnect().then(() => null)));
    on.onRequest(protocol.statusRequest, () => this.#when(() => handlers.status()));
    on.onRequest(protocol.listAttributesRequest, () => this.#when(() => handlers.listAttributes()));
    on.onRequest(protocol.setAttributesRequest, (asked) =>
      this.#with(params.setAttributesParams, asked, (given) => {
        handlers.setAttributes(given);
        return null;
      }),
    );
    on.onRequest(protocol.transportRequest, (asked) =>
      this.#with(params.transportParams, asked, (given) => handlers.transport(given)),
    );
    on.onRequest(protocol.panicRequest, () =>
      this.#when(() => {
        handlers.panic();
        return null;
      }),
    );
    on.onRequest(protocol.toldTakeRequest, (asked) =>
      this.#with(params.toldTakeParams, asked, (given) => {
        handlers.toldTake(given);
        return null;
      }),
    );
    on.onRequest(protocol.oscQueryRequest, (asked) =>
      this.#with(params.oscQueryParams, asked, (given) => handlers.switchOscQuery(given)),
    );
  }

  answerMappings(): void {
    const [on, handlers] = [this.#connection, this.#handlers];
    on.onRequest(protocol.listMappingsRequest, () => this.#when(() => handlers.listMappings()));
    on.onRequest(protocol.setMappingRequest, (asked) =>
      this.#with(params.setMappingParams, asked, ({ mapping }) => {
        handlers.setMapping(mapping);
        return null;
      }),
    );
    on.onRequest(protocol.removeMappingRequest, (asked) =>
      this.#with(params.removeMappingParams, asked, ({ id }) => handlers.removeMapping(id)),
    );
    on.onRequest(protocol.learnRequest, (asked, token) =>
      this.#with(params.learnParams, asked, (given) => handlers.learn(given, signalOf(token))),
    );
  }

  answerConnections(): void {
    const on = this.#connection;
    on.onRequest(protocol.listDawsRequest, () => this.#when(() => this.#optional('listDaws')()));
    on.onRequest(protocol.connectDawRequest, (asked) =>
      this.#with(params.connectDawParams, asked, (given) => this.#optional('connectDaw')(given)),
    );
    on.onRequest(protocol.testDawRequest, () => this.#when(() => this.#optional('testDaw')()));
    on.onRequest(protocol.dawConditionsRequest, () => this.#when(() => this.#optional('dawConditions')()));
    on.onRequest(protocol.disconnectDawRequest, () =>
      this.#when(() => this.#optional('disconnectDaw')().then(() => null)),
    );
    on.onRequest(protocol.installScriptRequest, (asked) =>
      this.#with(params.installScriptParams, asked, (given) => this.#optional('installScript')(given)),
    );
    on.onRequest(protocol.transportLeadRequest, (asked) =>
      this.#with(params.transportLeadParams, asked, (given) => this.#optional('leadTransport')(given)),
    );
    on.onRequest(protocol.openMidiRequest, (asked) =>
      this.#with(params.openMidiParams, asked, (given) => this.#optional('openMidi')(given)),
    );
    on.onRequest(protocol.closeMidiRequest, () =>
      this.#when(() => this.#optional('closeMidi')().then(() => null)),
    );
  }

  answerOptional(): void {
    const on = this.#connection;
    on.onRequest(protocol.listenMidiRequest, (asked) =>
      this.#with(params.listenMidiParams, asked, (given) => this.#optional('listenMidi')(given)),
    );
    on.onRequest(protocol.unlistenMidiRequest, () =>
      this.#when(() => this.#optional('unlistenMidi')().then(() => null)),
    );
    on.onRequest(protocol.devicesRequest, () => this.#when(() => this.#optional('devices')()));
    on.onRequest(protocol.monitorUrlRequest, () => this.#when(() => this.#optional('monitorUrl')()));
    on.onRequest(protocol.playTakeRequest, (asked) =>
      this.#with(params.playTakeParams, asked, (given) => this.#optional('playTake')(given).then(() => null)),
    );
    on.onRequest(protocol.sendClipRequest, (asked) =>
      this.#with(params.sendClipParams, asked, (given) => this.#optional('sendClip')(given)),
    );
    on.onRequest(protocol.startPerformanceRequest, (asked, token) =>
      this.#with(params.startPerformanceParams, asked, (given) =>
        this.#optional('startPerformance')(given, signalOf(token)).then(() => null),
      ),
    );
    on.onRequest(protocol.attachPerformanceRequest, (asked) =>
      this.#with(params.attachPerformanceParams, asked, (given) =>
        this.#optional('attachPerformance')(given).then(() => null),
      ),
    );
    on.onRequest(protocol.stopPerformanceRequest, () =>
      this.#when(() => this.#optional('stopPerformance')().then(() => null)),
    );
    on.onRequest(protocol.queueSectionRequest, (asked) =>
      this.#with(params.queueSectionParams, asked, (given) =>
        this.#optional('queueSection')(given).then(() => null),
      ),
    );
    on.onRequest(protocol.keepPerformanceRequest, (asked) =>
      this.#with(params.keepPerformanceParams, asked, (given) => this.#optional('keepPerformance')(given)),
    );
  }

  /** Events are told once the conversation is open. */
  tellEvents(): () => void {
    const gathered = new AttributeEvents((changes) => {
      this.#tell(() => this.#connection.sendNotification(protocol.attributesChanged, { changes }));
    });
    const end = this.#handlers.listen({
      attributeChanged: gathered.add,
      transportChanged: (state) => {
        this.#tell(() => this.#connection.sendNotification(protocol.transportChanged, state));
      },
      dawChanged: (state) => {
        this.#tell(() => this.#connection.sendNotification(protocol.dawChanged, state));
      },
      problem: (error) => {
        this.#tell(() => this.#connection.sendNotification(protocol.problemNotification, error.toJSON()));
      },
    });
    return () => {
      end();
      gathered.close();
    };
  }

  #tell(send: () => Promise<void>): void {
    if (this.#state !== 'ready') return;
    // A client that is gone needs no events.
    void send().catch(() => undefined);
  }

  #initialize(asked: unknown): protocol.BridgeInitializeResult {
    const { protocolVersion } = checked(params.bridgeInitializeParams, asked);
    if (protocolVersion !== protocol.bridgeProtocolVersion) throw mismatch(protocolVersion);
    if (this.#state === 'new') this.#state = 'ready';
    const { version, optional } = this.#handlers;
    const unavailable = Object.entries(optionalMethods)
      .filter(([name]) => optional[name as keyof OptionalHandlers] === undefined)
      .map(([, method]) => method);
    const { bridgeProtocolVersion } = protocol;
    return {
      protocolVersion: bridgeProtocolVersion,
      version,
      pid: process.pid,
      capabilities: { unavailable },
    };
  }

  #optional<N extends keyof OptionalHandlers>(name: N): NonNullable<OptionalHandlers[N]> {
    const handler = this.#handlers.optional[name];
    if (handler !== undefined) return handler;
    throw new LeitmotifError('not-available', {
      what: 'This is not available in this build',
      subject: optionalMethods[name],
      next: 'Use a newer release',
    });
  }

  /** Answers once the conversation was opened. */
  #when<T>(work: () => T | Promise<T>): Answer<T> {
    return answer(() => {
      if (this.#state !== 'ready') throw notInitialized(this.#state);
      return work();
    });
  }

  /** Answers with checked parameters. */
  #with<S extends z.ZodType, T>(
    schema: S,
    asked: unknown,
    work: (given: z.output<S>) => T | Promise<T>,
  ): Answer<T> {
    return this.#when(() => work(checked(schema, asked)));
  }
}

function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => {
    controller.abort();
  });
  return controller.signal;
}

function mismatch(version: number): LeitmotifError {
  return new LeitmotifError('protocol-mismatch', {
    what: `The client speaks version ${version} and the bridge version ${protocol.bridgeProtocolVersion}`,
    subject: 'protocol',
    next: 'Install the extension and the program of the same release',
  });
}

function notInitialized(state: 'new' | 'shut'): LeitmotifError {
  if (state === 'shut') return cancelled();
  return new LeitmotifError('not-initialized', {
    what: 'The conversation was not opened',
    subject: 'initialize',
    next: 'Send initialize first',
  });
}
