/** Whatever a helper writes on its pipe, it is read as it was meant, or the helper is given up: nothing else. */
import { serialize } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodeHelperMessage,
  HelperFramingError,
  HelperMessageDecoder,
  longestHelperMessage,
} from '../../models/sidecar/helperFraming.ts';
import { isHelperReply } from '../../models/sidecar/helperMessages.ts';

/** What a decoder makes of bytes that come in pieces of some length. */
function decoded(bytes: Buffer, size = bytes.length): unknown[] {
  const decoder = new HelperMessageDecoder();
  const messages: unknown[] = [];
  for (let at = 0; at < bytes.length; at += size)
    messages.push(...decoder.push(bytes.subarray(at, at + size)));
  return messages;
}

/** The same, where bytes may be refused. */
function outcome(bytes: Buffer, size?: number): unknown[] | Error {
  try {
    return decoded(bytes, size);
  } catch (error) {
    return error as Error;
  }
}

/** Whatever was read may be asked whether it is a reply. */
function isReadOrRefused(found: unknown[] | Error): boolean {
  if (found instanceof Error) return found instanceof HelperFramingError;
  return found.every((message) => typeof isHelperReply(message) === 'boolean');
}

function framed(body: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([length, body]);
}

describe('messages of a helper', () => {
  const sample = { kind: 'event', id: 3, event: { bytes: Uint8Array.of(1, 2, 3), at: undefined } };

  it('have the bytes that the file says', () => {
    expect(encodeHelperMessage(sample)).toEqual(framed(serialize(sample)));
  });

  it('come out as they went in, however they are cut', { timeout: 120_000 }, () => {
    const message = fc.oneof(
      fc.record({ kind: fc.string(), id: fc.integer(), report: fc.object({ maxDepth: 2 }) }),
      fc.record({ kind: fc.constant('event'), event: fc.uint8Array({ maxLength: 300 }) }),
    );
    fc.assert(
      fc.property(fc.array(message, { maxLength: 6 }), fc.integer({ min: 1, max: 200 }), (messages, size) => {
        const bytes = Buffer.concat(messages.map(encodeHelperMessage));
        expect(JSON.stringify(decoded(bytes, size))).toBe(JSON.stringify(messages));
      }),
      { numRuns: 4000 },
    );
  });

  it('are read or refused, whatever lies on the pipe: 100,000 of them', { timeout: 120_000 }, () => {
    const garbage = fc.uint8Array({ minLength: 4, maxLength: 80 }).map((bytes) => Buffer.from(bytes));
    const content = fc.uint8Array({ minLength: 1, maxLength: 80 }).map(framed);
    const damaged = fc.tuple(fc.nat(), fc.nat(255)).map(([where, value]) => {
      const bytes = encodeHelperMessage(sample);
      bytes[4 + (where % (bytes.length - 4))] = value;
      return bytes;
    });
    let tried = 0;
    fc.assert(
      fc.property(fc.oneof(garbage, content, damaged), fc.integer({ min: 1, max: 90 }), (bytes, size) => {
        tried++;
        const found = outcome(bytes, size);
        expect(found).toSatisfy(isReadOrRefused);
      }),
      { numRuns: 100_000 },
    );
    expect(tried).toBe(100_000);
  });

  it.each([0, longestHelperMessage + 1, 0xffff_ffff])('of a length of %i are refused at once', (length) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(length);
    expect(outcome(bytes)).toBeInstanceOf(HelperFramingError);
  });

  it.each([
    null,
    'hello',
    {},
    { kind: 'weird', id: 1 },
    { kind: 'done', id: '1', result: 1 },
    { kind: 'done', id: 1 },
    { kind: 'progress', id: 1, report: null },
    { kind: 'failed', id: 1 },
    { kind: 'failed', id: 1, fault: { code: 'internal' } },
  ])('are no reply: %j', (message) => {
    expect(isHelperReply(message)).toBe(false);
  });

  it('are replies where all is there', () => {
    const fault = { code: 'internal', what: '', subject: '', next: '' };
    const replies = [
      sample,
      { kind: 'beat' },
      { kind: 'done', id: 1, result: undefined },
      { kind: 'failed', id: 1, fault },
    ];
    expect(replies.every(isHelperReply)).toBe(true);
  });
});
