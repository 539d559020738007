/** The session of the npm package `rtpmidi`, which others wrote, and ours. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BridgeDesk } from '../../bridge/host/bridgeDesk.ts';
import { MidiInputDesk } from '../../bridge/host/midiInputDesk.ts';
import { encodeMidi } from '../../bridge/midi/midiMessage.ts';
import { NetworkMidi } from '../../bridge/midi/networkMidi.ts';
import { RtpMidiSession } from '../../bridge/midi/rtpMidiSession.ts';
import { eventually } from '../integration/bridge/listenClient.ts';
import type { EventEmitter } from 'node:events';
import type { MidiMessage } from '../../bridge/midi/midiMessage.ts';

interface ForeignStream {
  lastSentSequenceNr: number;
  timeDifference: number | null;
}
interface ForeignSession extends EventEmitter {
  streams: ForeignStream[];
  start(): void;
  end(done: () => void): void;
  connect(to: { address: string; port: number }): void;
  /** Its time is not used. */
  sendMessage(time: number, bytes: number[]): void;
}
interface ForeignPackage {
  Session: new (
    port: number,
    local: string,
    bonjour: string,
    ssrc: number,
    published: boolean,
  ) => ForeignSession;
}
const { Session } = createRequire(import.meta.url)('rtpmidi') as ForeignPackage;

let foreign: ForeignSession;
let ours: RtpMidiSession;
let foreignPort: number;
let ourPort: number;
const received: MidiMessage[] = [];

/** An even port that is free, and the one above it. */
async function freePair(): Promise<number> {
  for (;;) {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const { port } = socket.address();
    socket.close();
    if (port % 2 === 0 && port < 65_000) return port;
  }
}

beforeEach(async () => {
  received.length = 0;
  [foreignPort, ourPort] = [await freePair(), await freePair()];
  foreign = new Session(foreignPort, 'foreign', 'foreign', 0x1234_5678, false);
  foreign.start();
  await once(foreign, 'ready');
  ours = await RtpMidiSession.open({
    name: 'Leitmotif',
    port: ourPort,
    peers: ['127.0.0.1'],
    onMessage: (message) => received.push(message),
  });
});

afterEach(async () => {
  await ours.close();
  await new Promise<void>((resolve) => {
    foreign.end(resolve);
  });
});

async function weInvite(): Promise<void> {
  ours.invite('127.0.0.1', foreignPort);
  await eventually(() => ours.peers.length === 1, 'their yes', 10_000);
}

async function theyInvite(): Promise<void> {
  foreign.connect({ address: '127.0.0.1', port: ourPort });
  await eventually(() => ours.peers.length === 1, 'their invitation', 10_000);
  await eventually(() => foreign.streams[0]?.timeDifference != null, 'their clock', 10_000);
}

