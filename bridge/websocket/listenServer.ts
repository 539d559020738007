/**
 * The server of live sound: the monitor page over HTTP, frames and controls over WebSocket, on one port of this machine.
 *
 * ```
 * LiveStream ─┬─► ClientConnection ─► browser, jweb, anything
 *             └─► …                  ◄─ acknowledgements, attributes
 * ListenControls ◄─► every 50 ms: what changed, and how loud it is
 * ```
 */
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { cannotOpen } from '../ports/cannotOpen.ts';
import { listenCloseCodes, longestClientMessage } from '../protocol/listenMessages.ts';
import { listenProtocol, tokenProtocolPrefix } from '../protocol/listenNames.ts';
import { ClientConnection } from './clientConnection.ts';
import { answerPlainly } from './monitorPage.ts';
import { OriginGuard } from './originGuard.ts';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { ServerMessage } from '../protocol/listenMessages.ts';
import type { Milliseconds } from '../protocol/units.ts';
import type { Surroundings } from './clientConnection.ts';
import type { ClientTokens, TokenHolder } from './clientTokens.ts';
import type { MonitorPage } from './monitorPage.ts';

/** How a server is set up. */
export interface ListenServerOptions extends Surroundings {
  tokens: ClientTokens;
  /** Absent: no page, only the socket. */
  page?: MonitorPage | undefined;
  /** 0 for any free port. */
  port: number;
  /** The interface; this machine alone unless a person chose another. */
  address?: string;
  /** Pages of others that may connect, such as a Max for Live `jweb`: their `Origin`. */
  furtherOrigins?: readonly string[];
  /** Between questions whether a client still lives. */
  heartbeat?: Milliseconds;
}

/** What came in and was not let in, and what was let in and wrong. */
export interface ListenCounts {
  clients: number;
  refusedHost: number;
  refusedOrigin: number;
  refusedToken: number;
  refusedCount: number;
  malformed: number;
  tooFast: number;
}

/** A request that is not complete by then is none. */
const httpLimits = {
  maxHeaderSize: 8192,
  headersTimeout: 5000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 5000,
};
/** For the error of a port that is taken. */
const wanted = {
  use: 'the monitor page and listeners are served',
  change: 'choose another port, or 0 for any that is free',
};
const mostClients = 64;
const mostSockets = 160;
const beatEvery: Milliseconds = 50;
const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

type Refusal = 'refusedHost' | 'refusedOrigin' | 'refusedToken' | 'refusedCount';
const refusalLines: Record<Refusal, string> = {
  refusedHost: '403 Forbidden',
  refusedOrigin: '403 Forbidden',
  refusedToken: '401 Unauthorized',
  refusedCount: '429 Too Many Requests',
};

