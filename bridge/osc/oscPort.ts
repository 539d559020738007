/**
 * A UDP socket for OSC. It hears only the peers that a person configured, and believes nothing it hears.
 *
 *   datagram ─► peer? ─► rate ─► size ─► decode ─► { packet, peer }        each loss is counted
 */
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { LeitmotifError } from '../protocol/errors.ts';
import { cannotOpen } from '../ports/cannotOpen.ts';
import { RateLimit } from '../websocket/rateLimit.ts';
import { decodeOsc, encodeOsc } from './oscCodec.ts';
import { oscLimits, OscPacketError } from './oscPacket.ts';
import type { RemoteInfo, Socket } from 'node:dgram';
import type { OscMessage, OscPacket } from './oscPacket.ts';
import type { Timetag } from '../transport/systemTime.ts';

/** Where a peer is. */
export interface OscPeer {
  /** IP address, or a name that is looked up once. */
  host: string;
  /** Port that it hears. */
  port: number;
}

/** How a port is opened. */
export interface OscPortOptions {
  /** Own port; 0 for any that is free. */
  port: number;
  /** Interface; this machine alone unless a person chose another. */
  address?: string;
  peers: readonly OscPeer[];
  /** What it is for and how another is chosen, for the error of a port that is taken: see `WantedPort`. */
  use?: string;
  change?: string;
  /** Puts right what a program is known to write wrongly, before it is read. */
  mend?: ((bytes: Buffer) => Buffer) | undefined;
  /** Datagrams a second that pass in the long run, of all peers together. */
  perSecond?: number;
}

/** A packet that came, and who sent it as `osc:<address>:<port>`, the port being the one that it was sent from. */
export type OscHearer = (packet: OscPacket, origin: string) => void;

/** Datagrams since the start. */
export interface OscCounts {
  received: number;
  /** Of no peer. */
  foreign: number;
  malformed: number;
  /** More or larger than is let in. */
  limited: number;
  sent: number;
  failed: number;
}

/** Bytes of a datagram that passes any Ethernet whole. */
const wholeDatagram = 1400;
const usualRate = 5000;
const bundleHead = 16;
const usualUse = 'OSC is heard';
const usualChange = 'connect with another port and send there';

/** An open port. */
export class OscPort {
  readonly #socket: Socket;
  readonly #peers: readonly OscPeer[];
  readonly #hosts: ReadonlySet<string>;
  readonly #rate: RateLimit;
  readonly #counts: OscCounts = { received: 0, foreign: 0, malformed: 0, limited: 0, sent: 0, failed: 0 };
  readonly #mend: (bytes: Buffer) => Buffer;
  #isClosed = false;

  private constructor(
    socket: Socket,
    peers: readonly OscPeer[],
    { perSecond = usualRate, mend = (bytes): Buffer => bytes }: Pick<OscPortOptions, 'perSecond' | 'mend'>,
    hear: OscHearer,
  ) {
    this.#socket = socket;
    this.#peers = peers;
    this.#mend = mend;
    this.#hosts = new Set(peers.map(({ host }) => host));
    this.#rate = new RateLimit(perSecond, perSecond);
    socket.on('message', (bytes, from) => {
      this.#take(bytes, from, hear);
    });
    // An ICMP "unreachable" of an earlier datagram arrives as an error of the socket.
    socket.on('error', () => {
      this.#counts.failed += 1;
    });
  }

  /** @throws LeitmotifError `port-in-use`, or `not-available` where a peer or an interface cannot be found */
  static async open(options: OscPortOptions, hear: OscHearer): Promise<OscPort> {
    const { port, address = '127.0.0.1', peers, use = usualUse, change = usualChange } = options;
    const isVersion6 = isIP(address) === 6;
    const found = await Promise.all(peers.map((peer) => resolved(peer, isVersion6 ? 6 : 4)));
    const socket = createSocket({ type: isVersion6 ? 'udp6' : 'udp4', reuseAddr: false });
    const failure = await new Promise<Error | undefined>((resolve) => {
      socket.once('error', (cause) => {
        socket.close();
        resolve(cause);
      });
      socket.bind({ port, address, exclusive: true }, () => {
        socket.removeAllListeners('error');
        resolve(undefined);
      });
    });
    if (failure !== undefined) throw await cannotOpen({ kind: 'udp', address, port, use, change }, failure);
    return new OscPort(socket, found, options, hear);
  }

