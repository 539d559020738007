/**
 * Sound on the WebSocket, byte by byte: one binary message is one frame, a header of 48 bytes and its samples. Everything is
 * little-endian. There is no check value: TCP has one.
 *
 * | at | bytes | field | what it holds |
 * |---:|---:|---|---|
 * | 0 | 4 | magic | `4C 4D 50 46`, "LMPF" |
 * | 4 | 1 | version | 1 |
 * | 5 | 1 | format | 1 float32, 2 int16 (signed; 32767 is full scale) |
 * | 6 | 1 | flags | bit 0: the transport is rolling; the others 0 |
 * | 7 | 1 | channels | 2 |
 * | 8 | 4 | sampleRate | uint32: 44100 or 48000 |
 * | 12 | 4 | sequence | uint32: counts the frames of a stream from 0; after 2³² − 1 comes 0. A gap is sound that was dropped |
 * | 16 | 8 | time | float64: sample time of the first sample, in sample frames of the stream's clock; a whole number ≥ 0 |
 * | 24 | 8 | tick | float64: musical time of the first sample in ticks, 480 to a quarter note; ≥ 0, with its fraction |
 * | 32 | 4 | tempo | float32: beats per minute at the first sample, 1…1000; the beat is a dotted quarter in 6/8, 9/8, 12/8 |
 * | 36 | 4 | bar | uint32: bar of the first sample, from 1 |
 * | 40 | 4 | beat | float32: beat in the bar, from 1, with its fraction |
 * | 44 | 2 | length | uint16: sample frames that follow, 1…4096 |
 * | 46 | 1 | beats | uint8: upper number of the meter, 1…64 |
 * | 47 | 1 | unit | uint8: lower number of the meter: 1, 2, 4, 8, 16 or 32 |
 * | 48 | | samples | interleaved, left first: 8 bytes a sample frame as float32, 4 as int16 |
 *
 * Samples begin at a multiple of 8, so that a `Float32Array` can be laid over a message where the machine is little-endian.
 */
import type { BeatsPerMinute, Frames, Hertz } from './units.ts';

/** Sample formats by name. */
export const pcmFormats = { float32: 1, int16: 2 } as const;
/** Name of a sample format. */
export type PcmFormat = keyof typeof pcmFormats;

/** Bytes of a header. */
export const pcmHeaderBytes = 48;
/** Most sample frames of one frame. */
export const longestPcmFrame: Frames = 4096;
/** Sample rates that are streamed. */
export const pcmSampleRates: readonly Hertz[] = [44_100, 48_000];

/** Where the music is at a sample. */
export interface PcmPosition {
  /** Ticks from the beginning, not rounded. */
  tick: number;
  tempo: BeatsPerMinute;
  /** From 1. */
  bar: number;
  /** From 1, with its fraction. */
  beat: number;
  /** Upper and lower number of the meter. */
  meter: readonly [number, number];
  isRolling: boolean;
}

/** What a header says. */
export interface PcmHeader extends PcmPosition {
  format: PcmFormat;
  sampleRate: Hertz;
  sequence: number;
  time: Frames;
  /** Sample frames that follow. */
  length: Frames;
}

/** One frame with its samples, which are within ±1. */
export interface PcmFrame extends Omit<PcmHeader, 'length'> {
  left: Float32Array;
  right: Float32Array;
}

/** What is wrong with a frame. */
export type PcmFrameFault =
  | 'magic'
  | 'version'
  | 'format'
  | 'flags'
  | 'channels'
  | 'sampleRate'
  | 'sequence'
  | 'time'
  | 'tick'
  | 'tempo'
  | 'bar'
  | 'beat'
  | 'meter'
  | 'length'
  | 'samples';

/** Thrown for bytes that are no frame, and for fields that no frame can hold. */
export class PcmFrameError extends Error {
  readonly fault: PcmFrameFault;

  constructor(fault: PcmFrameFault) {
    super(`Not a PCM frame: its ${fault} is wrong`);
    this.name = 'PcmFrameError';
    this.fault = fault;
  }
}

const magic = 0x46504d4c;
const version = 1;
const rollingFlag = 1;
const formatNames = new Map<number, PcmFormat>([
  [1, 'float32'],
  [2, 'int16'],
]);
const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * The bytes of a frame. Samples beyond ±1 are held at ±1 and those that are no numbers become 0, whatever the format: nobody's
 * loudspeaker should learn of a fault of ours.
 * @throws PcmFrameError where a field is out of range or the channels differ in length
 */
export function encodePcmFrame(frame: PcmFrame): Uint8Array<ArrayBuffer> {
  const { left, right, format } = frame;
  if (left.length !== right.length) throw new PcmFrameError('samples');
  const header = { ...frame, length: left.length };
  checkHeader(header);
  const bytes = new Uint8Array(pcmHeaderBytes + left.length * sampleFrameBytes(format));
  const view = new DataView(bytes.buffer);
  writeHeader(view, header);
  if (format === 'int16') writeInt16(view, left, right);
  else writeFloat32(bytes, left, right);
  return bytes;
}

