/**
 * The buffer between the network and the loudspeaker. It waits until some sound is there, plays, and when it runs dry it waits
 * again; when too much has piled up it goes on with the newest. Every end fades out and every beginning fades in, so that neither
 * clicks. It allocates nothing while it plays.
 */

/** Lengths in sample frames. */
export interface RingLengths {
  /** Buffered before it plays. */
  lead: number;
  /** Buffered at most; beyond it the oldest is skipped down to `lead`. */
  most: number;
}

/** What happened so far. */
export interface RingCounts {
  buffered: number;
  /** Times it ran dry while playing. */
  dry: number;
  /** Sample frames that were skipped. */
  skipped: number;
}

/** Sample frames of a fade: 2.7 ms at 48 kHz. */
const fadeLength = 128;

/** A ring of stereo sound. */
export class SampleRing {
  readonly #lengths: RingLengths;
  readonly #left: Float32Array;
  readonly #right: Float32Array;
  readonly #last = [0, 0] as [number, number];
  #read = 0;
  #buffered = 0;
  #fade = 0;
  #isPlaying = false;
  #dry = 0;
  #skipped = 0;

  constructor(lengths: RingLengths) {
    this.#lengths = lengths;
    this.#left = new Float32Array(2 * lengths.most);
    this.#right = new Float32Array(2 * lengths.most);
  }

  get counts(): RingCounts {
    return { buffered: this.#buffered, dry: this.#dry, skipped: this.#skipped };
  }

  /** Takes sound in, at most `most` sample frames at a time. */
  write(left: Float32Array, right: Float32Array): void {
    const size = this.#left.length;
    const count = Math.min(left.length, this.#lengths.most);
    for (let i = 0; i < count; i++) {
      const at = (this.#read + this.#buffered + i) % size;
      this.#left[at] = left[i] as number;
      this.#right[at] = right[i] as number;
    }
    this.#buffered += count;
    if (this.#buffered > this.#lengths.most) this.#skip(this.#buffered - this.#lengths.lead);
    if (this.#buffered >= this.#lengths.lead) this.#isPlaying = true;
  }

  /** Fills both channels. */
  read(left: Float32Array, right: Float32Array): void {
    for (let i = 0; i < left.length; i++) {
      if (this.#isPlaying && this.#buffered === 0) this.#runDry();
      if (this.#isPlaying) this.#play(left, right, i);
      else this.#fall(left, right, i);
    }
  }

  #play(left: Float32Array, right: Float32Array, i: number): void {
    this.#fade = Math.min(1, this.#fade + 1 / fadeLength);
    // What was heard last fades out below what fades in.
    const rest = 1 - this.#fade;
    left[i] = this.#fade * (this.#left[this.#read] as number) + rest * this.#last[0];
    right[i] = this.#fade * (this.#right[this.#read] as number) + rest * this.#last[1];
    if (this.#fade === 1) {
      this.#last[0] = left[i];
      this.#last[1] = right[i];
    }
    this.#read = (this.#read + 1) % this.#left.length;
    this.#buffered -= 1;
  }

  #fall(left: Float32Array, right: Float32Array, i: number): void {
    this.#last[0] *= 1 - 4 / fadeLength;
    this.#last[1] *= 1 - 4 / fadeLength;
    left[i] = this.#last[0];
    right[i] = this.#last[1];
  }

  #runDry(): void {
    this.#isPlaying = false;
    this.#fade = 0;
    this.#dry += 1;
  }

  #skip(count: number): void {
    this.#read = (this.#read + count) % this.#left.length;
    this.#buffered -= count;
    this.#skipped += count;
    this.#fade = 0;
  }
}
