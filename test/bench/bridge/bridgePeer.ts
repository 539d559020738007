/**
 * The peer of the bench, `dist/bridgePeer.js`: a DAW, a controller and a listener in one process of their own. See `peerMessages.ts`.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { randomInt } from 'node:crypto';
import { WebSocket } from 'ws';
import { RtpMidiSession } from '../../../bridge/midi/rtpMidiSession.ts';
import { decodeOsc, encodeOsc } from '../../../bridge/osc/oscCodec.ts';
import { isBundle } from '../../../bridge/osc/oscPacket.ts';
import { listenProtocol } from '../../../bridge/protocol/listenNames.ts';
import { decodePcmFrame } from '../../../bridge/protocol/pcmFrame.ts';
import { SystemTime } from '../../../bridge/transport/systemTime.ts';
import { audible } from './soundGaps.ts';
import { monotonic, SampleLog, sharedTime } from './sampleLog.ts';
import type { Socket } from 'node:dgram';
import type { OscArgument, OscMessage, OscPacket } from '../../../bridge/osc/oscPacket.ts';
import type { MidiMessage } from '../../../bridge/midi/midiMessage.ts';
import type { PcmFrame } from '../../../bridge/protocol/pcmFrame.ts';
import type { Milliseconds } from '../../../bridge/protocol/units.ts';
import type { PeerOrder, PeerReply } from './peerMessages.ts';

const local = '127.0.0.1';
/** Frames between two acknowledgements: some 40 ms. */
const acknowledgeEvery = 4;
const arrivalsKept = 500;
/** Pattern of the balance of every role. */
const everyBalance = '/leitmotif/attribute/balance/*';
const silence = -40;
/** Of a control that changes nothing that is measured. */
const scheduledAddress = '/leitmotif/attribute/brightness';

/** One peer. */
class BridgePeer {
  readonly #log: SampleLog;
  readonly #time = new SystemTime();
  /** Says, and hears. */
  readonly #controller = createSocket('udp4');
  /** Only hears. */
  readonly #observer = createSocket('udp4');
  #oscPort = 0;
  #soundAt: Milliseconds | undefined;
  /** Of the newest frames. */
  #arrivals: Milliseconds[] = [];
  #midi: RtpMidiSession | undefined;
  #listener: WebSocket | undefined;

  constructor(folder: string) {
    this.#log = new SampleLog(folder);
  }

  /** Opens both UDP sockets; answers their ports. */
  async open(): Promise<number[]> {
    await Promise.all([bound(this.#controller), bound(this.#observer)]);
    this.#observer.on('message', (bytes) => {
      const at = monotonic();
      this.#hear(decodeOsc(bytes), at);
    });
    return [this.#controller.address().port, this.#observer.address().port];
  }

  /** Milliseconds since there was a sound; 0 before the first frame. */
  get silence(): Milliseconds {
    return this.#soundAt === undefined ? 0 : monotonic() - this.#soundAt;
  }

  /** When the first frame came after a time. */
  async frameAfter(at: Milliseconds): Promise<Milliseconds> {
    for (;;) {
      const came = this.#arrivals.find((one) => one > at);
      if (came !== undefined) return came;
      await sleep(5);
    }
  }

  async obey(order: PeerOrder): Promise<void> {
    switch (order.kind) {
      case 'osc':
        this.#oscPort = order.port;
        return;
      case 'set':
        this.#set(order.address, order.value);
        return;
      case 'listen':
        await this.#listen(order.url, order.token);
        return;
      case 'midi':
        await this.#join(order.port);
        return;
      case 'switches':
        await this.#switch(order.count, order.least, order.most);
        return;
      case 'scheduled':
        await this.#schedule(order.count, order.least, order.most);
        return;
      case 'open':
      case 'silence':
      case 'firstFrame':
      case 'frameAfter':
      case 'close':
    }
  }

  async close(): Promise<void> {
    this.#listener?.terminate();
    await this.#midi?.close();
    this.#controller.close();
    this.#observer.close();
    await this.#log.close();
  }

  #hear(packet: OscPacket, at: Milliseconds): void {
    if (!isBundle(packet)) return;
    const due = sharedTime(this.#time.msAt(packet.timetag));
    for (const { address, args } of packet.elements as OscMessage[]) {
      const values = args.map((argument) => textOf(argument));
      this.#log.add('osc', at, address, due, ...values.slice(0, 3));
    }
  }

  #send(packet: OscPacket): void {
    this.#controller.send(encodeOsc(packet), this.#oscPort, local);
  }

  #set(address: string, value: number | string): void {
    const argument =
      typeof value === 'number' ? { type: 'f' as const, value } : { type: 's' as const, value };
    this.#log.add('said', monotonic(), address, 0);
    this.#send({ address, args: [argument] });
  }

