/**
 * How messages lie on the pipe between the sidecar and a helper: the length in four bytes, little-endian, then that many bytes of
 * the runtime's own structured clone. Node's channel for forked processes would do, but a wrong byte on it ends whoever
 * reads; here it ends the helper that wrote it.
 */
import { deserialize, serialize } from 'node:v8';

/** The number of the pipe in the helper's process. */
export const helperPipe = 3;
/** Bytes of a message: many times the longest brief. */
export const longestHelperMessage = 64 << 20;
const lengthBytes = 4;

/** Thrown for bytes that are no message. Nothing after them can be believed. */
export class HelperFramingError extends Error {
  constructor(reason: string, cause?: unknown) {
    super(`Not a message of a helper: ${reason}`, { cause });
    this.name = 'HelperFramingError';
  }
}

/** A message as it lies on the pipe. */
export function encodeHelperMessage(message: unknown): Buffer {
  const body = serialize(message);
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32LE(body.length);
  return Buffer.concat([length, body]);
}

/** Puts messages together from the pieces that a pipe hands over. */
export class HelperMessageDecoder {
  #pieces: Buffer[] = [];
  #held = 0;
  #wanted = lengthBytes;
  #isLength = true;

  /**
   * The messages that these bytes complete.
   *
   * @throws HelperFramingError
   */
  push(bytes: Buffer): unknown[] {
    this.#pieces.push(bytes);
    this.#held += bytes.length;
    const messages: unknown[] = [];
    while (this.#held >= this.#wanted) {
      const block = this.#take();
      if (this.#isLength) this.#expect(block.readUInt32LE());
      else messages.push(this.#read(block));
    }
    return messages;
  }

  #take(): Buffer {
    const all = this.#pieces.length === 1 ? (this.#pieces[0] as Buffer) : Buffer.concat(this.#pieces);
    const block = all.subarray(0, this.#wanted);
    this.#held -= this.#wanted;
    this.#pieces = this.#held === 0 ? [] : [all.subarray(this.#wanted)];
    return block;
  }

  #expect(length: number): void {
    if (length === 0 || length > longestHelperMessage)
      throw new HelperFramingError(`a length of ${String(length)}`);
    this.#wanted = length;
    this.#isLength = false;
  }

  #read(block: Buffer): unknown {
    this.#wanted = lengthBytes;
    this.#isLength = true;
    try {
      return deserialize(block);
    } catch (cause) {
      throw new HelperFramingError('its content cannot be read', cause);
    }
  }
}
