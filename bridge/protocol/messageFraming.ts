/**
 * The frame of JSON-RPC messages on a stream, as the language server protocol has it: what is no frame is told by its first bytes,
 * so that garbage ends a conversation instead of filling the memory.
 *
 *   Content-Length: 17␍␊ [Content-Type: …␍␊] ␍␊ 17 bytes
 */

/** Bytes of all headers of one message. */
const longestHeader = 1024;
const headerEnd = '\r\n\r\n';

/** Thrown for what is no message. */
export class MessageFramingError extends Error {
  constructor(reason: string) {
    super(`Not a message: ${reason}`);
    this.name = 'MessageFramingError';
  }
}

/** Follows the frames of a stream, however it is cut. What is inside a frame is not looked at. */
export class MessageFraming {
  readonly #longest: number;
  #header = '';
  /** Bytes of the body that are still to come. */
  #rest = 0;

  /** `longest`: most bytes of one message. */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /** Checks what comes next. @throws MessageFramingError at the first byte that belongs to no message */
  push(bytes: Uint8Array): void {
    let left = bytes;
    while (left.length > 0) {
      const count = Math.min(this.#rest, left.length);
      this.#rest -= count;
      left = this.#passHeader(left.subarray(count));
    }
  }

  #passHeader(bytes: Uint8Array): Uint8Array {
    if (bytes.length === 0) return bytes;
    const taken = bytes.subarray(0, longestHeader + headerEnd.length - this.#header.length);
    const header = this.#header + latin1(taken);
    const end = header.indexOf(headerEnd);
    if (end < 0) {
      checkStart(header);
      if (header.length > longestHeader) throw new MessageFramingError('The header never ends');
      this.#header = header;
      return bytes.subarray(taken.length);
    }
    this.#rest = bodyLength(header.slice(0, end), this.#longest);
    const used = end + headerEnd.length - this.#header.length;
    this.#header = '';
    return bytes.subarray(used);
  }
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** Garbage is told by its first bytes, long before a header could end. */
function checkStart(header: string): void {
  const start = header.slice(0, 'content-'.length).toLowerCase();
  if (!'content-'.startsWith(start)) throw new MessageFramingError('It begins with no header');
}

function bodyLength(header: string, longest: number): number {
  const lengths = header.split('\r\n').flatMap((line) => {
    const match = /^content-(length|type): *(\S.*)$/i.exec(line);
    if (match === null) throw new MessageFramingError('A header is unknown');
    return match[1]?.toLowerCase() === 'length' ? [match[2] ?? ''] : [];
  });
  const [length, more] = lengths;
  if (length === undefined || more !== undefined || !/^\d{1,9}$/.test(length))
    throw new MessageFramingError('Its length is not stated');
  if (Number(length) > longest) throw new MessageFramingError('It is too long');
  if (Number(length) === 0) throw new MessageFramingError('It is empty');
  return Number(length);
}