  async #switch(count: number, least: Milliseconds, most: Milliseconds): Promise<void> {
    for (let i = 0; i < count; i++) {
      const isOff = i % 2 === 0;
      await sleep(randomInt(least, most + 1));
      this.#log.add('said', monotonic(), isOff ? 'off' : 'on', 0);
      this.#send({ address: everyBalance, args: [{ type: 'f', value: isOff ? silence : 0 }] });
    }
    await sleep(most);
  }

  async #schedule(count: number, least: Milliseconds, most: Milliseconds): Promise<void> {
    for (let i = 0; i < count; i++) {
      const at = performance.now() + randomInt(least, most + 1) + Math.random();
      const value = 0.5 + (i % 2) * 0.01;
      this.#log.add('said', monotonic(), 'scheduled', sharedTime(at));
      this.#send({
        timetag: this.#time.timetagAt(at),
        elements: [{ address: scheduledAddress, args: [{ type: 'f', value }] }],
      });
      // The next one is said when this one is over, so that each change is told.
      await sleep(at - performance.now() + 20);
    }
    await sleep(most);
  }

  async #listen(url: string, token: string): Promise<void> {
    const socket = new WebSocket(url, [listenProtocol, `token.${token}`], { perMessageDeflate: false });
    this.#listener = socket;
    socket.on('message', (data: Buffer, isBinary) => {
      const at = monotonic();
      if (isBinary) this.#frame(socket, decodePcmFrame(data), at);
      else if (data.includes('"dropped"')) this.#log.add('dropped', at, data.toString().replaceAll(',', ';'));
    });
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'listen', mode: 'live', format: 'float32' }));
  }

  #frame(socket: WebSocket, { left, right, time, sequence, tick }: PcmFrame, at: Milliseconds): void {
    const heard = level(left, right);
    this.#arrivals.push(at);
    if (this.#arrivals.length > arrivalsKept) this.#arrivals = this.#arrivals.slice(-arrivalsKept / 2);
    if (heard > audible) this.#soundAt = at;
    this.#log.add('frames', at, time, left.length, sequence, heard.toExponential(3), tick);
    if (sequence % acknowledgeEvery === 0) socket.send(`{"type":"acknowledge","sequence":${sequence}}`);
  }

  async #join(port: number): Promise<void> {
    const isMet = new Promise<void>((resolve) => {
      void this.#openSession((names) => {
        if (names.length > 0) resolve();
      }).then((session) => {
        this.#midi = session;
        session.invite(local, port);
      });
    });
    await isMet;
  }

  /** At the first pair of ports that is free. */
  async #openSession(onPeers: (names: string[]) => void): Promise<RtpMidiSession> {
    for (let tries = 50; ; tries--) {
      const port = 2 * randomInt(10_000, 16_000);
      const onMessage = (message: MidiMessage): void => {
        this.#heardMidi(message, monotonic());
      };
      try {
        return await RtpMidiSession.open({ name: 'Bench', port, peers: [local], onMessage, onPeers });
      } catch (error) {
        if (tries === 0) throw error;
      }
    }
  }

  #heardMidi(message: MidiMessage, at: Milliseconds): void {
    const isNote = message.type === 'noteOn' || message.type === 'noteOff';
    this.#log.add('midi', at, message.type, ...(isNote ? [message.channel, message.pitch] : []));
  }
}

function textOf(argument: OscArgument): string {
  if (!('value' in argument)) return '';
  const { value } = argument;
  return typeof value === 'number' || typeof value === 'string' ? String(value) : '';
}

/** From opening a connection, and from asking to listen on it, to the first frame. */
async function timeFirstFrame(url: string, token: string): Promise<Milliseconds[]> {
  const opening = monotonic();
  const socket = new WebSocket(url, [listenProtocol, `token.${token}`], { perMessageDeflate: false });
  await once(socket, 'open');
  const asking = monotonic();
  socket.send(JSON.stringify({ type: 'listen', mode: 'live', format: 'float32' }));
  const came = await new Promise<Milliseconds>((resolve) => {
    socket.on('message', (_data, isBinary) => {
      if (isBinary) resolve(monotonic());
    });
  });
  socket.terminate();
  return [came - opening, came - asking];
}

function level(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += (left[i] as number) ** 2 + (right[i] as number) ** 2;
  return Math.sqrt(sum / (2 * left.length));
}

async function bound(socket: Socket): Promise<void> {
  socket.bind({ port: 0, address: local });
  await once(socket, 'listening');
}

function sleep(ms: Milliseconds): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

let peer: BridgePeer | undefined;
let queue: Promise<void> = Promise.resolve();

async function answer(order: PeerOrder): Promise<PeerReply> {
  try {
    if (order.kind === 'open') {
      peer = new BridgePeer(order.folder);
      return { kind: 'done', values: await peer.open() };
    }
    if (order.kind === 'firstFrame')
      return { kind: 'done', values: await timeFirstFrame(order.url, order.token) };
    if (order.kind === 'frameAfter')
      return { kind: 'done', values: [(await peer?.frameAfter(order.at)) ?? 0] };
    if (order.kind === 'silence') return { kind: 'done', values: [peer?.silence ?? 0] };
    if (order.kind === 'close') await peer?.close();
    else await peer?.obey(order);
    return { kind: 'done' };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

process.on('message', (order: PeerOrder) => {
  queue = queue.then(async () => {
    process.send?.(await answer(order));
    if (order.kind === 'close') process.disconnect();
  });
});
process.on('disconnect', () => process.exit());