describe('RTP-MIDI with a session of others', () => {
  it('sends notes, controllers, bends and SysEx, in order, once', async () => {
    const heard: number[][] = [];
    foreign.on('message', (_delta: number, bytes: Buffer) => heard.push([...bytes]));
    await weInvite();
    expect(ours.peers).toEqual(['foreign']);
    const sent: MidiMessage[] = [{ type: 'program', channel: 3, program: 40 }];
    for (let i = 0; i < 100; i++) {
      sent.push({ type: 'noteOn', channel: 3, pitch: 20 + i, midiVelocity: 1 + i });
      if (i % 10 === 0) sent.push({ type: 'bend', channel: 3, value: i * 80 });
      if (i % 7 === 0) sent.push({ type: 'controller', channel: 4, controller: 20, value: i });
      sent.push({ type: 'noteOff', channel: 3, pitch: 20 + i, midiVelocity: 64 });
    }
    sent.push({ type: 'sysEx', data: Uint8Array.of(0x7d, 1, 2, 3) });
    for (const [i, message] of sent.entries()) {
      ours.send(message);
      if (i % 25 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await eventually(() => heard.length >= sent.length, 'all messages', 10_000);
    expect(heard).toEqual(sent.map((message) => [...encodeMidi(message)]));
  });

  it('receives what they send, at their invitation', async () => {
    await theyInvite();
    const sent = [
      [0x90, 60, 100],
      [0x90, 64, 101],
      [0xb0, 7, 99],
      [0x80, 60, 64],
      [0x80, 64, 64],
    ];
    for (const bytes of sent) {
      foreign.sendMessage(0, bytes);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await eventually(() => received.length === sent.length, 'all messages', 10_000);
    expect(received.map((message) => [...encodeMidi(message)])).toEqual(sent);
  });

  it('ends their notes when a packet is lost, and when they go', async () => {
    await theyInvite();
    foreign.sendMessage(0, [0x91, 60, 100]);
    await eventually(() => received.length === 1, 'a note');
    foreign.streams[0]!.lastSentSequenceNr += 1;
    foreign.sendMessage(0, [0x91, 62, 100]);
    await eventually(() => received.length === 3, 'the end of the first note');
    expect(received[1]).toMatchObject({ type: 'noteOff', pitch: 60 });
    await new Promise<void>((resolve) => {
      foreign.end(resolve);
    });
    await eventually(() => received.length === 4, 'the end of the second note');
    expect(received[3]).toMatchObject({ type: 'noteOff', pitch: 62 });
    expect(ours.peers).toEqual([]);
  });

  it('keeps a journal that they can read, and empties it at their feedback', async () => {
    const journals: { channels: number[] }[] = [];
    foreign.on('midi', (packet: { journal?: { channelJournals: { channel: number }[] } }) =>
      journals.push({ channels: packet.journal?.channelJournals.map(({ channel }) => channel) ?? [] }),
    );
    await weInvite();
    const note = { type: 'noteOn', pitch: 60, midiVelocity: 9 } as const;
    for (const channel of [2, 5, 11]) {
      ours.send({ ...note, channel });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await eventually(() => journals.length === 3, 'three packets');
    expect(journals.map(({ channels }) => channels)).toEqual([[], [2], [2, 5]]);
    // Theirs reports a second after the last packet.
    await new Promise((resolve) => setTimeout(resolve, 1300));
    ours.send({ ...note, channel: 7 });
    await eventually(() => journals.length === 4, 'a fourth packet');
    expect(journals[3]?.channels).toEqual([]);
  });

  it('is not for strangers, and says which port is taken', async () => {
    const port = await freePair();
    const closed = await RtpMidiSession.open({ name: 'closed', port, peers: [] });
    foreign.connect({ address: '127.0.0.1', port });
    await eventually(() => closed.refused > 0, 'a refusal', 10_000);
    expect(closed.peers).toEqual([]);
    await closed.close();
    const second = RtpMidiSession.open({ name: 'second', port: ourPort, peers: [] });
    await expect(second).rejects.toMatchObject({ code: 'port-in-use' });
  });

  it('goes on after garbage on both ports', async () => {
    await weInvite();
    const stranger = createSocket('udp4');
    for (let i = 0; i < 2000; i++) {
      const bytes = Buffer.from(Array.from({ length: i % 40 }, (_, k) => (i * 31 + k * 17) & 0xff));
      if (i % 3 === 0) bytes.fill(0xff, 0, Math.min(2, bytes.length));
      stranger.send(bytes, ourPort + (i % 2), '127.0.0.1');
      if (i % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await eventually(() => ours.refused > 500, 'refusals', 10_000);
    expect(ours.peers).toEqual(['foreign']);
    expect(received).toEqual([]);
    stranger.close();
  });
});

describe('controls and clock from a session of others', () => {
  it('are learned, move attributes in 14 bit, and lead the transport', async () => {
    const desk = new BridgeDesk();
    const port = await freePair();
    const network = new NetworkMidi({ name: 'controls', port, peers: ['127.0.0.1'] });
    const inputs = new MidiInputDesk(desk, { network, isClockLed: () => false });
    expect(await inputs.listen({ from: 'network', follow: true })).toMatchObject({ kind: 'network' });
    // The way out shares the session, and may come and go.
    const output = await network.openOutput();
    await output.close();
    const learned = desk.mappings.learn('tension', 20_000);
    foreign.connect({ address: '127.0.0.1', port });
    await eventually(() => foreign.streams[0]?.timeDifference != null, 'their clock', 10_000);
    const say = async (...bytes: number[]): Promise<void> => {
      foreign.sendMessage(0, bytes);
      await new Promise((resolve) => setTimeout(resolve, 5));
    };
    await say(0xb2, 17, 50);
    expect((await learned).source).toEqual({ kind: 'midi', channel: 3, controller: 17 });
    await say(0xb2, 17, 100);
    await say(0xb2, 49, 64);
    await eventually(
      () => Math.abs(Number(desk.store.get('tension')) - (100 * 128 + 64) / 16_383) < 1e-6,
      'a value of 14 bits',
    );
    await say(0xfa);
    const begin = performance.now();
    // 125 BPM: a pulse every 20 ms, each sent at its time.
    for (let i = 0; i < 150; i++) {
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, begin + 20 * i - performance.now())));
      foreign.sendMessage(0, [0xf8]);
    }
    await eventually(() => desk.transportClock.position().isRolling, 'the transport');
    expect(Number(desk.store.get('tempo'))).toBeGreaterThan(112);
    expect(Number(desk.store.get('tempo'))).toBeLessThan(138);
    // A busy machine sends unevenly; how exact it is with even pulses is tried without a network. 150 pulses are 6¼ quarters.
    expect(Math.abs(desk.transportClock.position().tick / 480 - 6.25)).toBeLessThan(0.5);
    await say(0xfc);
    await eventually(() => !desk.transportClock.position().isRolling, 'the stop');
    await inputs.unlisten();
    await desk.shutdown();
  }, 60_000);
});
