/** The bridge's protocol: every request answered with its result or with a fault of the catalogue. */
import { createSocket } from 'node:dgram';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { decodeOsc, encodeOsc } from '../../bridge/osc/oscCodec.ts';
import * as protocol from '../../bridge/protocol/bridge.ts';
import { connectBridge, openBridge } from './bridgeInMemory.ts';
import type { Socket } from 'node:dgram';
import type { BridgeInMemory } from './bridgeInMemory.ts';
import type { OscMessage, OscPacket } from '../../bridge/osc/oscPacket.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function open(...given: Parameters<typeof openBridge>): Promise<BridgeInMemory> {
  const bridge = await openBridge(...given);
  closers.push(bridge.close);
  return bridge;
}

interface Peer {
  socket: Socket;
  port: number;
  heard: OscPacket[];
  messages: () => OscMessage[];
}

async function openPeer(): Promise<Peer> {
  const socket = createSocket('udp4');
  const heard: OscPacket[] = [];
  socket.on('message', (bytes) => heard.push(decodeOsc(bytes)));
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  closers.push(() => new Promise<void>((resolve) => socket.close(resolve)));
  const messages = (): OscMessage[] =>
    heard.flatMap((packet) => ('elements' in packet ? (packet.elements as OscMessage[]) : [packet]));
  return { socket, port: socket.address().port, heard, messages };
}

const fault = (code: string): unknown =>
  expect.objectContaining({ data: expect.objectContaining({ code }) as unknown });

async function connected(): Promise<{
  bridge: BridgeInMemory;
  peer: Peer;
  state: protocol.ConnectionState;
  say: (packet: OscPacket) => void;
}> {
  const [bridge, peer] = [await open(), await openPeer()];
  const state = await bridge.client.sendRequest(protocol.connectRequest, {
    port: 0,
    peers: [{ host: '127.0.0.1', port: peer.port }],
  });
  const say = (packet: OscPacket): void => {
    peer.socket.send(encodeOsc(packet), state.port, '127.0.0.1');
  };
  return { bridge, peer, state, say };
}

describe('opening', () => {
  it('refuses all else before, and another version', async () => {
    const bridge = connectBridge();
    closers.push(bridge.close);
    await expect(bridge.client.sendRequest(protocol.statusRequest)).rejects.toEqual(fault('not-initialized'));
    const asked = { protocolVersion: 99, client: { name: 'test', version: '0' } };
    await expect(bridge.client.sendRequest(protocol.bridgeInitialize, asked)).rejects.toEqual(
      fault('protocol-mismatch'),
    );
    expect((await bridge.client.sendRequest(protocol.bridgePing)).uptime).toBeGreaterThan(0);
  });

  it('says what this build cannot do, and answers so', async () => {
    const bridge = connectBridge({ devices: () => Promise.resolve([]) });
    closers.push(bridge.close);
    const { capabilities } = await bridge.client.sendRequest(protocol.bridgeInitialize, {
      protocolVersion: protocol.bridgeProtocolVersion,
      client: { name: 'test', version: '0' },
    });
    expect(capabilities.unavailable).toEqual([
      'daw/list',
      'daw/connect',
      'daw/test',
      'daw/conditions',
      'daw/disconnect',
      'daw/install',
      'transport/lead',
      'midi/open',
      'midi/close',
      'midi/listen',
      'midi/unlisten',
      'monitor/url',
      'take/play',
      'clip/send',
      'perform/start',
      'perform/attach',
      'perform/stop',
      'perform/queue',
      'perform/keep',
    ]);
    expect(await bridge.client.sendRequest(protocol.devicesRequest)).toEqual([]);
    await expect(bridge.client.sendRequest(protocol.monitorUrlRequest)).rejects.toEqual(
      fault('not-available'),
    );
    const clip = bridge.client.sendRequest(protocol.sendClipRequest, { folder: '/nowhere' });
    await expect(clip).rejects.toEqual(fault('not-available'));
  });

  it('ends in order after shutdown, and out of order without', async () => {
    const [one, two] = [await open(), await open()];
    await one.client.sendRequest(protocol.bridgeShutdown);
    await expect(one.client.sendRequest(protocol.statusRequest)).rejects.toEqual(fault('cancelled'));
    await one.client.sendNotification(protocol.bridgeExit);
    await two.client.sendNotification(protocol.bridgeExit);
    await vi.waitFor(() => {
      expect([one.ended(), two.ended()]).toEqual([true, false]);
    });
  });
});

