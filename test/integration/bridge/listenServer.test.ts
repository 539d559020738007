import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { listenProtocol } from '../../../bridge/protocol/listenNames.ts';
import { ListenServer } from '../../../bridge/websocket/listenServer.ts';
import { blockLength, ListenHouse, positionAt, sineBlock } from './listenHouse.ts';
import { eventually, ListenClient, refusedWith } from './listenClient.ts';
import type { OpenTake } from '../../../bridge/websocket/exportListening.ts';
import type { ClientMessage } from '../../../bridge/protocol/listenMessages.ts';

const takeFrames = 200 * blockLength;

const openTake: OpenTake = (take, from) => {
  if (take !== 'harbour')
    return Promise.reject(
      new LeitmotifError('file-missing', { what: 'No such take', subject: take, next: 'Look' }),
    );
  return Promise.resolve({ sampleRate: 48_000, frames: takeFrames, blocks: blocksFrom(from) });
};

async function* blocksFrom(
  from: number,
): AsyncGenerator<{ block: ReturnType<typeof sineBlock>; position: ReturnType<typeof positionAt> }> {
  for (let time = from; time < takeFrames; time += blockLength) {
    await Promise.resolve();
    yield { block: sineBlock(time), position: positionAt(time) };
  }
}

let house: ListenHouse;
const clients: ListenClient[] = [];

async function open(token = house.token(), options = {}): Promise<ListenClient> {
  const client = await ListenClient.open(house.url, token, options);
  clients.push(client);
  return client;
}

beforeEach(async () => {
  house = await ListenHouse.start({ openTake });
});

afterEach(async () => {
  for (const { socket } of clients.splice(0)) socket.terminate();
  await house.close();
});

const live: ClientMessage = { type: 'listen', mode: 'live', format: 'float32' };

describe('who is let in', () => {
  it('is who has a token, and nobody else', async () => {
    const token = house.token();
    const wrong = [
      [listenProtocol, `token.${'0'.repeat(64)}`],
      [listenProtocol, 'token.'],
      [listenProtocol],
      [`token.${token}`],
    ];
    for (const protocols of wrong) expect(await refusedWith(house.url, protocols, {})).toBe(401);
    expect(house.server.counts.refusedToken).toBe(4);
    const client = await open(token);
    expect(client.socket.protocol).toBe(listenProtocol);
  });

  it('comes from a page of this bridge, by a name of this bridge', async () => {
    const protocols = [listenProtocol, `token.${house.token()}`];
    const port = new URL(house.url).port;
    for (const origin of [
      'http://evil.example',
      'null',
      `http://evil.example:${port}`,
      `https://127.0.0.1:${port}`,
    ])
      expect(await refusedWith(house.url, protocols, { origin })).toBe(403);
    expect(await refusedWith(house.url, protocols, { host: `evil.example:${port}` })).toBe(403);
    expect(house.server.counts).toMatchObject({ refusedOrigin: 4, refusedHost: 1 });
  });

  it('loses its connection with its token', async () => {
    const { token, holder } = house.tokens.issue('phone', 'listen');
    const client = await open(token);
    const closed = new Promise<number>((resolve) => client.socket.on('close', resolve));
    house.server.revoke(holder.id);
    expect(await closed).toBe(4001);
    expect(await refusedWith(house.url, [listenProtocol, `token.${token}`], {})).toBe(401);
  });

  it('learns that a port is taken', async () => {
    const port = Number(new URL(house.url).port);
    const { tokens, controls, live: stream } = house;
    const second = ListenServer.start({ tokens, controls, live: stream, openTake: undefined, port });
    await expect(second).rejects.toMatchObject({ code: 'port-in-use' });
  });
});

