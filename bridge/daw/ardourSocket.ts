/** Ardour's WebSocket surface (port 3818): the tempo, which its OSC has no word for, and whether it rolls. */
import { WebSocket } from 'ws';
import { LeitmotifError } from '../protocol/errors.ts';
import type { RawData } from 'ws';
import type { Milliseconds } from '../protocol/units.ts';

/** What it told last. */
export interface ArdourHeard {
  /** Quarters a minute. */
  tempo?: number;
  isRolling?: boolean;
}

const patience: Milliseconds = 2000;
/** A message is some numbers; the list of a session's plugins comes one parameter a message. */
const longestMessage = 64 * 1024;

/** An open connection. */
export class ArdourSocket {
  readonly heard: ArdourHeard = {};
  readonly #socket: WebSocket;
  readonly #waiting = new Set<() => void>();
  readonly #listeners = new Set<() => void>();

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => {
      this.#hear(data);
    });
    socket.on('error', () => {
      socket.terminate();
    });
  }

  /** @throws LeitmotifError `not-available` where nobody answers */
  static async open(port: number, host = '127.0.0.1'): Promise<ArdourSocket> {
    const socket = new WebSocket(`ws://${host}:${port}`, {
      handshakeTimeout: patience,
      maxPayload: longestMessage,
      perMessageDeflate: false,
    });
    const opened = new ArdourSocket(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('close', () => {
        reject(unanswered(`${host}:${port}`));
      });
    });
    return opened;
  }

  /** Sets the tempo of the session, and asks for it: Ardour does not tell who sets. */
  setTempo(quartersPerMinute: number): void {
    this.#socket.send(JSON.stringify({ node: 'transport_tempo', val: [quartersPerMinute] }));
    this.#socket.send(JSON.stringify({ node: 'transport_tempo' }));
  }

  /** Resolves when something is so, false where it is not in time. */
  async until(isSo: (heard: ArdourHeard) => boolean, within: Milliseconds = patience): Promise<boolean> {
    if (isSo(this.heard)) return true;
    return await new Promise((resolve) => {
      const look = (): void => {
        if (isSo(this.heard)) end(true);
      };
      const end = (isMet: boolean): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(isMet);
      };
      const timer = setTimeout(() => {
        end(false);
      }, within);
      this.#waiting.add(look);
    });
  }

  /** Tells of each message. @returns ends it */
  onChange(tell: () => void): () => void {
    this.#listeners.add(tell);
    return () => this.#listeners.delete(tell);
  }

  /** Ends. */
  async close(): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    await new Promise<void>((resolve) => {
      this.#socket.once('close', () => {
        resolve();
      });
      this.#socket.terminate();
    });
  }

  #hear(data: RawData): void {
    const message = parsed(data);
    const value = message?.val?.[0];
    if (message?.node === 'transport_tempo' && typeof value === 'number' && value > 0)
      this.heard.tempo = value;
    if (message?.node === 'transport_roll') this.heard.isRolling = value === true || value === 1;
    for (const look of [...this.#waiting, ...this.#listeners]) look();
  }
}

function parsed(data: RawData): { node?: unknown; val?: unknown[] } | undefined {
  try {
    const message: unknown = JSON.parse((data as Buffer).toString('utf8'));
    if (typeof message !== 'object' || message === null) return undefined;
    const { node, val } = message as { node?: unknown; val?: unknown };
    return { node, ...(Array.isArray(val) ? { val } : {}) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function unanswered(subject: string): LeitmotifError {
  return new LeitmotifError('not-available', {
    what: 'Ardour’s WebSocket does not answer',
    subject,
    next: 'Switch on “WebSockets Server (Experimental)” in Preferences › Control Surfaces',
  });
}
