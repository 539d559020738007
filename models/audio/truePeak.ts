/**
 * True peak by ITU-R BS.1770-4 annex 2: the highest level of the signal between its samples, four times oversampled.
 *
 * The interpolator has 24 taps a phase where the annex's example has 12: on noise and clicks the example reads up to 0.9 dB
 * below longer filters (ffmpeg's among them), this one stays within 0.1 dB.
 */

const taps = 24;
const half = taps / 2;
const longestBlock = 4096;

/**
 * A windowed sinc (Kaiser, β = 5) at a fraction of a sample between taps 11 and 12, normalised to pass DC unchanged.
 * Phase ¾ is phase ¼ backwards.
 */
function interpolator(fraction: number): Float64Array {
  const beta = 5;
  const filter = Float64Array.from({ length: taps }, (_, k) => {
    const x = k - (half - 1) - fraction;
    const window = besselI0(beta * Math.sqrt(Math.max(0, 1 - (x / half) ** 2))) / besselI0(beta);
    return (window * Math.sin(Math.PI * x)) / (Math.PI * x);
  });
  const sum = filter.reduce((total, tap) => total + tap, 0);
  return filter.map((tap) => tap / sum);
}

/** The modified Bessel function of order 0, by its series. */
function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= (x / 2 / k) ** 2;
    sum += term;
  }
  return sum;
}

const quarter = interpolator(0.25);
const middle = interpolator(0.5);
/** No interpolated value exceeds the highest sample by more than the sum of the magnitudes. */
const worstCase = Math.max(
  ...[quarter, middle].map((filter) => filter.reduce((sum, tap) => sum + Math.abs(tap), 0)),
);
// With the sums s and differences d of mirrored samples, phase ¼ ± phase ¾ needs half the products.
const even = Float64Array.from({ length: half }, (_, k) => at(quarter, k) + at(quarter, taps - 1 - k));
const odd = Float64Array.from({ length: half }, (_, k) => at(quarter, k) - at(quarter, taps - 1 - k));
const centre = middle.slice(0, half);

function at(values: Float64Array, index: number): number {
  return values[index] as number;
}

/** One channel. */
class PeakChannel {
  /** The last 23 samples, then the block in work. */
  readonly #window = new Float64Array(taps - 1 + longestBlock);

  /** Takes the next block, at most 4096 samples. */
  load(samples: Float32Array, start: number, count: number): void {
    for (let i = 0; i < count; i++) this.#window[taps - 1 + i] = samples[start + i] as number;
  }

  /** The true peak of `count` samples of the block from `offset` on; 0 where it cannot exceed `floor`. */
  peak(offset: number, count: number, floor: number): number {
    const window = this.#window;
    let before = 0;
    for (let i = offset; i < offset + taps - 1; i++) before = Math.max(before, Math.abs(at(window, i)));
    let here = 0;
    const end = offset + taps - 1 + count;
    for (let i = offset + taps - 1; i < end; i++) here = Math.max(here, Math.abs(at(window, i)));
    if (Math.max(before, here) * worstCase <= floor) return 0;
    return Math.max(here, highestBetween(window, offset, count));
  }

  /** Keeps the end of a block of `count` samples for the next. */
  shift(count: number): void {
    this.#window.copyWithin(0, count, count + taps - 1);
  }
}

function highestBetween(window: Float64Array, offset: number, count: number): number {
  let highest = 0;
  for (let i = offset; i < offset + count; i++) {
    let sum = 0;
    let difference = 0;
    let between = 0;
    for (let k = 0; k < half; k++) {
      const older = at(window, i + k);
      const newer = at(window, i + taps - 1 - k);
      const s = older + newer;
      sum += s * at(even, k);
      difference += (older - newer) * at(odd, k);
      between += s * at(centre, k);
    }
    const sides = (Math.abs(sum) + Math.abs(difference)) / 2;
    highest = Math.max(highest, sides, Math.abs(between));
  }
  return highest;
}

/** Measures a stereo stream. The samples themselves count as well as the values between them. */
export class TruePeakMeter {
  readonly #left = new PeakChannel();
  readonly #right = new PeakChannel();
  #peak = 0;

  /** Measures frames `[start, start + count)`; skips at no cost of accuracy what cannot exceed the peak so far. */
  process(left: Float32Array, right: Float32Array, start = 0, count = left.length - start): void {
    this.#each(left, right, start, count, 64, () => this.#peak);
  }

  /**
   * Measures frames `[0, count)` and writes the linear true peak of every `step` frames, both channels, into `peaks` from
   * `at` on; 0 where it cannot exceed `floor`. What lies between two steps counts to the second.
   */
  stepPeaks(
    [left, right]: readonly [Float32Array, Float32Array],
    count: number,
    step: number,
    floor: number,
    peaks: Float32Array,
    at: number,
  ): void {
    let index = at;
    this.#each(
      left,
      right,
      0,
      count,
      step,
      () => floor,
      (peak) => (peaks[index++] = peak),
    );
  }

  #each(
    left: Float32Array,
    right: Float32Array,
    start: number,
    count: number,
    step: number,
    floor: () => number,
    take?: (peak: number) => void,
  ): void {
    const block = longestBlock - (longestBlock % step);
    for (let from = start; from < start + count; from += block) {
      const length = Math.min(block, start + count - from);
      this.#left.load(left, from, length);
      this.#right.load(right, from, length);
      for (let offset = 0; offset < length; offset += step) {
        const frames = Math.min(step, length - offset);
        const peak = Math.max(
          this.#left.peak(offset, frames, floor()),
          this.#right.peak(offset, frames, floor()),
        );
        this.#peak = Math.max(this.#peak, peak);
        take?.(peak);
      }
      this.#left.shift(length);
      this.#right.shift(length);
    }
  }

  /** The highest level so far in dBTP; −Infinity for silence. Values after the last sample but twelve are not in it yet. */
  get decibels(): number {
    return 20 * Math.log10(this.#peak);
  }

  /** Ends the stream: measures what rings after its last sample. */
  end(): void {
    const silence = new Float32Array(taps);
    this.process(silence, silence);
  }
}
