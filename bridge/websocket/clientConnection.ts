/** One client: what it says is read, checked, limited and done; what it hears is sent. Nothing that it says can throw out of here. */
import { LeitmotifError } from '../protocol/errors.ts';
import { clientMessage, listenCloseCodes, longestClientMessage } from '../protocol/listenMessages.ts';
import { ExportListening } from './exportListening.ts';
import { LiveListening } from './liveListening.ts';
import { RateLimit } from './rateLimit.ts';
import type { RawData, WebSocket } from 'ws';
import type { ReadClientMessage, RefusalReason, ServerMessage } from '../protocol/listenMessages.ts';
import type { TokenHolder } from './clientTokens.ts';
import type { OpenTake } from './exportListening.ts';
import type { ListenControls } from './listenControls.ts';
import type { Listening, ListenerSocket } from './listenerSocket.ts';
import type { LiveStream } from './liveStream.ts';

/** What all connections share. */
export interface Surroundings {
  live: LiveStream;
  controls: ListenControls;
  openTake: OpenTake | undefined;
}

/** What a connection counted. */
export interface ConnectionCounts {
  malformed: number;
  tooFast: number;
}

/** Messages a second: acknowledgements of 50 frames and sliders that are pulled. */
const messagesPerSecond = 200;
const messageBurst = 400;
/** Malformed messages, and those that came too fast, until the connection is closed. */
const mostMalformed = 20;
const mostTooFast = 2000;
/** Bytes that may wait here for a client that reads nothing, before it is closed. */
const hopelessBacklog = 8 << 20;
const unhurriedBacklog = 1 << 18;

/** One client's connection. */
export class ClientConnection implements ListenerSocket {
  readonly holder: TokenHolder;
  /** Of this connection; what it changes carries it as its origin. */
  readonly id: string;
  readonly counts: ConnectionCounts = { malformed: 0, tooFast: 0 };
  readonly #socket: WebSocket;
  readonly #around: Surroundings;
  readonly #rate = new RateLimit(messagesPerSecond, messageBurst);
  readonly #complaints = new RateLimit(5, 10);
  #listening: Listening | undefined;
  #isAlive = true;

  constructor(socket: WebSocket, holder: TokenHolder, id: string, around: Surroundings) {
    this.#socket = socket;
    this.id = id;
    this.holder = holder;
    this.#around = around;
    socket.binaryType = 'nodebuffer';
    socket.on('message', (data, isBinary) => {
      this.#receive(data, isBinary);
    });
    socket.on('pong', () => {
      this.#isAlive = true;
    });
    // A text that is no UTF-8 or too long: ws closes by itself with 1007 or 1009.
    socket.on('error', () => {
      this.#countMalformed('The message is no text of at most 4096 bytes');
    });
    socket.on('close', () => this.#listening?.stop());
    const { live, controls } = around;
    const mayControl = holder.rights === 'control';
    const known = { stream: live.name, sampleRate: live.sampleRate };
    this.say({ type: 'welcome', ...known, mayControl, controls: controls.describe() });
  }

  get backlog(): number {
    return this.#socket.bufferedAmount;
  }

  sendFrame(bytes: Uint8Array<ArrayBuffer>): void {
    this.#send(bytes);
  }

  say(message: ServerMessage): void {
    this.#send(JSON.stringify(message));
  }

  /** Says something that a client may also miss, where it is behind: the next one replaces it. */
  mention(text: string): void {
    if (this.backlog <= unhurriedBacklog) this.#send(text);
  }

  /** Asks whether the other end still lives; closes where the last question stayed without an answer. */
  checkAlive(): void {
    if (!this.#isAlive) {
      this.#socket.terminate();
      return;
    }
    this.#isAlive = false;
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.ping();
  }

  /** Closes, and cuts the line where the other end does not answer. */
  close(code: number, reason: string): void {
    this.#listening?.stop();
    this.#socket.close(code, reason);
    setTimeout(() => {
      this.#socket.terminate();
    }, 1000).unref();
  }

  /** Cuts the line. */
  cut(): void {
    this.#socket.terminate();
  }

  #send(data: string | Uint8Array<ArrayBuffer>): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.backlog > hopelessBacklog) this.#socket.terminate();
    else this.#socket.send(data, { binary: typeof data !== 'string', compress: false });
  }

  #receive(data: RawData, isBinary: boolean): void {
    this.#isAlive = true;
    if (!this.#rate.take()) {
      this.counts.tooFast += 1;
      this.#refuse('too-fast', `More than ${messagesPerSecond} messages a second`);
      if (this.counts.tooFast > mostTooFast) this.close(listenCloseCodes.misbehaved, 'too many messages');
      return;
    }
    const message = isBinary ? undefined : readMessage(data);
    if (message === undefined) this.#countMalformed('This message is none of the protocol');
    else this.#obey(message);
  }

  #obey(message: ReadClientMessage): void {
    switch (message.type) {
      case 'listen':
        this.#listen(message);
        return;
      case 'acknowledge':
        if (this.#listening?.acknowledge(message.sequence) === false)
          this.#countMalformed('No frame with this sequence is on its way');
        return;
      case 'stop':
        this.#listening?.stop();
        this.#listening = undefined;
        return;
      default:
        this.#control(message);
    }
  }

  #listen(request: Extract<ReadClientMessage, { type: 'listen' }>): void {
    const { live, openTake } = this.#around;
    this.#listening?.stop();
    this.#listening = undefined;
    if (request.mode === 'live') this.#listening = new LiveListening(live, this, request);
    else if (openTake !== undefined) this.#listening = new ExportListening(openTake, this, request);
    else this.#refuse('not-available', 'This bridge gives out no takes');
  }

  #control(message: Extract<ReadClientMessage, { type: 'attribute' | 'transport' | 'panic' }>): void {
    const { controls } = this.#around;
    const name = message.type === 'attribute' ? message.name : undefined;
    if (this.holder.rights !== 'control') {
      this.#refuse('not-allowed', 'This client may listen and change nothing', name);
      return;
    }
    try {
      if (message.type === 'attribute') controls.set(message.name, message.value, this.id);
      else if (message.type === 'transport') controls.transport(message.action);
      else controls.panic();
    } catch (error) {
      if (error instanceof LeitmotifError) this.#refuse('out-of-range', error.what, name);
      else this.#refuse('not-available', 'The bridge could not do this', name);
    }
  }

  #countMalformed(what: string): void {
    this.counts.malformed += 1;
    this.#refuse('malformed', what);
    if (this.counts.malformed > mostMalformed) this.close(listenCloseCodes.misbehaved, 'malformed messages');
  }

  /** Said a few times a second at most: a flood is not answered by a flood. */
  #refuse(reason: RefusalReason, what: string, name?: string): void {
    if (!this.#complaints.take()) return;
    this.say({ type: 'refused', reason, what, ...(name === undefined ? {} : { name }) });
  }
}

function readMessage(data: RawData): ReadClientMessage | undefined {
  if (!Buffer.isBuffer(data) || data.byteLength > longestClientMessage) return undefined;
  try {
    return clientMessage.safeParse(JSON.parse(data.toString('utf8'))).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
