/** The part of a client's connection that sending sound needs; a test stands in for it in ten lines. */
import type { ServerMessage } from '../protocol/listenMessages.ts';

/** One client's socket. */
export interface ListenerSocket {
  /** Sends a frame. Its bytes are shared and not copied. */
  sendFrame(bytes: Uint8Array<ArrayBuffer>): void;
  /** Says something. */
  say(message: ServerMessage): void;
  /** Bytes that wait in this process because the system takes no more. */
  readonly backlog: number;
}

/** Sound on its way to one listener, of whichever kind. */
export interface Listening {
  /** @returns false for a sequence that was not sent */
  acknowledge(sequence: number): boolean;
  /** Sends no more. */
  stop(): void;
}
