/**
 * Sound between who makes it, ahead and in bursts, and who needs it evenly: a ring of stereo frames that knows its place on the
 * audio clock. What is missing is silence and counted.
 *
 *   write ─► [ … frames from `time` on … ] ─► read
 */
import type { Frames, Hertz } from '../protocol/units.ts';
import type { AudioBlock } from './audioBlock.ts';

/** Most frames of a block. */
export const longestBlock: Frames = 1024;

/** One buffer. */
export class PlaybackBuffer {
  readonly sampleRate: Hertz;
  readonly capacity: Frames;
  readonly #left: Float32Array;
  readonly #right: Float32Array;
  #time: Frames;
  #filled: Frames = 0;
  #missing: Frames = 0;

  /** `time` is the frame that is read first; `capacity` the most frames that wait. */
  constructor(sampleRate: Hertz, capacity: Frames, time: Frames = 0) {
    this.sampleRate = sampleRate;
    this.capacity = capacity;
    this.#left = new Float32Array(capacity);
    this.#right = new Float32Array(capacity);
    this.#time = time;
  }

  /** The frame that is read next. */
  get time(): Frames {
    return this.#time;
  }

  /** Frames that can be read without silence. */
  get filled(): Frames {
    return this.#filled;
  }

  /** Frames that can be written. */
  get free(): Frames {
    return this.capacity - this.#filled;
  }

  /** Frames of silence that were read because nothing was there. */
  get missing(): Frames {
    return this.#missing;
  }

  /**
   * Takes a block in, all or nothing. What of it is past is left out; a gap before it becomes silence; what was written for the
   * same frames before is replaced. False where it does not fit.
   *
   * @throws RangeError for a block of another sample rate, or of two lengths
   */
  write({ time, sampleRate, left, right }: AudioBlock): boolean {
    if (sampleRate !== this.sampleRate || left.length !== right.length)
      throw new RangeError('This block is not for this buffer');
    const end = time + left.length - this.#time;
    if (end > this.capacity) return false;
    if (end <= 0) return true;
    for (let i = this.#filled; i < time - this.#time; i++) this.#set(i, 0, 0);
    for (let i = Math.max(0, time - this.#time); i < end; i++) {
      const from = i - (time - this.#time);
      this.#set(i, left[from] as number, right[from] as number);
    }
    this.#filled = Math.max(this.#filled, end);
    return true;
  }

  /** The next frames, at most {@link longestBlock}, in arrays of their own. */
  read(count: Frames): AudioBlock {
    const length = Math.min(count, longestBlock);
    const there = Math.min(length, this.#filled);
    const [left, right] = [new Float32Array(length), new Float32Array(length)];
    for (let i = 0; i < there; i++) {
      const at = (this.#time + i) % this.capacity;
      left[i] = this.#left[at] as number;
      right[i] = this.#right[at] as number;
    }
    const block: AudioBlock = { time: this.#time, sampleRate: this.sampleRate, left, right };
    this.#time += length;
    this.#filled -= there;
    this.#missing += length - there;
    return block;
  }

  /** Forgets all that waits from a frame on, so that something else can be written there. */
  truncate(from: Frames): void {
    this.#filled = Math.max(0, Math.min(this.#filled, from - this.#time));
  }

  #set(offset: Frames, left: number, right: number): void {
    const at = (this.#time + offset) % this.capacity;
    this.#left[at] = left;
    this.#right[at] = right;
  }
}
