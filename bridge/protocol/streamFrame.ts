/**
 * Sound and notes on the local pipe, byte by byte. Everything is little-endian; a frame is a header of 32 bytes and its
 * payload.
 *
 * | at | bytes | field | what it holds |
 * |---:|---:|---|---|
 * | 0 | 4 | magic | `4C 4D 53 46`, "LMSF" |
 * | 4 | 1 | version | 1 |
 * | 5 | 1 | type | see {@link streamFrameTypes} |
 * | 6 | 2 | reserved | 0 |
 * | 8 | 4 | length | bytes of the payload, at most {@link longestPayload} |
 * | 12 | 4 | job | the job's number; 0 for `token` and `welcome` |
 * | 16 | 4 | sequence | counts the frames of a job from 0 |
 * | 20 | 4 | check | CRC-32 (ISO-HDLC) of the frame with this field 0 |
 * | 24 | 8 | time | float64: sample frames since the beginning of the take; a whole number ≥ 0 |
 * | 32 | | payload | |
 *
 * | type | payload |
 * |---|---|
 * | 1 `token` | client → sidecar, its first frame: the 32 bytes of the token. The only frame a client sends |
 * | 2 `welcome` | sidecar → client, its first frame: empty |
 * | 3 `begin` | JSON: `StreamBegin`. A second one of the same job replaces what was heard so far |
 * | 4 `audio` | float32 samples, interleaved left and right, of the frames from `time` on; predicted gain, within ±1 |
 * | 5 `notes` | 12 bytes a note: onset u32 (frames after `time`), duration u32 (frames, ≥ 1), part u8, pitch u8 (0–127), midiVelocity u8 (1–127), reserved u8 (0) |
 * | 6 `end` | JSON: `StreamEnd` of `sidecar.ts`. Absent where the job failed: its answer says so |
 *
 * The notes of a span come before its audio.
 */
import { crc32 } from './crc32.ts';
import type { Role } from './roles.ts';
import type { Decibels, Frames, Hertz, MidiNote, MidiVelocity } from './units.ts';

/** Frame types by name. */
export const streamFrameTypes = { token: 1, welcome: 2, begin: 3, audio: 4, notes: 5, end: 6 } as const;
/** The name of a frame type. */
export type StreamFrameType = keyof typeof streamFrameTypes;

/** Bytes of a header. */
export const headerBytes = 32;
/** Most bytes of a payload: three seconds of sound. */
export const longestPayload = 1 << 20;
/** Bytes of a token. */
export const tokenBytes = 32;
/** Bytes of one note. */
export const noteBytes = 12;

/** One frame. */
export interface StreamFrame {
  type: StreamFrameType;
  job: number;
  sequence: number;
  time: Frames;
  payload: Uint8Array;
}

/** What is said when the sound of a job begins. */
export interface StreamBegin {
  sampleRate: Hertz;
  channels: 2;
  /** Length of the whole. */
  frames: Frames;
  /** First frame of every bar of the whole, rising. */
  bars?: Frames[];
  /** Beats of one bar, as the meter at the beginning counts them. */
  beatsPerBar?: number;
  /** Where the sections of the whole begin, rising. */
  sections?: { label: string; start: Frames }[];
  /** Gain that the samples have, predicted from the score. */
  predictedGain: Decibels;
  /** Parts in the order of their numbers. */
  parts: { role: Role; name: string; instrument: string; program: number; channel: number }[];
}

/** A note as it is streamed. */
export interface StreamNote {
  /** After the frame's `time`. */
  onset: Frames;
  duration: Frames;
  /** Index into {@link StreamBegin.parts}, 0–255. */
  part: number;
  pitch: MidiNote;
  midiVelocity: MidiVelocity;
}

const magic = 0x46534d4c;
const version = 1;
const typeNames = new Map<number, StreamFrameType>(
  Object.entries(streamFrameTypes).map(([name, type]) => [type, name as StreamFrameType]),
);

/** What is wrong with a frame. */
export type StreamFrameFault =
  'magic' | 'version' | 'type' | 'reserved' | 'length' | 'time' | 'check' | 'payload';

/** Thrown for bytes that are no frame. The stream cannot be read on: close it. */
export class StreamFrameError extends Error {
  readonly fault: StreamFrameFault;

  constructor(fault: StreamFrameFault) {
    super(`Not a frame: its ${fault} is wrong`);
    this.name = 'StreamFrameError';
    this.fault = fault;
  }
}

