/** One peer of an RTP-MIDI session: its clock, what it was sent, and what came from it. */
import { encodeSession, sessionTicksPerSecond } from './appleMidi.ts';
import { MidiParser } from './midiParser.ts';
import { isAtOrBefore, RecoveryJournal } from './recoveryJournal.ts';
import { encodeRtpMidi, longestCommandList } from './rtpMidiPacket.ts';
import { encodeMidi } from './midiMessage.ts';
import type { SessionPacket } from './appleMidi.ts';
import type { MidiMessage } from './midiMessage.ts';
import type { RtpMidiPacket } from './rtpMidiPacket.ts';

/** Who it is. */
export interface PeerIdentity {
  ssrc: number;
  token: number;
  name: string;
  address: string;
  controlPort: number;
  /** We invited it; then we keep the clocks together. */
  isInitiator: boolean;
}

/** Where its packets go, and who hears what it says. */
export interface PeerLines {
  sendData(bytes: Buffer, to: RtpPeer): void;
  sendControl(bytes: Buffer, to: RtpPeer): void;
  message(message: MidiMessage): void;
}

/** Between two synchronisations: at first, then. In session ticks. */
const [quickSync, slowSync] = [1.5 * sessionTicksPerSecond, 10 * sessionTicksPerSecond];
const quickSyncs = 5;
/** Silence after which a peer is gone. */
const longestSilence = 60 * sessionTicksPerSecond;
const feedbackEvery = sessionTicksPerSecond;

/** One peer. */
export class RtpPeer implements PeerIdentity {
  readonly ssrc: number;
  readonly token: number;
  readonly name: string;
  readonly address: string;
  readonly controlPort: number;
  readonly isInitiator: boolean;
  isConnected = false;
  /** Its clock minus ours, in session ticks; undefined before the clocks met. */
  offset: number | undefined;
  /** Packets of its that were lost. */
  lost = 0;
  journal: RecoveryJournal;
  readonly #ownSsrc: number;
  readonly #lines: PeerLines;
  readonly #parser: MidiParser;
  readonly #sounding = new Map<string, { channel: number; pitch: number }>();
  #next = Math.floor(Math.random() * 0x1_0000);
  #received: number | undefined;
  #reported: number | undefined;
  #reportAt = 0;
  #syncs = 0;
  #syncAt = 0;
  #heardAt = 0;

  constructor(identity: PeerIdentity, ownSsrc: number, lines: PeerLines) {
    ({
      ssrc: this.ssrc,
      token: this.token,
      name: this.name,
      address: this.address,
      controlPort: this.controlPort,
      isInitiator: this.isInitiator,
    } = identity);
    this.#ownSsrc = ownSsrc;
    this.#lines = lines;
    this.journal = new RecoveryJournal(this.#next);
    this.#parser = new MidiParser((message) => {
      this.#hear(message);
    });
  }

  get dataPort(): number {
    return this.controlPort + 1;
  }

  /** Both ports have met. @param now in session ticks, as everywhere here */
  connect(now: number): void {
    this.isConnected = true;
    this.#heardAt = now;
    this.keepHouse(now);
  }

  /** Sends messages in as few packets as hold them. */
  send(messages: readonly MidiMessage[], now: number): void {
    let [batch, length]: [MidiMessage[], number] = [[], 0];
    for (const message of messages) {
      const size = encodeMidi(message).length + 1;
      if (batch.length > 0 && length + size > longestCommandList) {
        this.#sendPacket(batch, now);
        [batch, length] = [[], 0];
      }
      batch.push(message);
      length += size;
    }
    this.#sendPacket(batch, now);
  }

  /** Takes a packet in. After a loss all notes of this peer end: which of them were to end, only the lost packet knew. */
  receive({ sequence, pieces }: RtpMidiPacket): void {
    if (this.#received !== undefined) {
      const missing = ((sequence - this.#received) & 0xffff) - 1;
      // Twice the same, or one that comes late.
      if (isAtOrBefore(sequence, this.#received)) return;
      if (missing > 0) {
        this.lost += missing;
        this.#endNotes();
      }
    }
    this.#received = sequence;
    for (const piece of pieces) this.#parser.push(piece);
  }

  /** The three steps of the clocks: CK0 is answered with CK1, CK1 with CK2. */
  synchronise(
    { count, times: [first, second] }: Extract<SessionPacket, { type: 'clock' }>,
    now: number,
  ): void {
    this.#heardAt = now;
    if (count === 0) this.#sendClock(1, [first, now, 0]);
    else if (count === 1) {
      this.#sendClock(2, [first, second, now]);
      this.offset = second - (first + now) / 2;
    }
  }

  /** Whether it said nothing for a minute. */
  isSilent(now: number): boolean {
    return this.isConnected && now - this.#heardAt > longestSilence;
  }

  /** Synchronises and reports what came, where it is time. */
  keepHouse(now: number): void {
    if (!this.isConnected) return;
    if (this.isInitiator && now >= this.#syncAt) {
      this.#syncAt = now + (++this.#syncs <= quickSyncs ? quickSync : slowSync);
      this.#sendClock(0, [now, 0, 0]);
    }
    if (this.#received === undefined || this.#received === this.#reported || now < this.#reportAt) return;
    this.#reported = this.#received;
    this.#reportAt = now + feedbackEvery;
    const feedback = encodeSession({ type: 'feedback', ssrc: this.#ownSsrc, sequence: this.#received });
    this.#lines.sendControl(feedback, this);
  }

  /** It is gone: its notes end. */
  part(): void {
    this.isConnected = false;
    this.#endNotes();
  }

  #sendPacket(messages: readonly MidiMessage[], now: number): void {
    const sequence = this.#next;
    this.#next = (sequence + 1) & 0xffff;
    const header = { sequence, timestamp: now >>> 0, ssrc: this.#ownSsrc };
    const bytes = encodeRtpMidi(header, messages, this.journal.encode());
    for (const message of messages) this.journal.add(message, sequence);
    this.#lines.sendData(bytes, this);
  }

  #sendClock(count: 0 | 1 | 2, times: readonly [number, number, number]): void {
    this.#lines.sendData(encodeSession({ type: 'clock', ssrc: this.#ownSsrc, count, times }), this);
  }

  #hear(message: MidiMessage): void {
    if (message.type === 'noteOn' || message.type === 'noteOff') {
      const { channel, pitch } = message;
      if (message.type === 'noteOn') this.#sounding.set(`${channel}/${pitch}`, { channel, pitch });
      else this.#sounding.delete(`${channel}/${pitch}`);
    }
    this.#lines.message(message);
  }

  #endNotes(): void {
    this.#parser.reset();
    for (const { channel, pitch } of this.#sounding.values())
      this.#lines.message({ type: 'noteOff', channel, pitch, midiVelocity: 64 });
    this.#sounding.clear();
  }
}
