/** Whatever arrives on the sidecar's input, it is answered, dropped, or ends the conversation: nothing else. */
import { Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestMessage, pingRequest } from '../../bridge/protocol/sidecar.ts';
import { MessageFramingError } from '../../bridge/protocol/messageFraming.ts';
import { MessageGuard } from '../../models/sidecar/messageGuard.ts';
import { handlers, openInMemory } from './inMemory.ts';

/** What a guard lets through of some pieces, and how it ended. */
async function guarded(pieces: readonly Uint8Array[]): Promise<{ passed: Buffer; error: Error | undefined }> {
  const guard = new MessageGuard();
  const passed: Buffer[] = [];
  let failure: Error | undefined;
  guard.on('error', (error) => {
    failure = error;
  });
  guard.pipe(
    new Writable({
      write: (bytes: Buffer, _, done) => {
        passed.push(bytes);
        done();
      },
    }),
  );
  for (const piece of pieces) {
    if (failure !== undefined) break;
    await new Promise((resolve) => guard.write(piece, resolve));
  }
  await new Promise((resolve) => setImmediate(resolve));
  return { passed: Buffer.concat(passed), error: failure };
}

function framed(body: string): Buffer {
  const bytes = Buffer.from(body);
  return Buffer.concat([Buffer.from(`Content-Length: ${bytes.length}\r\n\r\n`), bytes]);
}

describe('the guard of the input', () => {
  it('lets framed messages through unchanged, however they are cut', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ minLength: 1, maxLength: 60 }), { maxLength: 5 }),
        fc.integer({ min: 1, max: 90 }),
        async (bodies, size) => {
          const all = Buffer.concat(bodies.map(framed));
          const pieces = [];
          for (let at = 0; at < all.length; at += size) pieces.push(all.subarray(at, at + size));
          const { passed, error } = await guarded(pieces);
          expect(error).toBeUndefined();
          expect(passed.equals(all)).toBe(true);
        },
      ),
      { numRuns: 3000 },
    ));

  it('ends at the first byte of garbage', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 16, maxLength: 300 }), async (bytes) => {
        const { passed, error } = await guarded([bytes]);
        expect(passed.length).toBe(0);
        expect(error).toBeInstanceOf(MessageFramingError);
      }),
      { numRuns: 5000 },
    ));

  it.each([
    ['a length that is too long', `Content-Length: ${longestMessage + 1}\r\n\r\n`],
    ['no length', 'Content-Type: application/json\r\n\r\n{}'],
    ['two lengths', 'Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}'],
    ['a negative length', 'Content-Length: -2\r\n\r\n{}'],
    ['a header that never ends', `Content-Type: ${'a'.repeat(3000)}`],
    ['another header', 'Content-Length: 2\r\nX-Evil: 1\r\n\r\n{}'],
  ])('refuses %s', async (_, text) => {
    const { error } = await guarded([Buffer.from(text)]);
    expect(error).toBeInstanceOf(MessageFramingError);
  });
});

describe('the server', () => {
  it('outlives any framed message: 100,000 of them', { timeout: 300_000 }, async () => {
    const { client, toServer, guardError, close } = await openInMemory(handlers());
    const method = fc.constantFrom(
      'brief',
      'compose',
      'cancel',
      'preview',
      'remake',
      'packs/verify',
      'ping',
      'x',
    );
    const request = fc.record({
      jsonrpc: fc.constantFrom('2.0', '1.0', 2),
      // Numbers that the client gives its own requests would bring it an answer that is not its own.
      id: fc.oneof(fc.integer({ max: -1 }), fc.integer({ min: 1_000_000 }), fc.string(), fc.constant(null)),
      method: fc.oneof(method, fc.string()),
      params: fc.anything({ maxDepth: 2 }),
    });
    const message = fc.oneof(
      request.map((value) => JSON.stringify(value)),
      fc.json({ maxDepth: 2 }),
      fc.string({ minLength: 1 }),
    );
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 50, maxLength: 50 }), async (messages) => {
        for (const text of messages) toServer.write(framed(text === '' ? ' ' : text));
        sent += messages.length;
        expect(await client.sendRequest(pingRequest)).toMatchObject({ jobs: 0 });
      }),
      { numRuns: 2000 },
    );
    expect(sent).toBe(100_000);
    expect(guardError()).toBeUndefined();
    close();
  });
});

describe('the client', () => {
  it(
    'outlives whatever a server says that it did not ask for: 100,000 messages',
    { timeout: 300_000 },
    async () => {
      const { client, toClient, close } = await openInMemory(handlers());
      // The numbers of its own requests are not negative.
      const id = fc.oneof(fc.integer({ max: -1 }), fc.string(), fc.constant(null));
      const jsonrpc = fc.constant('2.0');
      const value = fc.anything({ maxDepth: 2 });
      const message = fc.oneof(
        fc.record({ jsonrpc, id, result: value }),
        fc.record({ jsonrpc, id, error: value }),
        fc.record({
          jsonrpc,
          method: fc.constantFrom('progress', 'process', '$/progress', 'x'),
          params: value,
        }),
        fc.record({ jsonrpc, id, method: fc.string(), params: value }),
      );
      const text = fc.oneof(
        message.map((one) => JSON.stringify(one)),
        fc.json({ maxDepth: 2 }),
        fc.string({ minLength: 1 }),
      );
      let sent = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(text, { minLength: 50, maxLength: 50 }), async (texts) => {
          for (const one of texts) toClient.write(framed(one));
          sent += texts.length;
          expect(await client.sendRequest(pingRequest)).toMatchObject({ jobs: 0 });
        }),
        { numRuns: 2000 },
      );
      expect(sent).toBe(100_000);
      close();
    },
  );
});
