/**
 * OSCQuery over HTTP: other programs find out what can be controlled. Nothing can be changed here, nothing listens until a person
 * switches it on, and only this machine is answered, by its own names.
 */
import { createServer } from 'node:http';
import { cannotOpen } from '../ports/cannotOpen.ts';
import { OriginGuard } from '../websocket/originGuard.ts';
import { queryAttributes, queryNode } from './oscQueryTree.ts';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AttributeStore } from './attributeStore.ts';
import type { QueryAttribute } from './oscQueryTree.ts';

/** How a server is set up. */
export interface OscQueryOptions {
  store: AttributeStore;
  /** TCP port; 0 for any that is free. */
  port: number;
  /** UDP port at which the bridge hears OSC; undefined while it does not. */
  oscPort: () => number | undefined;
}

/** An answer. */
interface Answer {
  status: number;
  body?: unknown;
}

const address = '127.0.0.1';
/** For the error of a port that is taken. */
const wanted = {
  use: 'OSCQuery answers',
  change: 'switch it on with another port, or with 0 for any that is free',
};
const mostSockets = 32;
const longestUrl = 1024;

/** A running server. */
export class OscQueryServer {
  readonly #options: OscQueryOptions;
  readonly #http: Server;
  #guard = new OriginGuard([], 0, []);

  private constructor(options: OscQueryOptions) {
    this.#options = options;
    this.#http = createServer({ maxHeaderSize: 4096, requestTimeout: 5000, headersTimeout: 5000 });
    this.#http.maxConnections = mostSockets;
    this.#http.on('request', (request, response) => {
      this.#respond(request, response);
    });
    this.#http.on('clientError', (_error, socket) => socket.destroy());
  }

  /** Starts one. @throws LeitmotifError `port-in-use`, `not-available` */
  static async start(options: OscQueryOptions): Promise<OscQueryServer> {
    const server = new OscQueryServer(options);
    await server.#listen();
    return server;
  }

  /** Its address. */
  get url(): string {
    return `http://${address}:${(this.#http.address() as AddressInfo).port}/`;
  }

  /** Ends at once. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) =>
      this.#http.close(() => {
        resolve();
      }),
    );
    this.#http.closeAllConnections();
    await closed;
  }

  async #listen(): Promise<void> {
    const { port } = this.#options;
    const failure = await new Promise<Error | undefined>((resolve) => {
      this.#http.once('error', resolve);
      this.#http.listen({ port, host: address, exclusive: true }, () => {
        resolve(undefined);
      });
    });
    if (failure !== undefined) throw await cannotOpen({ kind: 'tcp', address, port, ...wanted }, failure);
    this.#guard = new OriginGuard([address, 'localhost'], (this.#http.address() as AddressInfo).port, []);
  }

  #respond(request: IncomingMessage, response: ServerResponse): void {
    const { status, body } = this.#answer(request);
    const text = body === undefined ? '' : JSON.stringify(body);
    response.writeHead(status, {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(status === 405 ? { Allow: 'GET, HEAD' } : {}),
      'Content-Length': Buffer.byteLength(text),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      Connection: 'close',
    });
    response.end(request.method === 'HEAD' ? '' : text);
  }

  #answer({ method, headers, url = '/' }: IncomingMessage): Answer {
    if (!this.#guard.isOurHost(headers) || !this.#guard.isOurOrigin(headers)) return { status: 403 };
    if (method !== 'GET' && method !== 'HEAD') return { status: 405 };
    if (url.length > longestUrl || !url.startsWith('/')) return { status: 400 };
    const [path = '/', query] = url.split('?', 2);
    if (query === 'HOST_INFO') return { status: 200, body: this.#hostInfo() };
    const node = queryNode(this.#options.store, path);
    if (node === undefined) return { status: 404 };
    if (query === undefined || query === '') return { status: 200, body: node };
    if (!isQueryAttribute(query)) return { status: 400 };
    // The proposal: an attribute that is known but that this node does not have is no content.
    const value = node[query];
    return value === undefined ? { status: 204 } : { status: 200, body: { [query]: value } };
  }

  #hostInfo(): Record<string, unknown> {
    const port = this.#options.oscPort();
    return {
      NAME: 'Leitmotif',
      ...(port === undefined ? {} : { OSC_IP: address, OSC_PORT: port, OSC_TRANSPORT: 'UDP' }),
      EXTENSIONS: {
        ACCESS: true,
        VALUE: true,
        RANGE: true,
        DESCRIPTION: true,
        UNIT: true,
        CLIPMODE: true,
        LISTEN: false,
        TAGS: false,
        CRITICAL: false,
      },
    };
  }
}

function isQueryAttribute(query: string): query is QueryAttribute {
  return (queryAttributes as readonly string[]).includes(query);
}
