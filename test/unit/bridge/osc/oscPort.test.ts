import { createSocket } from 'node:dgram';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { decodeOsc, encodeOsc } from '../../../../bridge/osc/oscCodec.ts';
import { OscPort } from '../../../../bridge/osc/oscPort.ts';
import { immediately } from '../../../../bridge/transport/systemTime.ts';
import { randomFromSeed } from '../transport/noise.ts';
import type { Socket } from 'node:dgram';
import type { OscHearer, OscPortOptions } from '../../../../bridge/osc/oscPort.ts';
import type { OscPacket } from '../../../../bridge/osc/oscPacket.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A peer that keeps what it hears. */
async function openPeer(
  address = '127.0.0.1',
): Promise<{ socket: Socket; port: number; heard: OscPacket[] }> {
  const socket = createSocket('udp4');
  const heard: OscPacket[] = [];
  socket.on('message', (bytes) => heard.push(decodeOsc(bytes)));
  await new Promise<void>((resolve) => socket.bind(0, address, resolve));
  closers.push(() => new Promise<void>((resolve) => socket.close(resolve)));
  return { socket, port: socket.address().port, heard };
}

async function openPort(
  peers: number[],
  hear: OscHearer = () => undefined,
  more: Partial<OscPortOptions> = {},
): Promise<OscPort> {
  const all = peers.map((port) => ({ host: '127.0.0.1', port }));
  const port = await OscPort.open({ port: 0, peers: all, ...more }, hear);
  closers.push(() => port.close());
  return port;
}

const message = (address: string): OscPacket => ({ address, args: [] });

describe('a port', () => {
  it('hears its peers and tells who spoke', async () => {
    const peer = await openPeer();
    const heard: unknown[] = [];
    const port = await openPort([peer.port], (packet, origin) => heard.push([packet, origin]));
    peer.socket.send(encodeOsc(message('/x')), port.port, '127.0.0.1');
    await vi.waitFor(() => {
      expect(heard).toEqual([[message('/x'), `osc:127.0.0.1:${String(peer.port)}`]]);
    });
  });

  it('does not hear a stranger', async () => {
    const [peer, stranger] = [await openPeer(), await openPeer('127.0.0.2')];
    const heard: OscPacket[] = [];
    const port = await openPort([peer.port], (packet) => heard.push(packet));
    stranger.socket.send(encodeOsc(message('/x')), port.port, '127.0.0.1');
    await vi.waitFor(() => {
      expect(port.counts.foreign).toBe(1);
    });
    expect(heard).toEqual([]);
  });

  it('tells all peers but the one who said it', async () => {
    const [one, two] = [await openPeer(), await openPeer()];
    const port = await openPort([one.port, two.port]);
    port.sendBundle(immediately, [{ address: '/a', args: [] }], `osc:127.0.0.1:${String(one.port)}`);
    port.sendBundle(immediately, [{ address: '/b', args: [] }]);
    await vi.waitFor(() => {
      expect(two.heard).toHaveLength(2);
      expect(one.heard).toHaveLength(1);
    });
    expect(one.heard).toEqual([{ timetag: immediately, elements: [message('/b')] }]);
  });

  it('splits what is too large for one datagram, with one time', async () => {
    const peer = await openPeer();
    const port = await openPort([peer.port]);
    const messages = Array.from({ length: 100 }, (_, i) => ({
      address: `/leitmotif/attribute/number/${String(i)}`,
      args: [{ type: 's', value: 'something' } as const],
    }));
    port.sendBundle({ seconds: 7, fraction: 8 }, messages);
    await vi.waitFor(() => {
      const elements = peer.heard.flatMap((packet) => ('elements' in packet ? packet.elements : []));
      expect(elements).toEqual(messages);
    });
    expect(peer.heard.length).toBeGreaterThan(2);
    expect(peer.heard.every((one) => 'timetag' in one && one.timetag.seconds === 7)).toBe(true);
  });

  it('says that its port is taken', async () => {
    const peer = await openPeer();
    await expect(openPort([], undefined, { port: peer.port })).rejects.toMatchObject({ code: 'port-in-use' });
    await expect(
      openPort([], undefined, { peers: [{ host: 'no.such.host.invalid', port: 1 }] }),
    ).rejects.toMatchObject({ code: 'not-available' });
  });

  it('lets only so many in', async () => {
    const peer = await openPeer();
    let heard = 0;
    const port = await openPort([peer.port], () => (heard += 1), { perSecond: 10 });
    for (let i = 0; i < 50; i++) peer.socket.send(encodeOsc(message('/x')), port.port, '127.0.0.1');
    await vi.waitFor(() => {
      expect(port.counts.received).toBe(50);
    });
    expect(heard).toBeLessThan(20);
    expect(port.counts.limited).toBe(50 - heard);
  });

  it('takes 100 000 datagrams of garbage, counts them and does not grow', async () => {
    const peer = await openPeer();
    const port = await openPort([peer.port], undefined, { perSecond: 1e9 });
    const random = randomFromSeed(11);
    const garbage = Array.from({ length: 500 }, () =>
      Uint8Array.from({ length: Math.floor(random() * 60) }, () => Math.floor(random() * 256)),
    );
    let sent = 0;
    const volley = async (): Promise<void> => {
      for (let i = 0; i < 100; i++, sent++) {
        peer.socket.send(garbage[Math.floor(random() * 500)]!, port.port, '127.0.0.1');
      }
      while (port.counts.received < sent) await new Promise((resolve) => setImmediate(resolve));
    };
    for (let i = 0; i < 200; i++) await volley();
    const before = process.memoryUsage();
    for (let i = 0; i < 800; i++) await volley();
    const { malformed, received } = port.counts;
    expect(received).toBe(100_000);
    expect(malformed).toBe(received);
    expect(process.memoryUsage().arrayBuffers - before.arrayBuffers).toBeLessThan(16 << 20);
    expect(process.memoryUsage().heapUsed - before.heapUsed).toBeLessThan(48 << 20);
  }, 120_000);
});
