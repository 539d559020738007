/**
 * MIDI over the network, as macOS, rtpMIDI for Windows, iOS and many instruments have it built in: a control port and, one above, a port
 * of data. Sender and receiver in one. Only peers that a person named may talk to it.
 *
 * ```
 * invite ─ IN ─► ◄─ OK ─ (control)   IN ─► ◄─ OK ─ (data)   CK0 ─► ◄─ CK1   CK2 ─►   then RTP both ways, RS as feedback
 * ```
 */
import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { cannotOpen } from '../ports/cannotOpen.ts';
import { decodeSession, encodeSession, isSessionPacket, sessionTicksPerSecond } from './appleMidi.ts';
import { RtpPeer } from './rtpPeer.ts';
import { decodeRtpMidi } from './rtpMidiPacket.ts';
import type { RemoteInfo, Socket } from 'node:dgram';
import type { Milliseconds } from '../protocol/units.ts';
import type { SessionPacket } from './appleMidi.ts';
import type { MidiMessage } from './midiMessage.ts';
import type { MidiOutput } from './midiOutput.ts';

/** How a session is set up. */
export interface RtpMidiOptions {
  /** Shown to others. */
  name: string;
  /** Control port; data is one above. 5004 by custom. */
  port: number;
  /** The interface; this machine alone unless a person chose another. */
  address?: string;
  /** Addresses that may invite us, besides those that we invite. */
  peers: readonly string[];
  /** Told of what comes in. */
  onMessage?: (message: MidiMessage, peer: string) => void;
  /** Told of peers that come and go. */
  onPeers?: (names: string[]) => void;
}

/** For the error of a port that is taken. */
const use = 'RTP-MIDI is heard';
const change = 'open MIDI over the network with another port; the system’s own session uses 5004 and 5005';
const mostPeers = 16;
const invitations = 12;
const inviteEvery: Milliseconds = 1000;
const housekeepingEvery: Milliseconds = 500;

/** One session with its peers. */
export class RtpMidiSession implements MidiOutput {
  readonly name: string;
  /** Packets that were malformed, of strangers, or of no use. */
  refused = 0;
  readonly #options: RtpMidiOptions;
  readonly #control = createSocket('udp4');
  readonly #data = createSocket('udp4');
  readonly #ssrc = randomInt(1, 2 ** 32 - 1);
  readonly #peers = new Map<number, RtpPeer>();
  readonly #invited = new Map<number, { address: string; port: number; left: number }>();
  #queue: MidiMessage[] = [];
  #timers: NodeJS.Timeout[] = [];
  #isClosed = false;

  private constructor(options: RtpMidiOptions) {
    this.#options = options;
    this.name = options.name;
  }

  /** Opens both ports. @throws LeitmotifError `port-in-use` */
  static async open(options: RtpMidiOptions): Promise<RtpMidiSession> {
    const session = new RtpMidiSession(options);
    await session.#bind();
    return session;
  }

