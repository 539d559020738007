/**
 * Takes a stream of MIDI bytes apart, however it is cut: running status, real-time messages inside others, SysEx. What is malformed is
 * counted and left out; nothing throws, and never more than one SysEx is held.
 */
import { longestSysEx, realTimeStatuses } from './midiMessage.ts';
import type { MidiMessage, RealTimeType } from './midiMessage.ts';

const realTimeNames = new Map<number, RealTimeType>(
  Object.entries(realTimeStatuses).map(([name, status]) => [status, name as RealTimeType]),
);
/** A note that ends by a note-on without velocity: the release velocity that the specification gives it. */
const defaultRelease = 64;

/** One input. */
export class MidiParser {
  /** Bytes and messages that were none: data without a status, undefined statuses, SysEx that is too long or was cut off. */
  malformed = 0;
  readonly #data: number[] = [];
  readonly #emit: (message: MidiMessage) => void;
  #status = 0;
  #sysEx: number[] | undefined;
  #isTooLong = false;

  constructor(emit: (message: MidiMessage) => void) {
    this.#emit = emit;
  }

  /** Reads bytes and tells of the messages that they complete. */
  push(bytes: Iterable<number>): void {
    for (const byte of bytes) {
      if (byte >= 0xf8) this.#realTime(byte);
      else if (byte >= 0x80) this.#begin(byte);
      else this.#take(byte);
    }
  }

  /** Forgets what was begun, as after a line was cut. */
  reset(): void {
    if (this.#sysEx !== undefined || this.#data.length > 0) this.malformed += 1;
    this.#sysEx = undefined;
    this.#data.length = 0;
    this.#status = 0;
  }

  #realTime(byte: number): void {
    const type = realTimeNames.get(byte);
    if (type === undefined) this.malformed += 1;
    else this.#emit({ type });
  }

  #begin(status: number): void {
    if (status === 0xf7 && this.#sysEx !== undefined) {
      this.#endSysEx(this.#sysEx);
      return;
    }
    this.reset();
    if (status === 0xf0) {
      this.#sysEx = [];
      this.#isTooLong = false;
    } else if (status === 0xf6) this.#emit({ type: 'tuneRequest' });
    else if (dataLength(status) === 0) this.malformed += 1;
    else this.#status = status;
  }

  #take(byte: number): void {
    if (this.#sysEx !== undefined) {
      if (this.#sysEx.length < longestSysEx) this.#sysEx.push(byte);
      else this.#isTooLong = true;
      return;
    }
    if (this.#status === 0) {
      this.malformed += 1;
      return;
    }
    this.#data.push(byte);
    if (this.#data.length < dataLength(this.#status)) return;
    this.#emit(messageFrom(this.#status, this.#data[0] ?? 0, this.#data[1] ?? 0));
    this.#data.length = 0;
    // Only statuses of channels run on.
    if (this.#status >= 0xf0) this.#status = 0;
  }

  #endSysEx(data: number[]): void {
    this.#sysEx = undefined;
    this.#status = 0;
    if (this.#isTooLong) this.malformed += 1;
    else this.#emit({ type: 'sysEx', data: Uint8Array.from(data) });
  }
}

/** Bytes that follow a status; 0 for statuses that are undefined or need none. */
export function dataLength(status: number): 0 | 1 | 2 {
  if (status < 0xf0) return (status & 0xe0) === 0xc0 ? 1 : 2;
  if (status === 0xf2) return 2;
  return status === 0xf1 || status === 0xf3 ? 1 : 0;
}

function messageFrom(status: number, first: number, second: number): MidiMessage {
  const channel = status & 15;
  switch (status & 0xf0) {
    case 0x80:
      return { type: 'noteOff', channel, pitch: first, midiVelocity: second };
    case 0x90:
      return second === 0
        ? { type: 'noteOff', channel, pitch: first, midiVelocity: defaultRelease }
        : { type: 'noteOn', channel, pitch: first, midiVelocity: second };
    case 0xa0:
      return { type: 'polyPressure', channel, pitch: first, value: second };
    case 0xb0:
      return { type: 'controller', channel, controller: first, value: second };
    case 0xc0:
      return { type: 'program', channel, program: first };
    case 0xd0:
      return { type: 'channelPressure', channel, value: first };
    case 0xe0:
      return { type: 'bend', channel, value: first + 128 * second - 8192 };
    default:
      return systemMessage(status, first, second);
  }
}

function systemMessage(status: number, first: number, second: number): MidiMessage {
  if (status === 0xf2) return { type: 'songPosition', sixteenths: first + 128 * second };
  return status === 0xf1 ? { type: 'timeCode', value: first } : { type: 'songSelect', song: first };
}
