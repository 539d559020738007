/** Reads WAV files whole: our own for tests and measures, and other people's references. */
import { readFileSync } from 'node:fs';
import { AudioFileError } from './audioFileError.ts';

/** A sound in memory. */
export interface Sound {
  /** Hz. */
  sampleRate: number;
  /** One array a channel, all of one length; full scale is 1. */
  channels: Float32Array[];
  /** Bits of a sample as it was stored. */
  bits: number;
}

interface Format {
  tag: number;
  channels: number;
  sampleRate: number;
  bits: number;
}

const extensible = 0xfffe;
const mostChannels = 64;

/** Reads a file. Throws {@link AudioFileError} `unreadable` or `malformed`. */
export function readWav(path: string): Sound {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new AudioFileError('unreadable', path, error);
  }
  return parseWav(bytes, path);
}

/**
 * Reads PCM of 8, 16, 24 or 32 bit and float of 32 or 64, plain or extensible, any number of channels up to 64. A data chunk
 * that claims more than there is, as streams write it, is read as far as it goes. Throws {@link AudioFileError} `malformed`;
 * `path` only names the file in the error.
 */
export function parseWav(bytes: Uint8Array, path: string): Sound {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const malformed = (): AudioFileError => new AudioFileError('malformed', path);
  if (view.byteLength < 12 || name(view, 0) !== 'RIFF' || name(view, 8) !== 'WAVE') throw malformed();
  let format: Format | undefined;
  for (let at = 12; at + 8 <= view.byteLength;) {
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    const chunk = name(view, at);
    if (chunk === 'fmt ' && size >= 16 && body + size <= view.byteLength)
      format = readFormat(view, body, size);
    if (chunk === 'data') {
      const decode = format === undefined ? undefined : decoderOf(format);
      if (format === undefined || decode === undefined) throw malformed();
      return readData(view, body, Math.min(size, view.byteLength - body), format, decode);
    }
    at = body + size + (size % 2);
  }
  throw malformed();
}

function name(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
}

function readFormat(view: DataView, at: number, size: number): Format {
  const tag = view.getUint16(at, true);
  return {
    tag: tag === extensible && size >= 26 ? view.getUint16(at + 24, true) : tag,
    channels: view.getUint16(at + 2, true),
    sampleRate: view.getUint32(at + 4, true),
    bits: view.getUint16(at + 14, true),
  };
}

type Decoder = (view: DataView, at: number) => number;

const decoders: Readonly<Record<string, Decoder>> = {
  '1/8': (view, at) => (view.getUint8(at) - 128) / 128,
  '1/16': (view, at) => view.getInt16(at, true) / 0x8000,
  '1/24': (view, at) => (view.getUint16(at, true) + (view.getInt8(at + 2) << 16)) / 0x80_0000,
  '1/32': (view, at) => view.getInt32(at, true) / 0x8000_0000,
  '3/32': (view, at) => view.getFloat32(at, true),
  '3/64': (view, at) => view.getFloat64(at, true),
};

function decoderOf({ tag, channels, sampleRate, bits }: Format): Decoder | undefined {
  if (channels < 1 || channels > mostChannels || sampleRate < 1) return undefined;
  return decoders[`${String(tag)}/${String(bits)}`];
}

function readData(view: DataView, at: number, size: number, format: Format, decode: Decoder): Sound {
  const { channels, sampleRate, bits } = format;
  const sampleBytes = bits / 8;
  const frames = Math.floor(size / (sampleBytes * channels));
  const sound = Array.from({ length: channels }, () => new Float32Array(frames));
  for (let frame = 0; frame < frames; frame++) {
    for (let channel = 0; channel < channels; channel++) {
      const samples = sound[channel] as Float32Array;
      samples[frame] = decode(view, at + (frame * channels + channel) * sampleBytes);
    }
  }
  return { sampleRate, channels: sound, bits };
}