/** Reads the header of a frame whose length fits it. @throws PcmFrameError */
export function decodePcmHeader(bytes: Uint8Array): PcmHeader {
  if (bytes.byteLength < pcmHeaderBytes) throw new PcmFrameError('length');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== magic) throw new PcmFrameError('magic');
  if (view.getUint8(4) !== version) throw new PcmFrameError('version');
  const format = formatNames.get(view.getUint8(5));
  if (format === undefined) throw new PcmFrameError('format');
  const flags = view.getUint8(6);
  if ((flags & ~rollingFlag) !== 0) throw new PcmFrameError('flags');
  if (view.getUint8(7) !== 2) throw new PcmFrameError('channels');
  const header: PcmHeader = {
    format,
    isRolling: flags === rollingFlag,
    sampleRate: view.getUint32(8, true),
    sequence: view.getUint32(12, true),
    time: view.getFloat64(16, true),
    tick: view.getFloat64(24, true),
    tempo: view.getFloat32(32, true),
    bar: view.getUint32(36, true),
    beat: view.getFloat32(40, true),
    length: view.getUint16(44, true),
    meter: [view.getUint8(46), view.getUint8(47)],
  };
  checkHeader(header);
  const whole = pcmHeaderBytes + header.length * sampleFrameBytes(format);
  if (bytes.byteLength !== whole) throw new PcmFrameError('length');
  return header;
}

/** Reads a frame with its samples. @throws PcmFrameError */
export function decodePcmFrame(bytes: Uint8Array): PcmFrame {
  const { length, ...header } = decodePcmHeader(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset + pcmHeaderBytes);
  const [left, right] = [new Float32Array(length), new Float32Array(length)];
  for (let i = 0; i < length; i++) {
    left[i] = readSample(view, header.format, 2 * i);
    right[i] = readSample(view, header.format, 2 * i + 1);
  }
  return { ...header, left, right };
}

/** Bytes of one sample of each channel. */
export function sampleFrameBytes(format: PcmFormat): number {
  return format === 'float32' ? 8 : 4;
}

/** Frames from one sequence number to another, −2³¹…2³¹ − 1, across the turn of the counter. */
export function sequenceDistance(from: number, to: number): number {
  return (to - from) | 0;
}

function writeHeader(view: DataView, header: PcmHeader): void {
  view.setUint32(0, magic, true);
  view.setUint8(4, version);
  view.setUint8(5, pcmFormats[header.format]);
  view.setUint8(6, header.isRolling ? rollingFlag : 0);
  view.setUint8(7, 2);
  view.setUint32(8, header.sampleRate, true);
  view.setUint32(12, header.sequence, true);
  view.setFloat64(16, header.time, true);
  view.setFloat64(24, header.tick, true);
  view.setFloat32(32, header.tempo, true);
  view.setUint32(36, header.bar, true);
  view.setFloat32(40, header.beat, true);
  view.setUint16(44, header.length, true);
  view.setUint8(46, header.meter[0]);
  view.setUint8(47, header.meter[1]);
}

function checkHeader(header: PcmHeader): void {
  const { sampleRate, sequence, time, tick, tempo, bar, beat, length, meter } = header;
  if (!pcmSampleRates.includes(sampleRate)) throw new PcmFrameError('sampleRate');
  if (!isUint32(sequence)) throw new PcmFrameError('sequence');
  if (!Number.isSafeInteger(time) || time < 0 || Object.is(time, -0)) throw new PcmFrameError('time');
  if (!(tick >= 0 && tick <= Number.MAX_SAFE_INTEGER)) throw new PcmFrameError('tick');
  if (!(tempo >= 1 && tempo <= 1000)) throw new PcmFrameError('tempo');
  if (!isUint32(bar) || bar === 0) throw new PcmFrameError('bar');
  // A float32 may round 64.99999999 up to 65, and no further.
  if (!(beat >= 1 && beat <= 65)) throw new PcmFrameError('beat');
  if (!isMeter(meter)) throw new PcmFrameError('meter');
  if (!Number.isInteger(length) || length < 1 || length > longestPcmFrame) throw new PcmFrameError('length');
}

function isMeter([upper, lower]: readonly [number, number]): boolean {
  return Number.isInteger(upper) && upper >= 1 && upper <= 64 && [1, 2, 4, 8, 16, 32].includes(lower);
}

function isUint32(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff;
}

function writeFloat32(bytes: Uint8Array<ArrayBuffer>, left: Float32Array, right: Float32Array): void {
  const samples = new Float32Array(bytes.buffer, pcmHeaderBytes);
  for (let i = 0; i < left.length; i++) {
    samples[2 * i] = held(left[i] as number);
    samples[2 * i + 1] = held(right[i] as number);
  }
  if (!isLittleEndian) turnWords(bytes);
}

/** On the rare machine that is big-endian. */
function turnWords(bytes: Uint8Array): void {
  for (let at = pcmHeaderBytes; at < bytes.length; at += 4) bytes.subarray(at, at + 4).reverse();
}

function writeInt16(view: DataView, left: Float32Array, right: Float32Array): void {
  for (let i = 0; i < left.length; i++) {
    const at = pcmHeaderBytes + 4 * i;
    view.setInt16(at, Math.round(held(left[i] as number) * 32_767), true);
    view.setInt16(at + 2, Math.round(held(right[i] as number) * 32_767), true);
  }
}

function held(sample: number): number {
  return sample > 1 ? 1 : sample < -1 ? -1 : sample === sample ? sample : 0;
}

/** @throws PcmFrameError `samples` for float32 that is no number or beyond ±1 */
function readSample(view: DataView, format: PcmFormat, index: number): number {
  if (format === 'int16') return Math.max(-1, view.getInt16(2 * index, true) / 32_767);
  const sample = view.getFloat32(4 * index, true);
  if (!(sample >= -1 && sample <= 1)) throw new PcmFrameError('samples');
  return sample;
}
