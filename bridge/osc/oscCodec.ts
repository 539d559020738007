/**
 * Bytes ↔ OSC packets. The only file that imports the library; README.md says why it is this one and what is done here because
 * the library does not.
 *
 *   bytes ─► size ─► library ─► depth, counts, addresses, times, copies ─► packet
 */
import { fromBuffer, toBuffer } from 'osc-min';
import { isImmediate, timetagSeconds } from '../transport/systemTime.ts';
import { isBundle, oscLimits, OscPacketError } from './oscPacket.ts';
import type {
  OscArgInput,
  OscArgOrArrayInput,
  OscArgOutputOrArray,
  OscMessageOutput,
  OscPacketInput,
  OscPacketOutput,
} from 'osc-min';
import type { Timetag } from '../transport/systemTime.ts';
import type { OscArgument, OscMessage, OscPacket } from './oscPacket.ts';

/** An address, or a pattern of one: printable, and nothing that OSC forbids in it. */
const addressForm = /^\/[\w\-./~$%&()+:;<=>@^|*?[\]{}!,]*$/;

interface Budget {
  messages: number;
}

/** The packet of some bytes. It shares no memory with them. @throws OscPacketError */
export function decodeOsc(bytes: Uint8Array): OscPacket {
  if (bytes.byteLength > oscLimits.packet || bytes.byteLength % 4 !== 0) throw new OscPacketError('size');
  let raw: OscPacketOutput;
  try {
    raw = fromBuffer(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (cause) {
    throw new OscPacketError('syntax', { cause });
  }
  return packetFrom(raw, 0, { messages: oscLimits.messages });
}

/** The bytes of a packet. @throws OscPacketError where it holds what OSC cannot say */
export function encodeOsc(packet: OscPacket): Uint8Array {
  const view = toBuffer(rawFrom(packet));
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function packetFrom(raw: OscPacketOutput, depth: number, budget: Budget, after?: Timetag): OscPacket {
  if (raw.oscType === 'message') {
    budget.messages -= 1;
    if (budget.messages < 0) throw new OscPacketError('count');
    return messageFrom(raw);
  }
  if (depth >= oscLimits.depth) throw new OscPacketError('depth');
  const [seconds, fraction] = raw.timetag;
  const timetag = { seconds, fraction };
  if (after !== undefined && isEarlier(timetag, after)) throw new OscPacketError('time');
  const elements = raw.elements.map((element) => packetFrom(element, depth + 1, budget, timetag));
  return { timetag, elements };
}

/** A bundle inside another may not act before it (OSC 1.0). */
function isEarlier(inner: Timetag, outer: Timetag): boolean {
  return !isImmediate(inner) && !isImmediate(outer) && timetagSeconds(inner) < timetagSeconds(outer);
}

function messageFrom({ address, args }: OscMessageOutput): OscMessage {
  checkAddress(address);
  const budget = { messages: oscLimits.arguments };
  return { address, args: args.map((argument) => argumentFrom(argument, 0, budget)) };
}

function checkAddress(address: string): void {
  if (address.length > oscLimits.address || !addressForm.test(address)) throw new OscPacketError('address');
}

function argumentFrom(raw: OscArgOutputOrArray, depth: number, budget: Budget): OscArgument {
  budget.messages -= 1;
  if (budget.messages < 0) throw new OscPacketError('count');
  switch (raw.type) {
    case 'array':
      if (depth >= oscLimits.depth) throw new OscPacketError('depth');
      return { type: '[', value: raw.value.map((inner) => argumentFrom(inner, depth + 1, budget)) };
    case 'blob':
      // The library's view lies in the datagram, whose memory is used again.
      return { type: 'b', value: bytesOf(raw.value).slice() };
    case 'timetag':
      return { type: 't', value: { seconds: raw.value[0], fraction: raw.value[1] } };
    case 'midi':
      return { type: 'm', value: raw.value };
    default:
      return plainFrom(raw);
  }
}

type PlainOutput = Exclude<OscArgOutputOrArray, { type: 'array' | 'blob' | 'timetag' | 'midi' }>;

function plainFrom(raw: PlainOutput): OscArgument {
  switch (raw.type) {
    case 'integer':
      return { type: 'i', value: raw.value };
    case 'float':
      return { type: 'f', value: raw.value };
    case 'double':
      return { type: 'd', value: raw.value };
    case 'string':
      return { type: 's', value: raw.value };
    case 'symbol':
      return { type: 'S', value: raw.value };
    case 'character':
      return { type: 'c', value: raw.value };
    case 'bigint':
      return { type: 'h', value: raw.value };
    case 'color':
      return { type: 'r', value: raw.value };
    case 'true':
      return { type: 'T' };
    case 'false':
      return { type: 'F' };
    case 'null':
      return { type: 'N' };
    case 'bang':
      return { type: 'I' };
  }
}

function rawFrom(packet: OscPacket): OscPacketInput {
  if (!isBundle(packet)) {
    checkAddress(packet.address);
    return { address: packet.address, args: packet.args.map(rawArgument) };
  }
  const { seconds, fraction } = packet.timetag;
  return {
    timetag: [uint32(seconds), uint32(fraction)],
    elements: packet.elements.map(rawFrom),
  };
}

function rawArgument(argument: OscArgument): OscArgOrArrayInput {
  return argument.type === '['
    ? { type: 'array', value: argument.value.map(rawArgument) }
    : rawPlain(argument);
}

function rawPlain(argument: Exclude<OscArgument, { type: '[' }>): OscArgInput {
  switch (argument.type) {
    case 'i':
      return { type: 'integer', value: int32(argument.value) };
    case 'f':
      return { type: 'float', value: argument.value };
    case 'd':
      return { type: 'double', value: argument.value };
    case 's':
      return { type: 'string', value: text(argument.value) };
    case 'S':
      return { type: 'symbol', value: text(argument.value) };
    case 'c':
      if (!isCharacter(argument.value)) throw new OscPacketError('value');
      return { type: 'character', value: argument.value };
    case 'b':
      return { type: 'blob', value: argument.value };
    case 'h':
      if (BigInt.asIntN(64, argument.value) !== argument.value) throw new OscPacketError('value');
      return { type: 'bigint', value: argument.value };
    case 't':
      return { type: 'timetag', value: [uint32(argument.value.seconds), uint32(argument.value.fraction)] };
    case 'm':
      return { type: 'midi', value: argument.value.map(byte) as [number, number, number, number] };
    case 'r':
      // The library writes sixteen bytes where the type has four.
      throw new OscPacketError('value');
    default:
      return rawEmpty(argument.type);
  }
}

function rawEmpty(type: 'T' | 'F' | 'N' | 'I'): OscArgInput {
  switch (type) {
    case 'T':
      return { type: 'true' };
    case 'F':
      return { type: 'false' };
    case 'N':
      return { type: 'null' };
    case 'I':
      return { type: 'bang' };
  }
}

function bytesOf(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function int32(value: number): number {
  if ((value | 0) !== value) throw new OscPacketError('value');
  return value;
}

function uint32(value: number): number {
  if (value >>> 0 !== value) throw new OscPacketError('value');
  return value;
}

function byte(value: number): number {
  if ((value & 0xff) !== value) throw new OscPacketError('value');
  return value;
}

/** One code point. */
function isCharacter(value: string): boolean {
  const point = value.codePointAt(0);
  return point !== undefined && String.fromCodePoint(point) === value;
}

function text(value: string): string {
  if (value.includes('\0')) throw new OscPacketError('value');
  return value;
}
