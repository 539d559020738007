/**
 * Stands before the reader of JSON-RPC messages and lets through only what is framed as one, so that garbage ends the
 * conversation instead of filling the memory. What is inside the frame is the reader's business.
 */
import { Transform } from 'node:stream';
import { MessageFraming } from '../../bridge/protocol/messageFraming.ts';
import { longestMessage } from '../../bridge/protocol/sidecar.ts';
import type { TransformCallback } from 'node:stream';

/** Options of a guard. */
export interface MessageGuardOptions {
  /** While it resolves later, nothing is let through: a client that does not read its answers may not ask for more. */
  ready?: () => Promise<void>;
}

/** Passes framed messages on; ends with an error at the first byte that belongs to none. */
export class MessageGuard extends Transform {
  readonly #ready: MessageGuardOptions['ready'];
  readonly #framing = new MessageFraming(longestMessage);

  constructor({ ready }: MessageGuardOptions = {}) {
    super();
    this.#ready = ready;
  }

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    try {
      this.#framing.push(chunk);
    } catch (error) {
      done(error as Error);
      return;
    }
    this.push(chunk);
    if (this.#ready === undefined) {
      done();
      return;
    }
    void this.#ready().then(() => {
      done();
    });
  }
}
