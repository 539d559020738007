/** OSC 1.0 packets as this program holds them: every argument says its type, so that nothing is guessed on the way. */
import type { Timetag } from '../transport/systemTime.ts';

/** One argument. `[` is an array of arguments. */
export type OscArgument =
  | { type: 'i' | 'f' | 'd'; value: number }
  | { type: 's' | 'S' | 'c'; value: string }
  | { type: 'b'; value: Uint8Array }
  | { type: 'h'; value: bigint }
  | { type: 't'; value: Timetag }
  | { type: 'm'; value: readonly [number, number, number, number] }
  | { type: 'r'; value: { red: number; green: number; blue: number; alpha: number } }
  | { type: 'T' | 'F' | 'N' | 'I' }
  | { type: '['; value: readonly OscArgument[] };

/** One message. */
export interface OscMessage {
  /** Of a message that came in, it may be a pattern. */
  address: string;
  args: readonly OscArgument[];
}

/** Messages and bundles that belong together and act at a time. */
export interface OscBundle {
  timetag: Timetag;
  elements: readonly OscPacket[];
}

/** What a datagram holds. */
export type OscPacket = OscMessage | OscBundle;

/** Tells the two kinds apart. */
export function isBundle(packet: OscPacket): packet is OscBundle {
  return 'elements' in packet;
}

/** Limits of what is taken in. */
export const oscLimits = {
  /** Bytes of a packet. */
  packet: 16_384,
  /** Bundles in one another. */
  depth: 8,
  /** Messages of a packet, in all its bundles. */
  messages: 1024,
  /** Arguments of a message, arrays counted with what is in them. */
  arguments: 512,
  /** Characters of an address. */
  address: 200,
} as const;

/** What is wrong with a packet. */
export type OscFault = 'size' | 'syntax' | 'address' | 'depth' | 'count' | 'value' | 'time';

/** Thrown for bytes that are no packet, and for packets that cannot be written. */
export class OscPacketError extends Error {
  readonly fault: OscFault;

  constructor(fault: OscFault, options?: ErrorOptions) {
    super(`Not an OSC packet: its ${fault} is wrong`, options);
    this.name = 'OscPacketError';
    this.fault = fault;
  }
}

/** A number that an argument stands for: `i f d h T F`. Undefined where it is none. */
export function numberOf(argument: OscArgument | undefined): number | undefined {
  switch (argument?.type) {
    case 'f':
      // The decimal number that was meant: 0.1 and not 0.10000000149.
      return Number.isFinite(argument.value) ? Number(argument.value.toPrecision(7)) : undefined;
    case 'i':
    case 'd':
      return Number.isFinite(argument.value) ? argument.value : undefined;
    case 'h':
      return Number(argument.value);
    case 'T':
      return 1;
    case 'F':
      return 0;
    default:
      return undefined;
  }
}

/** A text that an argument stands for: `s S`. */
export function textOf(argument: OscArgument | undefined): string | undefined {
  return argument?.type === 's' || argument?.type === 'S' ? argument.value : undefined;
}
