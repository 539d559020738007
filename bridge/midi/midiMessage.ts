/** MIDI 1.0 messages, and their bytes. https://midi.org/midi-1-0-core-specifications */
import type { MidiNote, MidiVelocity } from '../protocol/units.ts';

/** Messages of one byte that may stand anywhere, even inside others. */
export const realTimeStatuses = {
  clock: 0xf8,
  start: 0xfa,
  continue: 0xfb,
  stop: 0xfc,
  activeSensing: 0xfe,
  reset: 0xff,
} as const;
/** Name of a real-time message. */
export type RealTimeType = keyof typeof realTimeStatuses;

/** A message of one channel, 0–15. Values are 0–127 where nothing else is said. */
export type ChannelMessage = { channel: number } & (
  | { type: 'noteOff'; pitch: MidiNote; midiVelocity: number }
  | { type: 'noteOn'; pitch: MidiNote; midiVelocity: MidiVelocity }
  | { type: 'polyPressure'; pitch: MidiNote; value: number }
  | { type: 'controller'; controller: number; value: number }
  | { type: 'program'; program: number }
  | { type: 'channelPressure'; value: number }
  /** −8192…8191. */
  | { type: 'bend'; value: number }
);

/** A message. */
export type MidiMessage =
  | ChannelMessage
  /** Without F0 and F7; bytes 0–127. */
  | { type: 'sysEx'; data: Uint8Array }
  | { type: 'timeCode'; value: number }
  /** Sixteenth notes from the beginning, 0…16383. */
  | { type: 'songPosition'; sixteenths: number }
  | { type: 'songSelect'; song: number }
  | { type: 'tuneRequest' }
  | { type: RealTimeType };

/** Longest SysEx that is sent or read. */
export const longestSysEx = 4096;

/** Thrown for a message that MIDI cannot hold. */
export class MidiRangeError extends Error {
  constructor(type: string) {
    super(`No MIDI message of type ${type} can hold these values`);
    this.name = 'MidiRangeError';
  }
}

/** The bytes of a message, with its status. @throws MidiRangeError */
export function encodeMidi(message: MidiMessage): Uint8Array<ArrayBuffer> {
  const bytes = message.type === 'sysEx' ? [0xf0, ...message.data, 0xf7] : shortBytes(message);
  const isEnded = message.type === 'sysEx' && bytes.length <= longestSysEx + 2;
  const data = bytes.slice(1, isEnded ? -1 : undefined);
  const isFit = data.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 0x7f);
  const isChannel =
    !('channel' in message) || (Number.isInteger(message.channel) && (message.channel & ~15) === 0);
  if (!isFit || !isChannel) throw new MidiRangeError(message.type);
  return Uint8Array.from(bytes);
}

function shortBytes(message: Exclude<MidiMessage, { type: 'sysEx' }>): number[] {
  switch (message.type) {
    case 'timeCode':
      return [0xf1, message.value];
    case 'songPosition':
      return [0xf2, ...fourteenBits(message.sixteenths)];
    case 'songSelect':
      return [0xf3, message.song];
    case 'tuneRequest':
      return [0xf6];
    default:
      return 'channel' in message ? channelBytes(message) : [realTimeStatuses[message.type]];
  }
}

function channelBytes(message: ChannelMessage): number[] {
  const { channel } = message;
  switch (message.type) {
    case 'noteOff':
      return [0x80 | channel, message.pitch, message.midiVelocity];
    case 'noteOn':
      // Velocity 0 would be the end of the note.
      return [0x90 | channel, message.pitch, message.midiVelocity === 0 ? NaN : message.midiVelocity];
    case 'polyPressure':
      return [0xa0 | channel, message.pitch, message.value];
    case 'controller':
      return [0xb0 | channel, message.controller, message.value];
    case 'program':
      return [0xc0 | channel, message.program];
    case 'channelPressure':
      return [0xd0 | channel, message.value];
    case 'bend':
      return [0xe0 | channel, ...fourteenBits(message.value + 8192)];
  }
}

/** Low seven bits first; NaN for what does not fit, which no byte can be. */
function fourteenBits(value: number): [number, number] {
  const isFit = Number.isInteger(value) && value >= 0 && value < 0x4000;
  return isFit ? [value & 0x7f, value >> 7] : [NaN, NaN];
}
