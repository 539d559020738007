/** Reads a span of a WAV file, however long the file: a take of an hour is never in memory. */
import { open } from 'node:fs/promises';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import type { FileHandle } from 'node:fs/promises';
import type { Frames, Hertz } from '../../bridge/protocol/units.ts';

interface Format {
  tag: number;
  channels: number;
  sampleRate: Hertz;
  bits: number;
}

type Decode = (view: DataView, at: number) => number;

const extensible = 0xfffe;
const decoders: Readonly<Record<string, Decode>> = {
  '1/16': (view, at) => view.getInt16(at, true) / 0x8000,
  '1/24': (view, at) => (view.getUint16(at, true) + (view.getInt8(at + 2) << 16)) / 0x80_0000,
  '1/32': (view, at) => view.getInt32(at, true) / 0x8000_0000,
  '3/32': (view, at) => view.getFloat32(at, true),
};

/** An open file. Close it. */
export class WavReader {
  readonly #file: FileHandle;
  readonly #format: Format;
  readonly #decode: Decode;
  readonly #start: number;
  readonly frames: Frames;

  private constructor(file: FileHandle, format: Format, decode: Decode, start: number, bytes: number) {
    this.#file = file;
    this.#format = format;
    this.#decode = decode;
    this.#start = start;
    this.frames = Math.floor(bytes / frameBytes(format));
  }

  /** Opens a file. @throws LeitmotifError `file-missing`, `file-unreadable`, `audio-undecodable` */
  static async open(path: string): Promise<WavReader> {
    const file = await openFile(path);
    try {
      return await readHeader(file, path, (...parts) => new WavReader(file, ...parts));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  get sampleRate(): Hertz {
    return this.#format.sampleRate;
  }

  /** Interleaved samples, left and right, of `[from, from + frames)`; fewer at the end. One channel becomes two, of more the first two count. */
  async read(from: Frames, frames: Frames): Promise<Float32Array<ArrayBuffer>> {
    const first = Math.max(0, Math.min(from, this.frames));
    const count = Math.max(0, Math.min(frames, this.frames - first));
    const size = frameBytes(this.#format);
    const bytes = Buffer.alloc(count * size);
    const { bytesRead } = await this.#file.read(bytes, 0, bytes.length, this.#start + first * size);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytesRead);
    const there = Math.floor(bytesRead / size);
    const samples = new Float32Array(there * 2);
    const right = this.#format.channels === 1 ? 0 : this.#format.bits / 8;
    for (let i = 0; i < there; i++) {
      samples[2 * i] = this.#decode(view, i * size);
      samples[2 * i + 1] = this.#decode(view, i * size + right);
    }
    return samples;
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new LeitmotifError(isMissing ? 'file-missing' : 'file-unreadable', {
      what: isMissing ? 'This sound is not there any more' : 'This sound cannot be read',
      subject: path,
      next: 'Put the take’s folder back, or remake the take',
      cause,
    });
  }
}

type Found = (format: Format, decode: Decode, start: number, bytes: number) => WavReader;

/** Walks over the chunks up to the sound. */
async function readHeader(file: FileHandle, path: string, found: Found): Promise<WavReader> {
  const { size } = await file.stat();
  const head = await readAt(file, 0, 12);
  if (head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 12) !== 'WAVE')
    throw notWav(path);
  let format: Format | undefined;
  for (let at = 12; at + 8 <= size;) {
    const chunk = await readAt(file, at, 8);
    const length = chunk.readUInt32LE(4);
    const name = chunk.toString('latin1', 0, 4);
    if (name === 'fmt ') format = formatOf(await readAt(file, at + 8, Math.min(length, 40)));
    if (name === 'data' && format !== undefined) {
      const decode = decoders[`${format.tag}/${format.bits}`];
      if (decode === undefined || format.channels < 1 || format.sampleRate < 1) break;
      return found(format, decode, at + 8, Math.min(length, size - at - 8));
    }
    at += 8 + length + (length % 2);
  }
  throw notWav(path);
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  await file.read(bytes, 0, length, position);
  return bytes;
}

function formatOf(chunk: Buffer): Format {
  const at = (offset: number): number => (offset + 2 <= chunk.length ? chunk.readUInt16LE(offset) : 0);
  return {
    tag: at(0) === extensible ? at(24) : at(0),
    channels: at(2),
    sampleRate: chunk.length >= 8 ? chunk.readUInt32LE(4) : 0,
    bits: at(14),
  };
}

function frameBytes({ channels, bits }: Format): number {
  return (channels * bits) / 8;
}

function notWav(path: string): LeitmotifError {
  return new LeitmotifError('audio-undecodable', {
    what: 'This is not a WAV file that can be played here',
    subject: path,
    next: 'Remake the take',
  });
}