describe('a connection', () => {
  it('tells all values at once, and hears', async () => {
    const { bridge, peer, state, say } = await connected();
    expect(state).toMatchObject({ address: '127.0.0.1', warnings: [] });
    await vi.waitFor(() => {
      expect(peer.messages().map(({ address }) => address)).toEqual(
        expect.arrayContaining([
          '/leitmotif/attribute/tempo',
          '/leitmotif/transport/playing',
          '/leitmotif/position',
        ]),
      );
    });
    expect(peer.heard.every((packet) => 'timetag' in packet)).toBe(true);
    const changed: protocol.AttributesChanged[] = [];
    bridge.client.onNotification(protocol.attributesChanged, (event) => {
      changed.push(event);
    });
    say({ address: '/leitmotif/attribute/tension', args: [{ type: 'f', value: 0.75 }] });
    await vi.waitFor(() => {
      const origin = `osc:127.0.0.1:${String(peer.port)}`;
      expect(changed).toEqual([{ changes: [{ name: 'tension', value: 0.75, origin }] }]);
    });
    const { values } = await bridge.client.sendRequest(protocol.listAttributesRequest);
    expect(values.tension).toBe(0.75);
  });

  it('is told what the editor sets, but not what it said itself', async () => {
    const { bridge, peer, say } = await connected();
    say({ address: '/leitmotif/attribute/density', args: [{ type: 'f', value: 0.125 }] });
    await vi.waitFor(() => {
      expect(bridge.desk.store.get('density')).toBe(0.125);
    });
    await bridge.client.sendRequest(protocol.setAttributesRequest, {
      values: { valence: -0.5, key: 'D minor' },
    });
    await vi.waitFor(() => {
      expect(peer.messages()).toEqual(
        expect.arrayContaining([
          { address: '/leitmotif/attribute/valence', args: [{ type: 'f', value: -0.5 }] },
          { address: '/leitmotif/attribute/key', args: [{ type: 's', value: 'D minor' }] },
        ]),
      );
    });
    const densities = peer.messages().filter(({ address }) => address.endsWith('/density'));
    expect(densities.map(({ args }) => args[0])).toEqual([{ type: 'f', value: 0.5 }]);
  });

  it('sets all values or none', async () => {
    const bridge = await open();
    const values = { tension: 0.1, tempo: 1000 };
    await expect(bridge.client.sendRequest(protocol.setAttributesRequest, { values })).rejects.toEqual(
      fault('attribute-out-of-range'),
    );
    expect(bridge.desk.store.given()).toEqual({});
  });

  it('is refused on other interfaces without consent, and on a port that is taken', async () => {
    const [bridge, peer] = [await open(), await openPeer()];
    const peers = [{ host: '127.0.0.1', port: peer.port }];
    const abroad = { port: 0, peers, address: '0.0.0.0' };
    await expect(bridge.client.sendRequest(protocol.connectRequest, abroad)).rejects.toEqual(
      fault('consent-missing'),
    );
    await expect(
      bridge.client.sendRequest(protocol.connectRequest, { port: peer.port, peers }),
    ).rejects.toEqual(fault('port-in-use'));
    expect((await bridge.client.sendRequest(protocol.statusRequest)).connection).toBeUndefined();
    const agreed = await bridge.client.sendRequest(protocol.connectRequest, { ...abroad, network: true });
    expect(agreed.warnings).toHaveLength(1);
    const away = { port: 0, peers: [{ host: '192.0.2.1', port: 9000 }] };
    const warned = await bridge.client.sendRequest(protocol.connectRequest, away);
    expect(warned.warnings[0]).toContain('192.0.2.1');
  });

  it('hears what became of a take', async () => {
    const { bridge, peer } = await connected();
    await bridge.client.sendRequest(protocol.toldTakeRequest, { event: 'begun', name: 'harbour' });
    await bridge.client.sendRequest(protocol.toldTakeRequest, { event: 'made', name: 'harbour-7' });
    await vi.waitFor(() => {
      expect(peer.messages().filter(({ address }) => address === '/leitmotif/take')).toEqual(
        [
          ['begun', 'harbour'],
          ['made', 'harbour-7'],
        ].map((texts) => ({
          address: '/leitmotif/take',
          args: texts.map((value) => ({ type: 's', value })),
        })),
      );
    });
    const wrong = { event: 'sold', name: 'x' } as never;
    await expect(bridge.client.sendRequest(protocol.toldTakeRequest, wrong)).rejects.toEqual(
      fault('request-invalid'),
    );
  });

  it('gives its port back, and can be opened again', async () => {
    const { bridge, peer, state } = await connected();
    await bridge.client.sendRequest(protocol.disconnectRequest);
    const peers = [{ host: 'localhost', port: peer.port }];
    const again = await bridge.client.sendRequest(protocol.connectRequest, { port: state.port, peers });
    expect(again.peers).toEqual([{ host: '127.0.0.1', port: peer.port }]);
  });
});

describe('transport', () => {
  it('rolls for the editor and for peers, and tells every beat ahead of its time', async () => {
    const { bridge, peer, say } = await connected();
    const told: protocol.TransportState[] = [];
    bridge.client.onNotification(protocol.transportChanged, (state) => {
      told.push(state);
    });
    await bridge.client.sendRequest(protocol.setAttributesRequest, { values: { tempo: 240 } });
    say({ address: '/leitmotif/transport/play', args: [] });
    await vi.waitFor(
      () => {
        const positions = peer.messages().filter(({ address }) => address === '/leitmotif/position');
        const beats = positions.map(({ args }) => args.slice(0, 2).map((one) => 'value' in one && one.value));
        expect(beats).toEqual(
          expect.arrayContaining([
            [1, 2],
            [1, 3],
            [1, 4],
            [2, 1],
          ]),
        );
      },
      { timeout: 10_000 },
    );
    expect(told.at(-1)).toMatchObject({ isRolling: true, tempo: 240 });
    const moved = await bridge.client.sendRequest(protocol.transportRequest, { action: 'locate', bar: 17 });
    expect(moved).toMatchObject({ bar: 17, beat: 1, isRolling: true });
    let panics = 0;
    bridge.desk.onPanic(() => (panics += 1));
    const stopped = await bridge.client.sendRequest(protocol.transportRequest, { action: 'stop' });
    expect(stopped.isRolling).toBe(false);
    expect(panics).toBe(1);
  });
});

