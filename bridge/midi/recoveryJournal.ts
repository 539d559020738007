/**
 * The journal that a sender of RTP-MIDI owes: what was said since the checkpoint, so that the next packet that arrives brings a receiver
 * up to date, whatever was lost. RFC 6295, appendix A; chapters P (programs), C (controllers), W (bends), N (notes). All S bits are 0:
 * a receiver then never takes a packet for less than it is. Feedback moves the checkpoint.
 */
import type { MidiMessage } from './midiMessage.ts';

interface Entry {
  value: number;
  sequence: number;
}

interface ChannelHistory {
  program: Entry | undefined;
  bend: Entry | undefined;
  controllers: Map<number, Entry>;
  /** Velocity of a note that sounds, 0 of one that ended. */
  notes: Map<number, Entry>;
}

const mostLogs = 127;

/** What one receiver may have missed. */
export class RecoveryJournal {
  readonly #channels = new Map<number, ChannelHistory>();
  #checkpoint: number;

  /** @param first sequence of the first packet */
  constructor(first: number) {
    this.#checkpoint = first;
  }

  /** Counts a message that goes out in a packet. */
  add(message: MidiMessage, sequence: number): void {
    if (!('channel' in message)) return;
    const history = this.#historyOf(message.channel);
    if (message.type === 'program') history.program = { value: message.program, sequence };
    else if (message.type === 'bend') history.bend = { value: message.value + 8192, sequence };
    else if (message.type === 'controller')
      renew(history.controllers, message.controller, message.value, sequence);
    else if (message.type === 'noteOn') renew(history.notes, message.pitch, message.midiVelocity, sequence);
    else if (message.type === 'noteOff') renew(history.notes, message.pitch, 0, sequence);
  }

  /** A receiver has everything up to here. What it has is forgotten. */
  acknowledge(sequence: number): void {
    if (!isAtOrBefore(this.#checkpoint, sequence)) return;
    this.#checkpoint = (sequence + 1) & 0xffff;
    const isKnown = (entry: Entry | undefined): boolean =>
      entry !== undefined && isAtOrBefore(entry.sequence, sequence);
    for (const [channel, history] of this.#channels) {
      if (isKnown(history.program)) history.program = undefined;
      if (isKnown(history.bend)) history.bend = undefined;
      for (const map of [history.controllers, history.notes]) {
        for (const [key, entry] of map) if (isKnown(entry)) map.delete(key);
      }
      if (isEmpty(history)) this.#channels.delete(channel);
    }
  }

  /** The journal's bytes, before the messages of the packet that they go with are added. */
  encode(): Uint8Array {
    const channels = [...this.#channels].map(([channel, history]) => channelJournal(channel, history));
    const flags = channels.length === 0 ? 0 : 0x20 | (channels.length - 1);
    return Uint8Array.from([flags, this.#checkpoint >> 8, this.#checkpoint & 0xff, ...channels.flat()]);
  }

  #historyOf(channel: number): ChannelHistory {
    const known = this.#channels.get(channel);
    if (known !== undefined) return known;
    const history = { program: undefined, bend: undefined, controllers: new Map(), notes: new Map() };
    this.#channels.set(channel, history);
    return history;
  }
}

/** Whether one sequence comes before another or is the same, across the turn of the counter. */
export function isAtOrBefore(one: number, other: number): boolean {
  return ((other - one) & 0xffff) < 0x8000;
}

/** Oldest first, as the logs of a chapter are ordered. */
function renew(map: Map<number, Entry>, key: number, value: number, sequence: number): void {
  map.delete(key);
  map.set(key, { value, sequence });
}

function isEmpty({ program, bend, controllers, notes }: ChannelHistory): boolean {
  return program === undefined && bend === undefined && controllers.size === 0 && notes.size === 0;
}

function channelJournal(channel: number, { program, bend, controllers, notes }: ChannelHistory): number[] {
  const chapters = [
    ...(program === undefined ? [] : [program.value, 0, 0]),
    ...(controllers.size === 0 ? [] : chapterC(controllers)),
    ...(bend === undefined ? [] : [bend.value & 0x7f, bend.value >> 7]),
    ...(notes.size === 0 ? [] : chapterN(notes)),
  ];
  const present =
    (program === undefined ? 0 : 0x80) |
    (controllers.size === 0 ? 0 : 0x40) |
    (bend === undefined ? 0 : 0x10) |
    (notes.size === 0 ? 0 : 0x08);
  const length = 3 + chapters.length;
  return [(channel << 3) | (length >> 8), length & 0xff, present, ...chapters];
}

function chapterC(controllers: ReadonlyMap<number, Entry>): number[] {
  const logs = [...controllers]
    .slice(-mostLogs - 1)
    .flatMap(([controller, { value }]) => [controller, value]);
  return [logs.length / 2 - 1, ...logs];
}

/** Logs of notes that sound, with the advice to play them (Y); then a bit for each that ended. */
function chapterN(notes: ReadonlyMap<number, Entry>): number[] {
  const sounding = [...notes].filter(([, { value }]) => value > 0).slice(-mostLogs);
  const logs = sounding.flatMap(([pitch, { value }]) => [pitch, 0x80 | value]);
  const ended = [...notes].filter(([, { value }]) => value === 0).map(([pitch]) => pitch);
  if (ended.length === 0) return [sounding.length, 0xf1, ...logs];
  const [low, high] = [Math.min(...ended) >> 3, Math.max(...ended) >> 3];
  const bits = new Array<number>(high - low + 1).fill(0);
  for (const pitch of ended)
    bits[(pitch >> 3) - low] = (bits[(pitch >> 3) - low] ?? 0) | (0x80 >> (pitch & 7));
  return [sounding.length, (low << 4) | high, ...logs, ...bits];
}
