/**
 * RTP packets with MIDI in them, RFC 6295: an RTP header of 12 bytes, a list of timed commands, and a journal from which a receiver
 * recovers what a lost packet held.
 *
 * ```
 * V=2 … | 61 | sequence | timestamp | ssrc ║ B J Z P len | command, (delta, command)… ║ journal
 * ```
 */
import { encodeMidi } from './midiMessage.ts';
import { dataLength } from './midiParser.ts';
import type { MidiMessage } from './midiMessage.ts';

/** Apple's payload type. */
const payloadType = 0x61;
/** Bytes of a command list; the field has 12 bits. */
export const longestCommandList = 1024;

/** What stands before the commands. */
export interface RtpHeader {
  /** 0…65535. */
  sequence: number;
  /** In 100 µs, 32 bit. */
  timestamp: number;
  ssrc: number;
}

/** A packet as it was read. */
export interface RtpMidiPacket extends RtpHeader {
  /** Pieces of MIDI, in order, with full statuses; feed them to a `MidiParser`. A piece may be a part of a SysEx. */
  pieces: number[][];
  hasJournal: boolean;
}

/** A list of messages of the same time. @throws MidiRangeError; RangeError where they are longer than {@link longestCommandList} */
export function encodeRtpMidi(
  header: RtpHeader,
  messages: readonly MidiMessage[],
  journal?: Uint8Array,
): Buffer {
  const commands = messages.flatMap((message, i) => [...(i === 0 ? [] : [0]), ...encodeMidi(message)]);
  if (commands.length > 0xfff) throw new RangeError('Too many commands for one packet');
  const bytes = Buffer.alloc(12);
  bytes.writeUInt8(0x80, 0);
  bytes.writeUInt8(payloadType | (commands.length > 0 ? 0x80 : 0), 1);
  bytes.writeUInt16BE(header.sequence, 2);
  bytes.writeUInt32BE(header.timestamp, 4);
  bytes.writeUInt32BE(header.ssrc, 8);
  const flags = journal === undefined ? 0 : 0x40;
  const length = commands.length;
  const list = length < 16 ? [flags | length] : [0x80 | flags | (length >> 8), length & 0xff];
  return Buffer.concat([bytes, Uint8Array.from([...list, ...commands]), journal ?? new Uint8Array()]);
}

/** Reads a packet; undefined for one that is malformed. Never throws. */
export function decodeRtpMidi(bytes: Buffer): RtpMidiPacket | undefined {
  if (bytes.length < 13) return undefined;
  const first = bytes.readUInt8(0);
  // No padding, no extension, no contributing sources: nobody sends them here.
  if (first !== 0x80 || (bytes.readUInt8(1) & 0x7f) !== payloadType) return undefined;
  const flags = bytes.readUInt8(12);
  const isLong = (flags & 0x80) !== 0;
  if (isLong && bytes.length < 14) return undefined;
  const length = isLong ? ((flags & 15) << 8) | bytes.readUInt8(13) : flags & 15;
  const from = isLong ? 14 : 13;
  if (bytes.length < from + length) return undefined;
  const pieces = readCommands(bytes.subarray(from, from + length), (flags & 0x20) !== 0);
  if (pieces === undefined) return undefined;
  return {
    sequence: bytes.readUInt16BE(2),
    timestamp: bytes.readUInt32BE(4),
    ssrc: bytes.readUInt32BE(8),
    pieces,
    hasJournal: (flags & 0x40) !== 0,
  };
}

/** Commands with their statuses; deltas are left out, for everything is played when it comes. */
function readCommands(list: Buffer, isFirstTimed: boolean): number[][] | undefined {
  const pieces: number[][] = [];
  let [at, running] = [0, 0];
  while (at < list.length) {
    if (pieces.length > 0 || isFirstTimed) {
      at = afterDelta(list, at);
      // A delta may end the list.
      if (at === list.length) break;
    }
    const byte = list[at] ?? 0;
    const status = byte >= 0x80 ? byte : running;
    if (status === 0) return undefined;
    if (byte >= 0x80) at += 1;
    const isSysEx = status === 0xf0 || status === 0xf7;
    const end = isSysEx ? endOfSysEx(list, at) : at + dataLength(status);
    if (end > list.length) return undefined;
    const data = [...list.subarray(at, end)];
    if (!isSysEx && data.some((one) => one >= 0x80)) return undefined;
    pieces.push(isSysEx ? sysExPiece(status, data) : [status, ...data]);
    if (status < 0xf8) running = status < 0xf0 ? status : 0;
    at = end;
  }
  return pieces;
}

/** Up to four bytes, the high bit of all but the last set. */
function afterDelta(list: Buffer, from: number): number {
  let at = from;
  while (at < list.length && at < from + 3 && (list[at] ?? 0) >= 0x80) at += 1;
  return Math.min(list.length, at + 1);
}

/** After the status that ends it. */
function endOfSysEx(list: Buffer, from: number): number {
  let at = from;
  while (at < list.length && (list[at] ?? 0) < 0x80) at += 1;
  return at + 1;
}

/** Segments (RFC 6295, 3.2) become one: F0 … F0, F7 … F0, F7 … F7. What was cancelled (F4) is left unended, so the parser drops it. */
function sysExPiece(status: number, data: readonly number[]): number[] {
  const last = data.at(-1);
  const body = data.slice(0, -1);
  return [...(status === 0xf0 ? [0xf0] : []), ...body, ...(last === 0xf7 ? [0xf7] : [])];
}
