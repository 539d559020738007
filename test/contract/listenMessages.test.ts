import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClientConnection } from '../../bridge/websocket/clientConnection.ts';
import { LiveStream } from '../../bridge/websocket/liveStream.ts';
import { RememberedControls } from '../integration/bridge/listenHouse.ts';
import { FakeSocket } from './fakeSocket.ts';

const likely = fc.oneof(
  fc.constantFrom(
    'listen',
    'acknowledge',
    'stop',
    'attribute',
    'transport',
    'panic',
    '__proto__',
    'tempo',
    'tension',
  ),
  fc.constantFrom('live', 'export', 'float32', 'start', 'cinematic', 'D minor'),
  fc.double(),
  fc.integer(),
  fc.constantFrom(null, true, '', [], {}),
);
const key = fc.constantFrom(
  'type',
  'mode',
  'format',
  'resume',
  'take',
  'from',
  'sequence',
  'name',
  'value',
  'action',
  '__proto__',
);
const almost = fc
  .dictionary(key, fc.oneof(likely, fc.dictionary(key, likely)), { maxKeys: 5 })
  .map((one) => JSON.stringify(one));
const text = fc.oneof(almost, fc.json(), fc.string({ maxLength: 60 }));
const packet = fc.oneof(
  { arbitrary: text.map((one) => [Buffer.from(one), false] as const), weight: 5 },
  { arbitrary: fc.uint8Array({ maxLength: 60 }).map((one) => [Buffer.from(one), true] as const), weight: 1 },
  { arbitrary: fc.uint8Array({ maxLength: 60 }).map((one) => [Buffer.from(one), false] as const), weight: 1 },
);

describe('what a client says', () => {
  it('is obeyed or counted, 100,000 packets, without a crash and without growth', () => {
    const live = new LiveStream();
    const controls = new RememberedControls();
    const around = { live, controls, openTake: undefined };
    let [said, malformed, connections] = [0, 0, 0];
    fc.assert(
      fc.property(fc.array(packet, { minLength: 100, maxLength: 100 }), (packets) => {
        const socket = new FakeSocket();
        const client = new ClientConnection(
          socket.asWebSocket(),
          { label: 'fuzz', rights: 'control', id: 'c' },
          'c',
          around,
        );
        for (const [data, isBinary] of packets) socket.emit('message', data, isBinary);
        socket.emit('close', 1000, Buffer.alloc(0));
        said += socket.sent;
        malformed += client.counts.malformed;
        connections += 1;
        controls.done.length = 0;
        // What a connection held is gone with it.
        expect(live.hearers).toBe(0);
      }),
      { numRuns: 1000 },
    );
    expect(connections).toBe(1000);
    expect(malformed).toBeGreaterThan(10_000);
    // A welcome, and at most ten complaints and the answers to what was right.
    expect(said).toBeLessThan(connections * 40);
  }, 120_000);
});