describe('live sound', () => {
  it('reaches a listener within 150 ms, with its time in samples and in music', async () => {
    const client = await open();
    client.say(live);
    await client.said('listening');
    const start = performance.now();
    house.push(3);
    await eventually(() => client.frames.length > 0, 'a frame');
    expect(performance.now() - start).toBeLessThan(150);
    await eventually(() => client.frames.length === 3, 'three frames');
    const [, second] = client.frames;
    expect(second).toMatchObject({ sequence: 1, time: blockLength, sampleRate: 48_000, tempo: 120, bar: 1 });
    expect(second!.tick).toBeCloseTo((blockLength / 48_000) * 960, 9);
    expect(second!.left).toEqual(sineBlock(blockLength).left);
  });

  it('comes as 16 bit to who wants it', async () => {
    const client = await open();
    client.say({ ...live, format: 'int16' });
    await client.said('listening');
    house.push(1);
    await eventually(() => client.frames.length === 1, 'a frame');
    const [frame] = client.frames;
    expect(frame!.format).toBe('int16');
    const expected = sineBlock(0).left;
    expect(Math.max(...frame!.left.map((one, i) => Math.abs(one - expected[i]!)))).toBeLessThan(1 / 32_767);
  });

  it('goes on without a gap after a cut of a second', async () => {
    const first = await open();
    first.say(live);
    const { stream } = await first.said('listening');
    house.push(5);
    await eventually(() => first.frames.length === 5, 'five frames');
    first.socket.terminate();
    house.push(47);
    const second = await open();
    second.say({ ...live, resume: { stream, sequence: 5 } });
    expect(await second.said('listening')).toMatchObject({ sequence: 5, missed: 0 });
    house.push(3);
    await eventually(() => second.frames.length === 50, 'fifty frames');
    expect(second.sequences).toEqual(Array.from({ length: 50 }, (_, i) => i + 5));
  });

  it('says what is missing after a cut longer than what is kept', async () => {
    const client = await open();
    house.push(400);
    client.say({ ...live, resume: { stream: house.live.name, sequence: 10 } });
    const { sequence, missed } = await client.said('listening');
    expect(missed).toBe(sequence - 10);
    expect((400 - sequence) * blockLength).toBeLessThanOrEqual(4 * 48_000);
    expect((401 - sequence) * blockLength).toBeGreaterThan(4 * 48_000);
  });

  it('begins anew for a stream that is no more', async () => {
    const client = await open();
    house.push(10);
    client.say({ ...live, resume: { stream: 'another', sequence: 3 } });
    expect(await client.said('listening')).toMatchObject({ sequence: 10, missed: 0 });
  });

  it('drops to the newest for who does not acknowledge, and for nobody else', async () => {
    const [slow, quick] = [await open(house.token(), { acknowledges: false }), await open()];
    for (const client of [slow, quick]) {
      client.say(live);
      await client.said('listening');
    }
    for (let i = 0; i < 100; i++) {
      house.push(1);
      await eventually(() => quick.frames.length === i + 1, 'the quick one');
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    // Half a second is on its way, and no more.
    expect(slow.frames.length).toBe(Math.floor(24_000 / blockLength));
    const last = slow.frames.at(-1)!.sequence;
    slow.say({ type: 'acknowledge', sequence: last });
    await new Promise((resolve) => setTimeout(resolve, 50));
    house.push(1);
    expect(await slow.said('dropped')).toEqual({ type: 'dropped', frames: 100 - last - 1, sequence: 100 });
    await eventually(() => slow.sequences.at(-1) === 100, 'the newest');
  });

  it('begins anew when the sample rate changes', async () => {
    const client = await open();
    client.say(live);
    await client.said('listening');
    house.push(2);
    house.live.push(sineBlock(0, 44_100), positionAt(0, 44_100));
    await eventually(() => client.frames.length === 3, 'three frames');
    expect(client.frames[2]).toMatchObject({ sampleRate: 44_100, sequence: 0 });
    const streams = client.messages.filter(({ type }) => type === 'listening');
    expect(new Set(streams.map((message) => 'stream' in message && message.stream)).size).toBe(2);
  });
});

describe('a take', () => {
  it('is exported whole however slow the client is', async () => {
    const client = await open(house.token(), { acknowledges: false });
    client.say({ type: 'listen', mode: 'export', format: 'float32', take: 'harbour' });
    expect(await client.said('listening')).toMatchObject({ mode: 'export', frames: takeFrames });
    let acknowledged = 0;
    while (client.frames.length < 200) {
      await eventually(() => client.frames.length > acknowledged, 'more of the take');
      await new Promise((resolve) => setTimeout(resolve, 10));
      // Two seconds are on their way, and no more.
      expect(client.frames.length - acknowledged).toBeLessThanOrEqual(96_000 / blockLength);
      acknowledged = client.frames.length;
      client.say({ type: 'acknowledge', sequence: client.frames.at(-1)!.sequence });
    }
    expect(await client.said('ended')).toMatchObject({ mode: 'export', reason: 'complete' });
    expect(client.frames.map(({ time }) => time)).toEqual(
      Array.from({ length: 200 }, (_, i) => i * blockLength),
    );
    expect(client.messages.some(({ type }) => type === 'dropped')).toBe(false);
  });

  it('goes on where it was cut, and says when there is none', async () => {
    const client = await open();
    client.say({ type: 'listen', mode: 'export', format: 'int16', take: 'harbour', from: 198 * blockLength });
    await client.said('ended');
    expect(client.frames.map(({ time }) => time / blockLength)).toEqual([198, 199]);
    client.messages.length = 0;
    client.say({ type: 'listen', mode: 'export', format: 'int16', take: 'lighthouse' });
    expect(await client.said('ended')).toMatchObject({ reason: 'failed', what: 'No such take' });
  });
});

describe('controls', () => {
  it('are described from the contract and changed for everybody', async () => {
    const [one, other] = [await open(), await open()];
    const { controls, mayControl } = await one.said('welcome');
    expect(mayControl).toBe(true);
    expect(controls.find(({ name }) => name === 'tension')).toMatchObject({ kind: 'number', min: 0, max: 1 });
    expect(controls.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'tempo',
        'valence',
        'arousal',
        'density',
        'brightness',
        'dynamics',
        'key',
        'style',
      ]),
    );
    one.say({ type: 'attribute', name: 'tension', value: 0.75 });
    expect(await other.said('attribute')).toMatchObject({ name: 'tension', value: 0.75 });
    expect(one.messages.some(({ type }) => type === 'attribute')).toBe(false);
    one.say({ type: 'transport', action: 'start' });
    one.say({ type: 'panic' });
    await eventually(() => house.controls.done.length === 3, 'three deeds');
    expect(house.controls.done).toEqual(['tension=0.75', 'start', 'panic']);
    const late = await open();
    const { controls: present } = await late.said('welcome');
    expect(present.find(({ name }) => name === 'tension')).toMatchObject({ value: 0.75 });
  });

  it('are not for who may only listen, and not beyond their range', async () => {
    const listener = await open(house.token('listen'));
    listener.say({ type: 'attribute', name: 'tension', value: 0.75 });
    expect(await listener.said('refused')).toMatchObject({ reason: 'not-allowed', name: 'tension' });
    const client = await open();
    client.say({ type: 'attribute', name: 'tension', value: 2 });
    expect(await client.said('refused')).toMatchObject({ reason: 'out-of-range', name: 'tension' });
    expect(house.controls.done).toEqual([]);
  });

  it('come at 200 a second and no faster', async () => {
    const client = await open();
    for (let i = 0; i < 1000; i++) client.say({ type: 'attribute', name: 'tension', value: i / 1000 });
    expect(await client.said('refused')).toMatchObject({ reason: 'too-fast' });
    await eventually(() => house.server.counts.tooFast > 500, 'those that were too fast');
    expect(house.controls.done.length).toBeLessThan(480);
    expect(client.messages.filter(({ type }) => type === 'refused').length).toBeLessThanOrEqual(12);
  });

  it('show how loud it is', async () => {
    const client = await open();
    house.push(20);
    await eventually(
      () => client.messages.some((one) => one.type === 'meters' && one.peak[0] > 0.49),
      'a meter',
    );
    const loud = client.messages.find((one) => one.type === 'meters' && one.peak[0] > 0.49);
    expect(loud).toMatchObject({
      peak: [expect.closeTo(0.5, 2), expect.closeTo(0.5, 2)],
      rms: [expect.closeTo(0.354, 2), expect.closeTo(0.354, 2)],
    });
  });
});

