/** One listener of a whole take. Nothing is dropped: the take waits until the client has acknowledged what it got. */
import { randomBytes } from 'node:crypto';
import { LeitmotifError } from '../protocol/errors.ts';
import { encodePcmFrame } from '../protocol/pcmFrame.ts';
import { SendWindow } from './sendWindow.ts';
import type { PcmFormat, PcmPosition } from '../protocol/pcmFrame.ts';
import type { Frames, Hertz, Seconds } from '../protocol/units.ts';
import type { AudioBlock } from '../transport/audioBlock.ts';
import type { Listening, ListenerSocket } from './listenerSocket.ts';

/** A take that is read from some sample frame on. */
export interface TakeSound {
  sampleRate: Hertz;
  /** Of the whole take. */
  frames: Frames;
  /** Blocks in order, without gaps. Ended early by `return()`, so that files are closed. */
  blocks: AsyncIterable<{ block: AudioBlock; position: PcmPosition }>;
}

/** Finds a take by the name under which the bridge knows it. @throws LeitmotifError where there is none */
export type OpenTake = (take: string, from: Frames) => Promise<TakeSound>;

/** What a listener asks for. */
export interface ExportRequest {
  format: PcmFormat;
  take: string;
  from: Frames;
}

/** Sound on its way to a client that exports. */
export const exportWindow: Seconds = 2;

/** Sends a take on behalf of a socket. */
export class ExportListening implements Listening {
  readonly #socket: ListenerSocket;
  readonly #request: ExportRequest;
  #window = new SendWindow(Infinity);
  #wake: (() => void) | undefined;
  #isStopped = false;

  constructor(open: OpenTake, socket: ListenerSocket, request: ExportRequest) {
    this.#socket = socket;
    this.#request = request;
    void this.#run(open);
  }

  acknowledge(sequence: number): boolean {
    const isKnown = this.#window.acknowledge(sequence);
    this.#wake?.();
    return isKnown;
  }

  stop(): void {
    this.#isStopped = true;
    this.#wake?.();
  }

  async #run(open: OpenTake): Promise<void> {
    try {
      await this.#sendAll(await open(this.#request.take, this.#request.from));
      if (!this.#isStopped) this.#socket.say({ type: 'ended', mode: 'export', reason: 'complete' });
    } catch (error) {
      const what = error instanceof LeitmotifError ? error.what : 'The take could not be read';
      if (!this.#isStopped) this.#socket.say({ type: 'ended', mode: 'export', reason: 'failed', what });
    }
  }

  async #sendAll({ sampleRate, frames, blocks }: TakeSound): Promise<void> {
    this.#window = new SendWindow(Math.round(exportWindow * sampleRate));
    const stream = randomBytes(8).toString('hex');
    const begin = { type: 'listening', mode: 'export', stream, sequence: 0, missed: 0, frames } as const;
    if (!this.#isStopped) this.#socket.say(begin);
    let sequence = 0;
    for await (const { block, position } of blocks) {
      await this.#room(block.left.length);
      if (this.#isStopped) return;
      const bytes = encodePcmFrame({ ...position, ...block, format: this.#request.format, sequence });
      this.#window.sent(sequence, block.left.length);
      this.#socket.sendFrame(bytes);
      sequence = (sequence + 1) >>> 0;
    }
  }

  async #room(length: Frames): Promise<void> {
    while (!this.#isStopped && !this.#window.hasRoom(length)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#wake = undefined;
  }
}
