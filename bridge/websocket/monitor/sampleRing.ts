/**
 * The buffer between the network and the loudspeaker. It waits until some sound is there, plays, and when it runs dry it waits
 * again; when too much has piled up it goes on with the newest. Every end fades out and every beginning fades in, so that neither
 * clicks. It allocates nothing while it plays.
 *
 * The listener's sound device has a clock of its own. What is buffered tells how far the two have run apart:
 *
 *   buffered ─ averaged over seconds ─► − lead ─ beyond the dead band ─► correction ─► rate 1 + correction ─► cubic between frames
 *
 * While the correction has always been 0, what is read is what was written, bit by bit.
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
  /** It is read at the rate 1 + correction, within ±{@link mostCorrection}. */
  correction: number;
}

/** 3.5 cents: less than is heard as another pitch. Sound devices are within a tenth of that. */
export const mostCorrection = 0.002;

/** Sample frames of a fade: 2.7 ms at 48 kHz. */
const fadeLength = 128;

/** Sample frames over which the buffered length is averaged: 5.5 s at 48 kHz, so that bursts of the network do not count. */
const averaging = 262_144;

/** Sample frames in which a deviation would be gone at the rate it brings about: 20 s at 48 kHz. Far above `averaging`: no swinging. */
const correcting = 960_000;

/** Part of the lead that the average may be off before anything is corrected. */
const deadBand = 1 / 16;

/** A ring of stereo sound. */
export class SampleRing {
  readonly #lengths: RingLengths;
  readonly #left: Float32Array;
  readonly #right: Float32Array;
  readonly #last = [0, 0] as [number, number];
  #read = 0;
  /** 0…1 (below 1): how far behind `#read` the next sample lies. */
  #fraction = 0;
  #buffered = 0;
  #average: number;
  #correction = 0;
  #fade = 0;
  #isPlaying = false;
  #dry = 0;
  #skipped = 0;

  constructor(lengths: RingLengths) {
    this.#lengths = lengths;
    this.#average = lengths.lead;
    this.#left = new Float32Array(2 * lengths.most);
    this.#right = new Float32Array(2 * lengths.most);
  }

  get counts(): RingCounts {
    const correction = this.#correction;
    return { buffered: this.#buffered, dry: this.#dry, skipped: this.#skipped, correction };
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
    if (this.#isPlaying) this.#follow(left.length);
    for (let i = 0; i < left.length; i++) {
      if (this.#isPlaying && this.#buffered === 0) this.#runDry();
      if (this.#isPlaying) this.#play(left, right, i);
      else this.#fall(left, right, i);
    }
  }

  /** Averages what is buffered, and corrects the rate by it. */
  #follow(length: number): void {
    const { lead } = this.#lengths;
    this.#average += (this.#buffered - this.#average) * Math.min(1, length / averaging);
    const accepted = Math.max(lead * (1 - deadBand), Math.min(lead * (1 + deadBand), this.#average));
    const beyond = this.#average - accepted;
    this.#correction = Math.max(-mostCorrection, Math.min(mostCorrection, beyond / correcting));
  }

  #play(left: Float32Array, right: Float32Array, i: number): void {
    this.#fade = Math.min(1, this.#fade + 1 / fadeLength);
    // What was heard last fades out below what fades in.
    const rest = 1 - this.#fade;
    const b = this.#read;
    const a = b === 0 ? this.#left.length - 1 : b - 1;
    // Where the frames behind it have not come yet, the last one stands for them.
    const c = this.#behind(1);
    const d = this.#behind(2);
    const t = this.#fraction;
    left[i] = this.#fade * between(t, this.#left, a, b, c, d) + rest * this.#last[0];
    right[i] = this.#fade * between(t, this.#right, a, b, c, d) + rest * this.#last[1];
    if (this.#fade === 1) {
      this.#last[0] = left[i];
      this.#last[1] = right[i];
    }
    this.#advance();
  }

  #advance(): void {
    const to = this.#fraction + 1 + this.#correction;
    const whole = Math.floor(to);
    this.#fraction = to - whole;
    const steps = Math.min(whole, this.#buffered);
    this.#read += steps;
    if (this.#read >= this.#left.length) this.#read -= this.#left.length;
    this.#buffered -= steps;
  }

  #behind(frames: number): number {
    const at = this.#read + Math.min(frames, this.#buffered - 1);
    return at < this.#left.length ? at : at - this.#left.length;
  }

  #fall(left: Float32Array, right: Float32Array, i: number): void {
    this.#last[0] *= 1 - 4 / fadeLength;
    this.#last[1] *= 1 - 4 / fadeLength;
    left[i] = this.#last[0];
    right[i] = this.#last[1];
  }

  #runDry(): void {
    this.#isPlaying = false;
    this.#begin();
    this.#dry += 1;
  }

  #skip(count: number): void {
    this.#read = (this.#read + count) % this.#left.length;
    this.#buffered -= count;
    this.#skipped += count;
    this.#begin();
  }

  /** What comes next fades in, on a frame. The correction stays: the clocks are the same. */
  #begin(): void {
    this.#fade = 0;
    this.#fraction = 0;
  }
}

/** Between frames `b` and `c`, `t` of the way: on the cubic through all four (Lagrange). */
function between(t: number, ring: Float32Array, a: number, b: number, c: number, d: number): number {
  const at = ring[b] as number;
  if (t === 0) return at;
  const before = t + 1;
  const after = t - 1;
  const beyond = t - 2;
  return (
    (-(ring[a] as number) * t * after * beyond) / 6 +
    (at * before * after * beyond) / 2 -
    ((ring[c] as number) * before * t * beyond) / 2 +
    ((ring[d] as number) * before * t * after) / 6
  );
}
