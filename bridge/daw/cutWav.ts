/** A span of a WAV file as a file of its own: the very bytes of its samples, none touched. */
import { closeSync, fstatSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { LeitmotifError } from '../protocol/errors.ts';
import type { Frames, Hertz } from '../protocol/units.ts';

/** What a WAV file holds. */
export interface WavLayout {
  sampleRate: Hertz;
  channels: number;
  bits: number;
  frames: Frames;
  /** Bytes of a frame. */
  frameBytes: number;
  /** The format chunk without its head. */
  format: Buffer;
  /** Where the samples begin in the file. */
  dataAt: number;
}

const copyBytes = 1 << 20;
const longestFormat = 64;
/** Chunks before the samples that are looked at. */
const mostChunks = 100;

/** Reads the heads of a file. @throws LeitmotifError `file-missing`, `audio-undecodable` */
export function wavLayout(path: string): WavLayout {
  return withFile(path, (file) => layoutOf(file, path));
}

/**
 * Copies frames `[from, to)` into a file that has its name when it is whole. A span beyond the end is cut there.
 *
 * @returns frames written
 * @throws LeitmotifError `file-missing`, `audio-undecodable`, `audio-too-short` where nothing is in the span, `output-unwritable`
 */
export function cutWav(path: string, out: string, from: Frames, to: Frames = Infinity): Frames {
  return withFile(path, (file) => {
    const layout = layoutOf(file, path);
    const start = Math.max(0, Math.round(from));
    const frames = Math.min(layout.frames, Math.round(to)) - start;
    if (frames <= 0) throw fault('audio-too-short', 'No sound lies in these bars', path);
    writeSpan(file, out, layout, start, frames);
    return frames;
  });
}

function withFile<T>(path: string, read: (file: number) => T): T {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (cause) {
    throw fault('file-missing', 'The sound of this take is not there', path, cause);
  }
  try {
    return read(file);
  } finally {
    closeSync(file);
  }
}

function layoutOf(file: number, path: string): WavLayout {
  const size = fstatSync(file).size;
  const head = bytesAt(file, 0, 12);
  if (
    head.length < 12 ||
    head.toString('latin1', 0, 4) !== 'RIFF' ||
    head.toString('latin1', 8, 12) !== 'WAVE'
  ) {
    throw noWav(path);
  }
  let format: Buffer | undefined;
  for (let at = 12, chunks = 0; at + 8 <= size && chunks < mostChunks; chunks++) {
    const chunk = bytesAt(file, at, 8);
    const [name, length] = [chunk.toString('latin1', 0, 4), chunk.readUInt32LE(4)];
    if (name === 'fmt ' && length >= 16 && length <= longestFormat) format = bytesAt(file, at + 8, length);
    if (name === 'data' && format !== undefined)
      return layoutFrom(format, at + 8, Math.min(length, size - at - 8), path);
    at += 8 + length + (length % 2);
  }
  throw noWav(path);
}

function layoutFrom(format: Buffer, dataAt: number, dataBytes: number, path: string): WavLayout {
  const channels = format.readUInt16LE(2);
  const bits = format.readUInt16LE(14);
  const frameBytes = format.readUInt16LE(12);
  const sampleRate = format.readUInt32LE(4);
  if (channels < 1 || sampleRate < 1 || frameBytes !== (channels * bits) / 8) throw noWav(path);
  return {
    sampleRate,
    channels,
    bits,
    frameBytes,
    frames: Math.floor(dataBytes / frameBytes),
    format,
    dataAt,
  };
}

function writeSpan(file: number, out: string, layout: WavLayout, start: Frames, frames: Frames): void {
  const part = `${out}.part`;
  try {
    const to = openSync(part, 'w');
    try {
      const bytes = frames * layout.frameBytes;
      writeSync(to, headOf(layout.format, bytes));
      for (let done = 0; done < bytes;) {
        const some = bytesAt(
          file,
          layout.dataAt + start * layout.frameBytes + done,
          Math.min(copyBytes, bytes - done),
        );
        if (some.length === 0) throw new Error('the file became shorter');
        writeSync(to, some);
        done += some.length;
      }
      if (bytes % 2 === 1) writeSync(to, Buffer.alloc(1));
    } finally {
      closeSync(to);
    }
    renameSync(part, out);
  } catch (cause) {
    rmSync(part, { force: true });
    throw fault('output-unwritable', 'The clip cannot be written', out, cause);
  }
}

function headOf(format: Buffer, dataBytes: number): Buffer {
  const padded = dataBytes + (dataBytes % 2);
  const head = Buffer.alloc(12 + 8 + format.length + (format.length % 2) + 8);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(head.length - 8 + padded, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(format.length, 16);
  format.copy(head, 20);
  head.write('data', head.length - 8, 'latin1');
  head.writeUInt32LE(dataBytes, head.length - 4);
  return head;
}

function bytesAt(file: number, at: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(file, bytes, 0, length, at));
}

function noWav(path: string): LeitmotifError {
  return fault('audio-undecodable', 'This is no WAV file that can be cut', path);
}

function fault(
  code: 'file-missing' | 'audio-undecodable' | 'audio-too-short' | 'output-unwritable',
  what: string,
  subject: string,
  cause?: unknown,
): LeitmotifError {
  const next =
    code === 'output-unwritable'
      ? 'Free some space, or choose another inbox'
      : 'Make the take again, or choose other bars';
  return new LeitmotifError(code, { what, subject, next, cause });
}
