/** The page's line to the bridge: opens it, opens it again, resumes where it was cut, and acknowledges what came. */
import { decodePcmFrame } from '../../protocol/pcmFrame.ts';
import { listenProtocol, tokenProtocolPrefix } from '../../protocol/listenNames.ts';
import type { ClientMessage, ServerMessage } from '../../protocol/listenMessages.ts';
import type { PcmFrame } from '../../protocol/pcmFrame.ts';

/** How the line is. */
export type LineState = 'opening' | 'open' | 'lost' | 'refused' | 'closed';

/** Told of everything that comes. */
export interface LineEvents {
  state(state: LineState): void;
  message(message: ServerMessage): void;
  frame(frame: PcmFrame): void;
}

const firstPause = 250;
const longestPause = 4000;
/** Codes after which trying again is of no use. */
const finalCodes = new Map<number, LineState>([
  [4001, 'refused'],
  [1008, 'refused'],
]);

/** One line. */
export class ListenConnection {
  readonly #url: string;
  readonly #token: string;
  readonly #events: LineEvents;
  #socket: WebSocket | undefined;
  #pause = firstPause;
  #failures = 0;
  #wasOpen = false;
  #listens = false;
  #stream = '';
  #next: number | undefined;

  constructor(url: string, token: string, events: LineEvents) {
    this.#url = url;
    this.#token = token;
    this.#events = events;
    this.#open();
  }

  /** Asks for the live sound, from now on and after every cut. */
  listen(): void {
    this.#listens = true;
    const resume = this.#next === undefined ? {} : { resume: { stream: this.#stream, sequence: this.#next } };
    this.say({ type: 'listen', mode: 'live', format: 'float32', ...resume });
  }

  /** Asks for no more sound. */
  stop(): void {
    this.#listens = false;
    this.#next = undefined;
    this.say({ type: 'stop' });
  }

  /** Says something; while the line is down it is lost, for it would be late. */
  say(message: ClientMessage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #open(): void {
    this.#events.state('opening');
    const socket = new WebSocket(this.#url, [listenProtocol, `${tokenProtocolPrefix}${this.#token}`]);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      this.#opened();
    };
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer | string>) => {
      if (typeof data === 'string') this.#hearMessage(JSON.parse(data) as ServerMessage);
      else this.#hearFrame(data);
    };
    socket.onclose = ({ code }) => {
      this.#closed(code);
    };
    this.#socket = socket;
  }

  #opened(): void {
    this.#wasOpen = true;
    this.#failures = 0;
    this.#pause = firstPause;
    this.#events.state('open');
    if (this.#listens) this.listen();
  }

  #closed(code: number): void {
    this.#failures += 1;
    const final = finalCodes.get(code) ?? (!this.#wasOpen && this.#failures >= 2 ? 'refused' : undefined);
    this.#events.state(final ?? 'lost');
    if (final !== undefined) return;
    setTimeout(() => {
      this.#open();
    }, this.#pause);
    this.#pause = Math.min(longestPause, 2 * this.#pause);
  }

  #hearMessage(message: ServerMessage): void {
    if (message.type === 'listening') {
      this.#stream = message.stream;
      this.#next = message.sequence;
    }
    this.#events.message(message);
  }

  #hearFrame(data: ArrayBuffer): void {
    const frame = decodePcmFrame(new Uint8Array(data));
    this.#next = (frame.sequence + 1) >>> 0;
    this.say({ type: 'acknowledge', sequence: frame.sequence });
    this.#events.frame(frame);
  }
}
