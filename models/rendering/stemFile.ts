/**
 * A sound on its way: float32 samples in a temporary file, chunk after chunk, left then right. Silent chunks are not
 * written (the file has holes), so a part that rests costs neither time nor, on most systems, disk.
 */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { whileWriting } from '../audio/audioFileError.ts';
import type { Frames } from '../../bridge/protocol/units.ts';

/** Frames of a chunk: a multiple of the synthesizer's block (128) and of the limiter's step (30). */
export const chunkFrames = 15_360;
const chunkBytes = chunkFrames * 2 * Float32Array.BYTES_PER_ELEMENT;

/** One chunk in memory; `left` and `right` are views of one array. */
export class Chunk {
  readonly samples = new Float32Array(chunkFrames * 2);
  readonly left = this.samples.subarray(0, chunkFrames);
  readonly right = this.samples.subarray(chunkFrames);

  /** Both channels. */
  get channels(): [Float32Array, Float32Array] {
    return [this.left, this.right];
  }

  /** Makes it silent. */
  clear(): void {
    this.samples.fill(0);
  }
}

/** A finished temporary file. */
export interface Stem {
  path: string;
  frames: Frames;
  /** One byte a chunk: 1 where there is sound, 0 where the chunk is silent and not in the file. */
  sounding: Uint8Array;
}

/** Number of chunks that hold so many frames. */
export function chunksIn(frames: Frames): number {
  return Math.ceil(frames / chunkFrames);
}

/** Frames that are valid in a chunk: all but in the last. */
export function framesOfChunk(frames: Frames, chunk: number): Frames {
  return Math.min(chunkFrames, frames - chunk * chunkFrames);
}

/** Writes a temporary file. */
export class StemWriter {
  readonly #path: string;
  readonly #frames: Frames;
  readonly #sounding: Uint8Array;
  readonly #file: number;

  constructor(path: string, frames: Frames) {
    this.#path = path;
    this.#frames = frames;
    this.#sounding = new Uint8Array(chunksIn(frames));
    this.#file = whileWriting(path, () => openSync(path, 'w'));
  }

  /** Writes one chunk; a chunk that is never written is silent. */
  write(chunk: Chunk, index: number): void {
    whileWriting(this.#path, () => {
      for (let done = 0; done < chunkBytes;) {
        done += writeSync(
          this.#file,
          new Uint8Array(chunk.samples.buffer, done),
          0,
          chunkBytes - done,
          index * chunkBytes + done,
        );
      }
    });
    this.#sounding[index] = 1;
  }

  /** What was written so far. */
  get stem(): Stem {
    return { path: this.#path, frames: this.#frames, sounding: this.#sounding };
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** Reads a temporary file. */
export class StemReader {
  readonly stem: Stem;
  readonly #file: number;

  constructor(stem: Stem) {
    this.stem = stem;
    this.#file = openSync(stem.path, 'r');
  }

  /** Reads one chunk. False, with the chunk cleared, where it is silent. */
  read(index: number, chunk: Chunk): boolean {
    if (this.stem.sounding[index] !== 1) {
      chunk.clear();
      return false;
    }
    for (let done = 0; done < chunkBytes;) {
      const read = readSync(
        this.#file,
        new Uint8Array(chunk.samples.buffer, done),
        0,
        chunkBytes - done,
        index * chunkBytes + done,
      );
      if (read === 0) throw new Error(`${this.stem.path} ends early`);
      done += read;
    }
    return true;
  }

  close(): void {
    closeSync(this.#file);
  }
}
