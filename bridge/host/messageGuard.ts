/** Stands before the reader of JSON-RPC messages and lets through only what is framed as one. */
import { Transform } from 'node:stream';
import { longestBridgeMessage } from '../protocol/bridge.ts';
import { MessageFraming } from '../protocol/messageFraming.ts';
import type { TransformCallback } from 'node:stream';

/** Passes framed messages on; ends with an error at the first byte that belongs to none. */
export class MessageGuard extends Transform {
  readonly #framing = new MessageFraming(longestBridgeMessage);

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    try {
      this.#framing.push(chunk);
    } catch (error) {
      done(error as Error);
      return;
    }
    done(null, chunk);
  }
}