  /** Names of the peers that are connected. */
  get peers(): string[] {
    return [...this.#peers.values()].filter((peer) => peer.isConnected).map((peer) => peer.name);
  }

  /** Invites a peer, twelve times at most, a second apart. */
  invite(address: string, port: number): void {
    const token = randomInt(1, 2 ** 32 - 1);
    this.#invited.set(token, { address, port, left: invitations });
    this.#sendInvitation(token);
  }

  send(message: MidiMessage): void {
    if (this.#isClosed) return;
    if (this.#queue.length === 0)
      setImmediate(() => {
        this.#flush();
      });
    this.#queue.push(message);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#flush();
    this.#isClosed = true;
    for (const timer of this.#timers) clearInterval(timer);
    for (const peer of this.#peers.values())
      this.#sendControl(peer, { type: 'end', token: peer.token, ssrc: this.#ssrc, name: '' });
    await Promise.all([this.#control, this.#data].map(closeSocket));
  }

  async #bind(): Promise<void> {
    const { port, address = '127.0.0.1' } = this.#options;
    let wanted = port;
    try {
      await bindSocket(this.#control, port, address);
      wanted = port + 1;
      await bindSocket(this.#data, wanted, address);
    } catch (cause) {
      await Promise.all([this.#control, this.#data].map(closeSocket));
      throw await cannotOpen({ kind: 'udp', address, port: wanted, use, change }, cause);
    }
    for (const socket of [this.#control, this.#data]) {
      socket.on('message', (bytes, from) => {
        this.#receive(bytes, from, socket);
      });
      // An unreachable peer is found by its silence.
      socket.on('error', () => (this.refused += 1));
    }
    this.#timers = [
      setInterval(() => {
        [...this.#invited.keys()].forEach((token) => {
          this.#sendInvitation(token);
        });
      }, inviteEvery),
      setInterval(() => {
        this.#keepHouse();
      }, housekeepingEvery),
    ];
  }

  #flush(): void {
    const messages = this.#queue;
    this.#queue = [];
    if (messages.length === 0 || this.#isClosed) return;
    for (const peer of this.#peers.values()) {
      if (peer.isConnected) peer.send(messages, now());
    }
  }

  #receive(bytes: Buffer, from: RemoteInfo, socket: Socket): void {
    if (isSessionPacket(bytes)) {
      const packet = decodeSession(bytes);
      if (packet === undefined) this.refused += 1;
      else this.#obey(packet, from, socket);
      return;
    }
    const packet = decodeRtpMidi(bytes);
    const peer = packet === undefined ? undefined : this.#peers.get(packet.ssrc);
    if (packet === undefined || peer?.address !== from.address || !peer.isConnected) this.refused += 1;
    else peer.receive(packet);
  }

  #obey(packet: SessionPacket, from: RemoteInfo, socket: Socket): void {
    const peer = this.#peers.get(packet.ssrc);
    const isOf = peer?.address === from.address;
    if (packet.type === 'invitation') this.#invitedBy(packet, from, socket);
    else if (packet.type === 'accepted') this.#accepted(packet, from, socket);
    else if (packet.type === 'rejected') this.#invited.delete(packet.token);
    else if (peer === undefined || !isOf) this.refused += 1;
    else if (packet.type === 'clock') peer.synchronise(packet, now());
    else if (packet.type === 'feedback') peer.journal.acknowledge(packet.sequence);
    else this.#part(peer);
  }

  #invitedBy(packet: Extract<SessionPacket, { name: string }>, from: RemoteInfo, socket: Socket): void {
    const isWelcome = this.#options.peers.includes(from.address);
    const known = this.#peers.get(packet.ssrc);
    const isFull = known === undefined && this.#peers.size >= mostPeers;
    const type = isWelcome && !isFull ? 'accepted' : 'rejected';
    const answer = encodeSession({ type, token: packet.token, ssrc: this.#ssrc, name: this.name });
    socket.send(answer, from.port, from.address);
    if (type === 'rejected') this.refused += 1;
    else this.#meet(packet, from, socket, false);
  }

  #accepted(packet: Extract<SessionPacket, { name: string }>, from: RemoteInfo, socket: Socket): void {
    const invited = this.#invited.get(packet.token);
    const peer = this.#peers.get(packet.ssrc);
    if (socket === this.#control && invited?.address === from.address) {
      this.#invited.delete(packet.token);
      const met = this.#meet(packet, from, socket, true);
      const again = encodeSession({
        type: 'invitation',
        token: packet.token,
        ssrc: this.#ssrc,
        name: this.name,
      });
      this.#data.send(again, met.dataPort, met.address);
    } else if (socket === this.#data && peer?.token === packet.token && peer.isInitiator) {
      peer.connect(now());
      this.#options.onPeers?.(this.peers);
    } else this.refused += 1;
  }

  #meet(
    { ssrc, token, name }: Extract<SessionPacket, { name: string }>,
    from: RemoteInfo,
    socket: Socket,
    isInitiator: boolean,
  ): RtpPeer {
    const controlPort = socket === this.#control ? from.port : from.port - 1;
    let peer = this.#peers.get(ssrc);
    if (peer === undefined) {
      peer = new RtpPeer({ ssrc, token, name, address: from.address, controlPort, isInitiator }, this.#ssrc, {
        sendData: (bytes, to) => {
          this.#data.send(bytes, to.dataPort, to.address);
        },
        sendControl: (bytes, to) => {
          this.#control.send(bytes, to.controlPort, to.address);
        },
        message: (message) => this.#options.onMessage?.(message, name),
      });
      this.#peers.set(ssrc, peer);
    }
    if (socket === this.#data && !isInitiator && !peer.isConnected) {
      peer.connect(now());
      this.#options.onPeers?.(this.peers);
    }
    return peer;
  }

  #part(peer: RtpPeer): void {
    peer.part();
    this.#peers.delete(peer.ssrc);
    this.#options.onPeers?.(this.peers);
  }

  #sendInvitation(token: number): void {
    const invited = this.#invited.get(token);
    if (invited === undefined) return;
    if (invited.left-- <= 0) {
      this.#invited.delete(token);
      return;
    }
    const packet = encodeSession({ type: 'invitation', token, ssrc: this.#ssrc, name: this.name });
    this.#control.send(packet, invited.port, invited.address);
  }

  #sendControl(peer: RtpPeer, packet: SessionPacket): void {
    this.#control.send(encodeSession(packet), peer.controlPort, peer.address);
  }

  #keepHouse(): void {
    for (const peer of this.#peers.values()) {
      if (peer.isSilent(now())) this.#part(peer);
      else peer.keepHouse(now());
    }
  }
}

/** The session's clock in 100 µs. */
function now(): number {
  return Math.floor((performance.now() / 1000) * sessionTicksPerSecond);
}

async function bindSocket(socket: Socket, port: number, address: string): Promise<void> {
  socket.bind({ port, address, exclusive: true });
  await once(socket, 'listening');
}

/** What was sent last goes out first. */
function closeSocket(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(() => {
      socket.close(() => {
        resolve();
      });
    });
  });
}
