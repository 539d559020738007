/** Where a sound is silent: before it begins, and its longest gap. */

const windowSeconds = 0.01;
/** −60 dBFS: what stays below it, peak, for a window of 10 ms is silence. */
const threshold = 10 ** (-60 / 20);

/** Measures a stereo stream fed in blocks of any length, in windows of 10 ms. */
export class SilenceMeter {
  readonly #windowFrames: number;
  #windows = 0;
  #filled = 0;
  #peak = 0;
  #firstSound: number | undefined;
  #lastSound = 0;
  #longestGap = 0;

  /** `sampleRate` in Hz. */
  constructor(sampleRate: number) {
    this.#windowFrames = Math.round(sampleRate * windowSeconds);
  }

  /** Measures frames `[start, start + count)`. */
  process(left: Float32Array, right: Float32Array, start = 0, count = left.length - start): void {
    for (let i = start; i < start + count; i++) {
      this.#peak = Math.max(this.#peak, Math.abs(left[i] as number), Math.abs(right[i] as number));
      if (++this.#filled === this.#windowFrames) this.#endWindow();
    }
  }

  #endWindow(): void {
    if (this.#peak >= threshold) {
      if (this.#firstSound === undefined) this.#firstSound = this.#windows;
      else this.#longestGap = Math.max(this.#longestGap, this.#windows - this.#lastSound - 1);
      this.#lastSound = this.#windows;
    }
    this.#windows++;
    this.#filled = 0;
    this.#peak = 0;
  }

  /** Seconds before the first sound; all of it where there is none. */
  get leading(): number {
    return (this.#firstSound ?? this.#windows) * windowSeconds;
  }

  /** Longest silence in seconds between the first and the last sound. */
  get longest(): number {
    return this.#longestGap * windowSeconds;
  }

  /** Seconds after the last sound; all of it where there is none. */
  get trailing(): number {
    return (
      (this.#firstSound === undefined ? this.#windows : this.#windows - this.#lastSound - 1) * windowSeconds
    );
  }
}
