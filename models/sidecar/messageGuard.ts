/**
 * Stands before the reader of JSON-RPC messages and lets through only what is framed as one, so that garbage ends the
 * conversation instead of filling the memory. What is inside the frame is the reader's business.
 *
 *   Content-Length: 17␍␊ [Content-Type: …␍␊] ␍␊ 17 bytes
 */
import { Transform } from 'node:stream';
import { longestMessage } from '../../bridge/protocol/sidecar.ts';
import type { TransformCallback } from 'node:stream';

/** Bytes of all headers of one message. */
const longestHeader = 1024;
const headerEnd = Buffer.from('\r\n\r\n');

/** Options of a guard. */
export interface MessageGuardOptions {
  /** While it resolves later, nothing is let through: a client that does not read its answers may not ask for more. */
  ready?: () => Promise<void>;
}

/** Passes framed messages on; ends with an error at the first byte that belongs to none. */
export class MessageGuard extends Transform {
  readonly #ready: MessageGuardOptions['ready'];
  #header: Buffer = Buffer.alloc(0);
  /** Bytes of the body that are still to come. */
  #rest = 0;

  constructor({ ready }: MessageGuardOptions = {}) {
    super();
    this.#ready = ready;
  }

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    try {
      this.#pass(chunk);
    } catch (error) {
      done(error as Error);
      return;
    }
    if (this.#ready === undefined) {
      done();
      return;
    }
    void this.#ready().then(() => {
      done();
    });
  }

  #pass(chunk: Buffer): void {
    let left = chunk;
    while (left.length > 0) left = this.#rest > 0 ? this.#passBody(left) : this.#passHeader(left);
  }

  #passBody(bytes: Buffer): Buffer {
    const count = Math.min(this.#rest, bytes.length);
    this.#rest -= count;
    this.push(bytes.subarray(0, count));
    return bytes.subarray(count);
  }

  #passHeader(bytes: Buffer): Buffer {
    const taken = bytes.subarray(0, longestHeader + headerEnd.length - this.#header.length);
    const header = Buffer.concat([this.#header, taken]);
    const end = header.indexOf(headerEnd);
    if (end < 0) {
      checkStart(header);
      if (header.length > longestHeader) throw new MessageGuardError('The header never ends');
      this.#header = header;
      return bytes.subarray(taken.length);
    }
    this.#rest = bodyLength(header.subarray(0, end).toString('latin1'));
    const used = end + headerEnd.length - this.#header.length;
    this.#header = Buffer.alloc(0);
    this.push(header.subarray(0, end + headerEnd.length));
    return bytes.subarray(used);
  }
}

/** Thrown for what is no message. */
export class MessageGuardError extends Error {
  constructor(reason: string) {
    super(`Not a message: ${reason}`);
    this.name = 'MessageGuardError';
  }
}

/** Garbage is told by its first bytes, long before a header could end. */
function checkStart(header: Buffer): void {
  const start = header.toString('latin1', 0, 'content-'.length).toLowerCase();
  if (!'content-'.startsWith(start)) throw new MessageGuardError('It begins with no header');
}

function bodyLength(header: string): number {
  const lengths = header.split('\r\n').flatMap((line) => {
    const match = /^content-(length|type): *(\S.*)$/i.exec(line);
    if (match === null) throw new MessageGuardError('A header is unknown');
    return match[1]?.toLowerCase() === 'length' ? [match[2] ?? ''] : [];
  });
  const [length, more] = lengths;
  if (length === undefined || more !== undefined || !/^\d{1,9}$/.test(length))
    throw new MessageGuardError('Its length is not stated');
  if (Number(length) > longestMessage) throw new MessageGuardError('It is too long');
  if (Number(length) === 0) throw new MessageGuardError('It is empty');
  return Number(length);
}
