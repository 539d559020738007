/**
 * WAV files (RIFF, Microsoft and IBM 1991; EXTENSIBLE for 24 bit, 2001), stereo, 24-bit integer or 32-bit float.
 *
 * Written beside their place as `name.part` and renamed when whole, so that a name never holds half a file.
 * There is no dither: the rounding noise of 24 bit lies at −146 dBFS, below every sample and every converter.
 */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { AudioFileError, whileWriting } from './audioFileError.ts';
import { wavHeader, wavHeaderBytes } from './wavHeader.ts';
import type { WavFormat } from './wavHeader.ts';

/** Frames that are converted at a time. */
const bufferFrames = 4096;
/** RIFF sizes are 32 bit. 4 GB are 3.4 hours of 24-bit stereo at 48 kHz; a cue is at most one hour. */
const mostBytes = 0xffff_ffff;
const fullScale24 = 0x80_0000;

/** Writes a file from beginning to end, synchronously: it belongs into a worker thread. */
export class WavWriter {
  readonly #path: string;
  readonly #partPath: string;
  readonly #format: WavFormat;
  readonly #buffer: Buffer;
  readonly #file: number;
  #frames = 0;
  #isOpen = true;

  /** Opens `path + '.part'`. Throws {@link AudioFileError} `unwritable` or `disk-full`. */
  constructor(path: string, format: WavFormat) {
    this.#path = path;
    this.#partPath = `${path}.part`;
    this.#format = format;
    this.#buffer = Buffer.alloc((bufferFrames * 2 * format.bits) / 8);
    this.#file = whileWriting(path, () => openSync(this.#partPath, 'w'));
    this.#guarded(() => {
      this.#write(wavHeader(format, 0));
    });
  }

  /** Frames written so far. */
  get frames(): number {
    return this.#frames;
  }

  /**
   * Appends frames `[start, start + count)`. Integers are rounded to the nearest and held at full scale. After an error the
   * file is gone; throws {@link AudioFileError} `disk-full`, `unwritable` or `too-long`.
   */
  write(left: Float32Array, right: Float32Array, start = 0, count = left.length - start): void {
    this.#guarded(() => {
      const bytes = wavHeaderBytes + (this.#frames + count) * this.#frameBytes;
      if (bytes > mostBytes) throw new AudioFileError('too-long', this.#path);
      for (let at = start; at < start + count; at += bufferFrames) {
        const length = Math.min(bufferFrames, start + count - at);
        if (this.#format.bits === 24) encode24(left, right, at, length, this.#buffer);
        else encodeFloat(left, right, at, length, this.#buffer);
        this.#write(this.#buffer.subarray(0, length * this.#frameBytes));
      }
      this.#frames += count;
    });
  }

  /**
   * Completes the header and gives the file its name. `settled` waits until the disk has it all; a file that can be made
   * again from another need not.
   */
  close(settled = true): void {
    this.#guarded(() => {
      const header = wavHeader(this.#format, this.#frames);
      writeSync(this.#file, header, 0, header.length, 0);
      if (settled) fsyncSync(this.#file);
      this.#isOpen = false;
      closeSync(this.#file);
      renameSync(this.#partPath, this.#path);
    });
  }

  /** Gives up: closes and removes the part file. Does nothing after {@link close}. */
  abort(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    closeSync(this.#file);
    rmSync(this.#partPath, { force: true });
  }

  get #frameBytes(): number {
    return this.#format.bits / 4;
  }

  #write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) done += writeSync(this.#file, bytes, done);
  }

  #guarded(step: () => void): void {
    try {
      whileWriting(this.#path, step);
    } catch (error) {
      this.abort();
      rmSync(this.#partPath, { force: true });
      throw error;
    }
  }
}

function encode24(
  left: Float32Array,
  right: Float32Array,
  start: number,
  count: number,
  to: Uint8Array,
): void {
  let byte = 0;
  for (let i = start; i < start + count; i++) {
    const l = toInteger24(left[i] as number);
    const r = toInteger24(right[i] as number);
    to[byte] = l;
    to[byte + 1] = l >> 8;
    to[byte + 2] = l >> 16;
    to[byte + 3] = r;
    to[byte + 4] = r >> 8;
    to[byte + 5] = r >> 16;
    byte += 6;
  }
}

/** Full scale is 2²³; not a number becomes 0. Half a step rounds up: above 0, truncation rounds down. */
function toInteger24(sample: number): number {
  const scaled = sample * fullScale24;
  if (scaled >= fullScale24 - 1) return fullScale24 - 1;
  if (scaled <= -fullScale24) return -fullScale24;
  return Number.isNaN(scaled) ? 0 : ((scaled + fullScale24 + 0.5) | 0) - fullScale24;
}

function encodeFloat(
  left: Float32Array,
  right: Float32Array,
  start: number,
  count: number,
  to: Buffer,
): void {
  for (let i = 0; i < count; i++) {
    to.writeFloatLE(left[start + i] as number, i * 8);
    to.writeFloatLE(right[start + i] as number, i * 8 + 4);
  }
}