  /** The port it has. */
  get port(): number {
    return this.#socket.address().port;
  }

  /** Peers with their addresses looked up. */
  get peers(): readonly OscPeer[] {
    return this.#peers;
  }

  get counts(): Readonly<OscCounts> {
    return { ...this.#counts };
  }

  /**
   * Sends messages that act together at a time, to all peers but the one that they came from. What is larger than a datagram that
   * passes whole becomes several bundles of the same time.
   */
  sendBundle(timetag: Timetag, messages: readonly OscMessage[], exceptOrigin?: string): void {
    const peers = this.#peersBut(exceptOrigin);
    if (peers.length === 0 || this.#isClosed) return;
    for (const elements of split(messages)) this.#send(encodeOsc({ timetag, elements }), peers);
  }

  /** Sends one packet to one peer. */
  sendTo(peer: OscPeer, packet: OscPacket): void {
    if (!this.#isClosed) this.#send(encodeOsc(packet), [peer]);
  }

  /** Ends. Resolves when the port is free. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await new Promise<void>((resolve) => this.#socket.close(resolve));
  }

  #send(bytes: Uint8Array, peers: readonly OscPeer[]): void {
    for (const { host, port } of peers) {
      this.#socket.send(bytes, port, host, (error) => {
        if (error === null) this.#counts.sent += 1;
        else this.#counts.failed += 1;
      });
    }
  }

  /** A peer that sends from the port it hears is known by both, one that does not by its address if no other has that. */
  #peersBut(origin: string | undefined): readonly OscPeer[] {
    if (origin === undefined) return this.#peers;
    const exact = this.#peers.filter(({ host, port }) => origin === originOf(host, port));
    const sameHost = this.#peers.filter(({ host }) => origin.startsWith(`osc:${host}:`));
    const sender = exact.length > 0 ? exact : sameHost.length === 1 ? sameHost : [];
    return this.#peers.filter((peer) => !sender.includes(peer));
  }

  #take(bytes: Buffer, { address, port }: RemoteInfo, hear: OscHearer): void {
    const counts = this.#counts;
    counts.received += 1;
    if (!this.#hosts.has(address)) {
      counts.foreign += 1;
    } else if (!this.#rate.take() || bytes.length > oscLimits.packet) {
      counts.limited += 1;
    } else {
      const packet = this.#decoded(bytes);
      if (packet !== undefined) hear(packet, originOf(address, port));
    }
  }

  #decoded(bytes: Buffer): OscPacket | undefined {
    try {
      return decodeOsc(this.#mend(bytes));
    } catch (error) {
      if (!(error instanceof OscPacketError)) throw error;
      this.#counts.malformed += 1;
      return undefined;
    }
  }
}

function originOf(host: string, port: number): string {
  return `osc:${host}:${port}`;
}

/** Messages in groups whose bundles are small enough; one that is too large alone stays alone. */
function* split(messages: readonly OscMessage[]): Generator<OscMessage[]> {
  let [group, size]: [OscMessage[], number] = [[], bundleHead];
  for (const message of messages) {
    const length = 4 + encodeOsc(message).length;
    if (group.length > 0 && size + length > wholeDatagram) {
      yield group;
      [group, size] = [[], bundleHead];
    }
    group.push(message);
    size += length;
  }
  if (group.length > 0) yield group;
}

async function resolved({ host, port }: OscPeer, family: 4 | 6): Promise<OscPeer> {
  if (isIP(host) !== 0) return { host, port };
  try {
    return { host: (await lookup(host, { family })).address, port };
  } catch (cause) {
    throw new LeitmotifError('not-available', {
      what: 'This peer cannot be found',
      subject: `${host}:${port}`,
      next: 'Check its name, or give its address in numbers',
      cause,
    });
  }
}