describe('mappings', () => {
  it('are learned from a message, move the attribute, and are listed and removed', async () => {
    const { bridge, say } = await connected();
    const learned = bridge.client.sendRequest(protocol.learnRequest, { attribute: 'brightness' });
    await bridge.client.sendRequest(protocol.bridgePing);
    const move = (value: number): void => {
      say({
        address: '/strip/fader',
        args: [
          { type: 'i', value: 2 },
          { type: 'f', value },
        ],
      });
    };
    move(0.25);
    const mapping = await learned;
    expect(await bridge.client.sendRequest(protocol.listMappingsRequest)).toEqual([mapping]);
    move(0.75);
    await vi.waitFor(() => {
      expect(bridge.desk.store.get('brightness')).toBe(0.75);
    });
    expect(await bridge.client.sendRequest(protocol.removeMappingRequest, { id: mapping.id })).toBe(true);
    expect(await bridge.client.sendRequest(protocol.removeMappingRequest, { id: mapping.id })).toBe(false);
  });

  it('move the peer where they want feedback', async () => {
    const { bridge, peer } = await connected();
    const mapping = {
      id: 'm',
      source: { kind: 'osc' as const, address: '/strip/fader', given: [2] },
      attribute: 'tension',
      input: { from: 0, to: 100 },
      output: { from: 0, to: 1 },
      feedback: true,
    };
    await bridge.client.sendRequest(protocol.setMappingRequest, { mapping });
    await bridge.client.sendRequest(protocol.setAttributesRequest, { values: { tension: 0.25 } });
    await vi.waitFor(() => {
      const [moved] = peer.messages().filter(({ address }) => address === '/strip/fader');
      expect(moved?.args).toEqual([
        { type: 'i', value: 2 },
        { type: 'f', value: 25 },
      ]);
    });
  });

  it('stop being learned when the request is cancelled', async () => {
    const bridge = await open();
    const source = new CancellationTokenSource();
    const learned = bridge.client.sendRequest(protocol.learnRequest, { attribute: 'tempo' }, source.token);
    source.cancel();
    await expect(learned).rejects.toEqual(fault('cancelled'));
  });
});

it('OSCQuery is off until it is switched on, and off again', async () => {
  const { bridge, state } = await connected();
  expect((await bridge.client.sendRequest(protocol.statusRequest)).oscQuery).toBeUndefined();
  const url = await bridge.client.sendRequest(protocol.oscQueryRequest, { on: true });
  const info = (await (await fetch(`${url ?? ''}?HOST_INFO`)).json()) as Record<string, unknown>;
  expect(info.OSC_PORT).toBe(state.port);
  expect(await bridge.client.sendRequest(protocol.oscQueryRequest, { on: false })).toBeNull();
  await expect(fetch(url ?? '')).rejects.toThrow();
});

it.each([
  ['connect', { peers: [] }],
  ['connect', { peers: [{ host: 'a b', port: 1 }] }],
  ['attributes/set', { values: { volume: 1 } }],
  ['transport', { action: 'jump' }],
  ['transport', { action: 'locate', bar: 0 }],
  ['map/set', { mapping: {} }],
  ['map/learn', { attribute: 'volume' }],
  ['oscquery/switch', { on: 'yes' }],
])('%s %j is a wrong request', async (method, asked) => {
  const bridge = await open();
  await expect(bridge.client.sendRequest(method, asked)).rejects.toEqual(fault('request-invalid'));
});

it('whatever is asked, the answer is a result or a fault that somebody foresaw', async () => {
  const bridge = await open();
  const methods = [
    ...['connect', 'status', 'attributes/list', 'attributes/set', 'transport', 'panic', 'oscquery/switch'],
    ...['map/list', 'map/set', 'map/remove', 'devices', 'monitor/url', 'clip/send', 'perform/start'],
    ...['perform/stop', 'perform/queue', 'perform/keep', 'initialize', 'ping', 'no/such/method'],
  ];
  const asked = fc.oneof(fc.jsonValue(), fc.constant(undefined));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...methods), asked, async (method, parameters) => {
      const answered = bridge.client.sendRequest<unknown>(method, parameters);
      const code = await answered.then(
        () => 'none',
        (error: unknown) => (error as { data?: { code?: string } }).data?.code ?? 'method',
      );
      expect(code).not.toBe('internal');
    }),
    { numRuns: 1000 },
  );
  expect((await bridge.client.sendRequest(protocol.bridgePing)).uptime).toBeGreaterThan(0);
});
