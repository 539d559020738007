/** The pipe to the one who composes: the token first, then orders one way and reports the other. It is never waited for. */
import { connect } from 'node:net';
import { encodeStreamFrame, StreamFrameDecoder } from '../protocol/streamFrame.ts';
import { decodeJson, encodeJson } from '../protocol/streamPayload.ts';
import type { Socket } from 'node:net';
import type { PerformanceOrder, PerformanceReport } from '../protocol/performance.ts';
import type { PerformanceSource } from '../protocol/bridgeParams.ts';

/** Told of what comes, and of the end. */
export interface PipeListener {
  report: (report: PerformanceReport) => void;
  /** It was closed by the other end, or never opened. */
  lost: () => void;
}

/** Orders that wait for who does not read; then it is no composer any more. */
const mostWaiting = 4 << 20;

/** One connection. */
export class PerformancePipe {
  readonly #socket: Socket;
  readonly #job: number;
  readonly #decoder = new StreamFrameDecoder();
  readonly #listener: PipeListener;
  #sequence = 0;
  #isClosed = false;
  /** Orders that wait for the welcome: what comes together with the token is refused. */
  #early: PerformanceOrder[] | undefined = [];

  constructor({ path, token, job }: PerformanceSource, listener: PipeListener) {
    this.#job = job;
    this.#listener = listener;
    this.#socket = connect(path);
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => {
      if (!this.#isClosed) listener.lost();
      this.#isClosed = true;
    });
    this.#socket.on('data', (bytes) => {
      this.#read(bytes);
    });
    const payload = Uint8Array.from(Buffer.from(token, 'hex'));
    this.#socket.write(encodeStreamFrame({ type: 'token', job: 0, sequence: 0, time: 0, payload }));
  }

  /** Asks for something; nothing once it is closed. */
  ask(order: PerformanceOrder): void {
    if (this.#isClosed) return;
    if (this.#early !== undefined) {
      this.#early.push(order);
      return;
    }
    if (this.#socket.writableLength > mostWaiting) {
      this.#socket.destroy();
      return;
    }
    const frame = { type: 'ask', job: this.#job, sequence: this.#sequence++, time: 0 } as const;
    this.#socket.write(encodeStreamFrame({ ...frame, payload: encodeJson(order) }));
  }

  /** Closes it; nothing is told afterwards. */
  close(): void {
    this.#isClosed = true;
    this.#socket.end();
  }

  #welcomed(): void {
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const order of early) this.ask(order);
  }

  #read(bytes: Uint8Array): void {
    if (this.#isClosed) return;
    try {
      for (const { type, job, payload } of this.#decoder.push(bytes)) {
        if (type === 'welcome') this.#welcomed();
        // Sound of other jobs goes over the same pipe.
        if (type === 'perform' && job === this.#job)
          this.#listener.report(decodeJson(payload) as PerformanceReport);
      }
    } catch {
      // What is no frame, or no report, comes from nobody that can be played on with.
      this.#socket.destroy();
    }
  }
}