/** The bytes of a frame. @throws StreamFrameError where a field is out of range */
export function encodeStreamFrame({
  type,
  job,
  sequence,
  time,
  payload,
}: StreamFrame): Uint8Array<ArrayBuffer> {
  if (!isLength(type, payload.byteLength)) throw new StreamFrameError('length');
  if (!isTime(time)) throw new StreamFrameError('time');
  const bytes = new Uint8Array(headerBytes + payload.byteLength);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, true);
  view.setUint8(4, version);
  view.setUint8(5, streamFrameTypes[type]);
  view.setUint32(8, payload.byteLength, true);
  view.setUint32(12, job, true);
  view.setUint32(16, sequence, true);
  view.setFloat64(24, time, true);
  bytes.set(payload, headerBytes);
  view.setUint32(20, crc32(bytes), true);
  return bytes;
}

/** Takes a stream of bytes apart, however it is cut. Never holds more than one frame. */
export class StreamFrameDecoder {
  readonly #header = new Uint8Array(headerBytes);
  #headerFilled = 0;
  #frame: Uint8Array<ArrayBuffer> | undefined;
  #filled = 0;
  #failure: StreamFrameError | undefined;

  /** The frames that these bytes complete. @throws StreamFrameError, from then on always the same one */
  push(bytes: Uint8Array): StreamFrame[] {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      return this.#read(bytes);
    } catch (error) {
      if (error instanceof StreamFrameError) this.#failure = error;
      throw error;
    }
  }

  /** Whether a frame was begun and not finished. */
  get isWithinFrame(): boolean {
    return this.#headerFilled > 0;
  }

  #read(bytes: Uint8Array): StreamFrame[] {
    const frames: StreamFrame[] = [];
    let at = 0;
    while (at < bytes.byteLength) {
      at += this.#frame === undefined ? this.#fillHeader(bytes, at) : this.#fillPayload(bytes, at);
      if (this.#frame === undefined || this.#filled < this.#frame.byteLength) continue;
      frames.push(frameFrom(this.#frame));
      this.#frame = undefined;
      this.#headerFilled = 0;
    }
    return frames;
  }

  /** Every field is checked before a payload is waited for, and as early as its byte is there. */
  #fillHeader(bytes: Uint8Array, at: number): number {
    const count = Math.min(headerBytes - this.#headerFilled, bytes.byteLength - at);
    this.#header.set(bytes.subarray(at, at + count), this.#headerFilled);
    this.#headerFilled += count;
    if (this.#headerFilled < headerBytes) return count;
    const view = new DataView(this.#header.buffer);
    checkHeader(view);
    this.#frame = new Uint8Array(headerBytes + view.getUint32(8, true));
    this.#frame.set(this.#header);
    this.#filled = headerBytes;
    return count;
  }

  #fillPayload(bytes: Uint8Array, at: number): number {
    const frame = this.#frame as Uint8Array;
    const count = Math.min(frame.byteLength - this.#filled, bytes.byteLength - at);
    frame.set(bytes.subarray(at, at + count), this.#filled);
    this.#filled += count;
    return count;
  }
}

function checkHeader(view: DataView): void {
  if (view.getUint32(0, true) !== magic) throw new StreamFrameError('magic');
  if (view.getUint8(4) !== version) throw new StreamFrameError('version');
  const type = typeNames.get(view.getUint8(5));
  if (type === undefined) throw new StreamFrameError('type');
  if (view.getUint16(6, true) !== 0) throw new StreamFrameError('reserved');
  if (!isLength(type, view.getUint32(8, true))) throw new StreamFrameError('length');
  if (!isTime(view.getFloat64(24, true))) throw new StreamFrameError('time');
}

function frameFrom(bytes: Uint8Array<ArrayBuffer>): StreamFrame {
  const view = new DataView(bytes.buffer);
  const check = view.getUint32(20, true);
  view.setUint32(20, 0, true);
  if (crc32(bytes) !== check) throw new StreamFrameError('check');
  return {
    type: typeNames.get(view.getUint8(5)) as StreamFrameType,
    job: view.getUint32(12, true),
    sequence: view.getUint32(16, true),
    time: view.getFloat64(24, true),
    payload: bytes.subarray(headerBytes),
  };
}

function isLength(type: StreamFrameType, length: number): boolean {
  switch (type) {
    case 'token':
      return length === tokenBytes;
    case 'welcome':
      return length === 0;
    case 'audio':
      return length % 8 === 0 && length <= longestPayload;
    case 'notes':
      return length % noteBytes === 0 && length <= longestPayload;
    default:
      return length <= longestPayload;
  }
}

function isTime(time: number): boolean {
  return Number.isSafeInteger(time) && time >= 0 && !Object.is(time, -0);
}