/** A running server. */
export class ListenServer {
  readonly #options: ListenServerOptions;
  readonly #http: Server;
  readonly #sockets: WebSocketServer;
  readonly #clients = new Set<ClientConnection>();
  readonly #changes = new Map<string, { value: number | string; origin: string }>();
  readonly #counts = {
    refusedHost: 0,
    refusedOrigin: 0,
    refusedToken: 0,
    refusedCount: 0,
    malformed: 0,
    tooFast: 0,
  };
  readonly #endings: (() => void)[] = [];
  #guard = new OriginGuard([], 0, []);
  #url = '';
  #connections = 0;

  private constructor(options: ListenServerOptions) {
    this.#options = options;
    this.#http = createServer(httpLimits);
    this.#http.maxConnections = mostSockets;
    this.#sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: longestClientMessage,
      handleProtocols: () => listenProtocol,
    });
  }

  /** Starts one. @throws LeitmotifError `port-in-use` where somebody else has the port */
  static async start(options: ListenServerOptions): Promise<ListenServer> {
    const server = new ListenServer(options);
    await server.#listen();
    return server;
  }

  /** Address of the page, without a token. */
  get url(): string {
    return this.#url;
  }

  /** Address of the page for one client; opening it is all that a person has to do. */
  urlFor(token: string): string {
    return `${this.#url}#token=${token}`;
  }

  /** What was counted since the start. */
  get counts(): ListenCounts {
    const counts = { ...this.#counts, clients: this.#clients.size };
    for (const { counts: own } of this.#clients) {
      counts.malformed += own.malformed;
      counts.tooFast += own.tooFast;
    }
    return counts;
  }

  /** Takes a client's token back and closes its connections. */
  revoke(holderId: string): void {
    this.#options.tokens.revoke(holderId);
    for (const client of this.#clients) {
      if (client.holder.id === holderId) client.close(listenCloseCodes.revoked, 'token taken back');
    }
  }

  /** Cuts every line without a word, as a sleeping laptop does. Clients come back and resume. */
  dropConnections(): void {
    for (const client of this.#clients) client.cut();
  }

  /** Ends. Clients are told; who does not answer within a second is cut off. */
  async close(): Promise<void> {
    for (const end of this.#endings) end();
    const closed = new Promise<void>((resolve) =>
      this.#http.close(() => {
        resolve();
      }),
    );
    for (const client of this.#clients) {
      client.say({ type: 'ended', mode: 'live', reason: 'stopped' });
      client.close(listenCloseCodes.goingAway, 'the bridge ends');
    }
    this.#http.closeIdleConnections();
    const cut = setTimeout(() => {
      this.#http.closeAllConnections();
    }, 1500);
    await closed;
    clearTimeout(cut);
  }

  async #listen(): Promise<void> {
    const { port, address = '127.0.0.1', furtherOrigins = [] } = this.#options;
    const failure = await new Promise<Error | undefined>((resolve) => {
      this.#http.once('error', resolve);
      this.#http.listen({ port, host: address, exclusive: true }, () => {
        resolve(undefined);
      });
    });
    if (failure !== undefined) throw await cannotOpen({ kind: 'tcp', address, port, ...wanted }, failure);
    const bound = (this.#http.address() as AddressInfo).port;
    const name = address.includes(':') ? `[${address}]` : address;
    const names = address === '127.0.0.1' || address === '::1' ? loopbackNames : [name, ...loopbackNames];
    this.#guard = new OriginGuard(names, bound, furtherOrigins);
    this.#url = `http://${name}:${bound}/`;
    this.#serve();
  }

  #serve(): void {
    this.#http.on('request', (request, response) => {
      const { page } = this.#options;
      const isOurs = this.#guard.isOurHost(request.headers);
      if (!isOurs) this.#counts.refusedHost += 1;
      if (!isOurs || page === undefined) answerPlainly(response, isOurs ? 404 : 403);
      else page.answer(request, response, request.headers.host ?? '');
    });
    this.#http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      this.#upgrade(request, socket, head);
    });
    this.#http.on('clientError', (_error, socket) => socket.destroy());
    this.#endings.push(
      this.#options.controls.onChange((name, value, origin) => this.#changes.set(name, { value, origin })),
      this.#options.controls.onEvent((event) => {
        const text = JSON.stringify({ type: 'music', event } satisfies ServerMessage);
        for (const client of this.#clients) client.mention(text);
      }),
    );
    const beat = setInterval(() => {
      this.#beat();
    }, beatEvery);
    const heart = setInterval(() => {
      for (const client of this.#clients) client.checkAlive();
    }, this.#options.heartbeat ?? 10_000);
    this.#endings.push(
      () => {
        clearInterval(beat);
      },
      () => {
        clearInterval(heart);
      },
    );
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const admitted = this.#admit(request);
    if (typeof admitted === 'string') {
      this.#counts[admitted] += 1;
      socket.once('finish', () => {
        socket.destroy();
      });
      socket.end(`HTTP/1.1 ${refusalLines[admitted]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      this.#welcome(webSocket, admitted);
    });
  }

  #admit(request: IncomingMessage): TokenHolder | Refusal {
    if (!this.#guard.isOurHost(request.headers)) return 'refusedHost';
    if (!this.#guard.isOurOrigin(request.headers)) return 'refusedOrigin';
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim());
    const token = offered.find((one) => one.startsWith(tokenProtocolPrefix)) ?? '';
    const holder = this.#options.tokens.find(token.slice(tokenProtocolPrefix.length));
    if (holder === undefined || !offered.includes(listenProtocol)) return 'refusedToken';
    return this.#clients.size < mostClients ? holder : 'refusedCount';
  }

  #welcome(webSocket: WebSocket, holder: TokenHolder): void {
    const client = new ClientConnection(
      webSocket,
      holder,
      `${holder.id}.${++this.#connections}`,
      this.#options,
    );
    this.#clients.add(client);
    webSocket.on('close', () => {
      this.#clients.delete(client);
      this.#counts.malformed += client.counts.malformed;
      this.#counts.tooFast += client.counts.tooFast;
    });
  }

  /** What changed since the last beat, the newest value of each, and how loud it was. Who made a change knows it already. */
  #beat(): void {
    const meters: ServerMessage = { type: 'meters', ...this.#options.live.takeMeters() };
    const text = JSON.stringify(meters);
    for (const client of this.#clients) {
      for (const [name, { value, origin }] of this.#changes) {
        if (origin !== client.id) client.say({ type: 'attribute', name, value, origin });
      }
      client.mention(text);
    }
    this.#changes.clear();
  }
}