describe('malformed input', () => {
  it('is counted, answered and ended with the connection', async () => {
    const client = await open();
    const closed = new Promise<number>((resolve) => client.socket.on('close', resolve));
    for (let i = 0; i < 21; i++)
      client.socket.send(['{', 'null', '[]', '{"type":"attribute"}', Buffer.of(1, 2)][i % 5]!);
    expect(await closed).toBe(1008);
    expect(await client.said('refused')).toMatchObject({ reason: 'malformed' });
    await eventually(() => house.server.counts.clients === 0, 'its end');
    expect(house.server.counts.malformed).toBe(21);
  });

  it('is not read beyond 4096 bytes', async () => {
    const client = await open();
    const closed = new Promise<number>((resolve) => client.socket.on('close', resolve));
    client.socket.send('x'.repeat(5000));
    expect(await closed).toBe(1009);
  });

  it('of acknowledgements that were never sent changes nothing', async () => {
    const client = await open(house.token(), { acknowledges: false });
    client.say(live);
    await client.said('listening');
    house.push(30);
    await eventually(() => client.frames.length === 23, 'half a second');
    client.say({ type: 'acknowledge', sequence: 4_000_000 });
    expect(await client.said('refused')).toMatchObject({ reason: 'malformed' });
    house.push(5);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(client.frames.length).toBe(23);
  });

  it('on the raw socket ends that socket and nothing else', async () => {
    const port = Number(new URL(house.url).port);
    const bytes = [
      'GET / HTTP/9.9\r\n\r\n',
      '\0\0\0',
      `GET / HTTP/1.1\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`,
      'GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    ];
    for (const text of bytes) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.resume();
      socket.write(text);
      await new Promise((resolve) => socket.on('close', resolve));
    }
    expect((await open()).messages[0]).toMatchObject({ type: 'welcome' });
  });

  it('does not keep a connection that answers no more', async () => {
    const quick = await ListenHouse.start({ heartbeat: 50 });
    const client = await ListenClient.open(quick.url, quick.token());
    client.socket.pause();
    await eventually(() => quick.server.counts.clients === 0, 'the end of the connection');
    expect(quick.server.counts.malformed).toBe(0);
    client.socket.terminate();
    await quick.close();
  });
});

describe('without a page', () => {
  it('answers 404 to our names and 403 to others', async () => {
    const status = (headers: Record<string, string>): Promise<number> =>
      new Promise((resolve) => {
        request(house.server.url, { headers }, (response) => {
          resolve(response.resume().statusCode ?? 0);
        }).end();
      });
    expect(await status({})).toBe(404);
    expect(await status({ host: 'evil.example' })).toBe(403);
  });
});
