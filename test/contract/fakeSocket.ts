/** A WebSocket without a network: what is emitted was received, and what is sent is counted. */
import { EventEmitter } from 'node:events';
import type { WebSocket } from 'ws';

/** The part of one that a connection uses. */
export class FakeSocket extends EventEmitter {
  readonly OPEN = 1;
  readonly bufferedAmount = 0;
  readyState = 1;
  binaryType = 'nodebuffer';
  sent = 0;

  send(): void {
    this.sent += 1;
  }

  ping(): void {
    this.sent += 1;
  }

  close(): void {
    this.readyState = 3;
  }

  terminate(): void {
    this.readyState = 3;
  }

  /** Itself, as the type that a connection asks for. */
  asWebSocket(): WebSocket {
    return this as unknown as WebSocket;
  }
}
