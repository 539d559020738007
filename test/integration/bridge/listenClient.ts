/** A client of the WebSocket in a few lines: what a person's own program would do. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { decodePcmFrame } from '../../../bridge/protocol/pcmFrame.ts';
import { listenProtocol } from '../../../bridge/protocol/listenNames.ts';
import type { ClientMessage, ServerMessage } from '../../../bridge/protocol/listenMessages.ts';
import type { PcmFrame } from '../../../bridge/protocol/pcmFrame.ts';

/** What a client hears and is told. */
export class ListenClient {
  readonly socket: WebSocket;
  readonly frames: PcmFrame[] = [];
  readonly messages: ServerMessage[] = [];
  acknowledges: boolean;

  private constructor(socket: WebSocket, acknowledges: boolean) {
    this.socket = socket;
    this.acknowledges = acknowledges;
    socket.on('message', (data: Buffer, isBinary) => {
      if (!isBinary) {
        this.messages.push(JSON.parse(data.toString()) as ServerMessage);
        return;
      }
      const frame = decodePcmFrame(data);
      this.frames.push(frame);
      if (this.acknowledges) this.say({ type: 'acknowledge', sequence: frame.sequence });
    });
  }

  /** Opens one and waits for the welcome. */
  static async open(
    url: string,
    token: string,
    options: { acknowledges?: boolean } = {},
  ): Promise<ListenClient> {
    const socket = new WebSocket(url, [listenProtocol, `token.${token}`]);
    const client = new ListenClient(socket, options.acknowledges ?? true);
    await once(socket, 'open');
    await client.said('welcome');
    return client;
  }

  say(message: ClientMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  /** The first message of a type, now or within five seconds. */
  async said<T extends ServerMessage['type']>(type: T): Promise<Extract<ServerMessage, { type: T }>> {
    const isIt = (message: ServerMessage): message is Extract<ServerMessage, { type: T }> =>
      message.type === type;
    await eventually(() => this.messages.some(isIt), `a message ${type}`);
    return this.messages.find(isIt) as Extract<ServerMessage, { type: T }>;
  }

  get sequences(): number[] {
    return this.frames.map(({ sequence }) => sequence);
  }

  async close(): Promise<void> {
    if (this.socket.readyState === WebSocket.CLOSED) return;
    this.socket.close();
    await once(this.socket, 'close');
  }
}

/** Waits until something is so. */
export async function eventually(isSo: () => boolean, what: string, milliseconds = 5000): Promise<void> {
  const until = performance.now() + milliseconds;
  while (!isSo()) {
    if (performance.now() > until) throw new Error(`Waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Status of the answer to an upgrade that is refused. */
export async function refusedWith(
  url: string,
  protocols: string[],
  headers: Record<string, string>,
): Promise<number> {
  const socket = new WebSocket(url, protocols, { headers });
  return new Promise((resolve, reject) => {
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.on('open', () => {
      socket.terminate();
      reject(new Error('It was let in'));
    });
    socket.on('error', () => undefined);
  });
}
