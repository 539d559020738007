/**
 * Loudness by ITU-R BS.1770-4 and EBU R 128: K-weighting, mean square over 400 ms blocks that overlap by 75 %,
 * an absolute gate at −70 LUFS and a relative gate 10 LU below the mean of what passed it.
 */

/** Seconds between the starts of two gating blocks. */
const hopSeconds = 0.1;
/** Hops in a gating block (400 ms) and in a short-term block (3 s; EBU Tech 3341). */
const hopsInBlock = 4;
const hopsInShortTerm = 30;
const absoluteGate = -70;
const relativeGate = -10;

/** Coefficients of a biquad with a₀ = 1. */
export interface Biquad {
  b0: number;
  b1: number;
  b2: number;
  a1: number;
  a2: number;
}

/**
 * The two filters of K-weighting at any sample rate in Hz: the head's shelf and the high-pass (RLB).
 *
 * BS.1770 prints coefficients for 48 kHz only. The bilinear transform of the analogue prototypes that give exactly those
 * (Mansbridge, Finn and Reiss 2012; the constants are those of libebur128) gives them for the rest.
 */
export function kWeightingFilters(sampleRate: number): { shelf: Biquad; highPass: Biquad } {
  return { shelf: shelfFilter(sampleRate), highPass: highPassFilter(sampleRate) };
}

function shelfFilter(sampleRate: number): Biquad {
  const frequency = 1681.974450955533;
  const quality = 0.7071752369554196;
  const k = Math.tan((Math.PI * frequency) / sampleRate);
  const high = 10 ** (3.999843853973347 / 20);
  const band = high ** 0.4996667741545416;
  const a0 = 1 + k / quality + k * k;
  return {
    b0: (high + (band * k) / quality + k * k) / a0,
    b1: (2 * (k * k - high)) / a0,
    b2: (high - (band * k) / quality + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / quality + k * k) / a0,
  };
}

function highPassFilter(sampleRate: number): Biquad {
  const frequency = 38.13547087602444;
  const quality = 0.5003270373238773;
  const k = Math.tan((Math.PI * frequency) / sampleRate);
  const a0 = 1 + k / quality + k * k;
  return { b0: 1, b1: -2, b2: 1, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / quality + k * k) / a0 };
}

/** One channel through both filters, as a running sum of squares. Transposed direct form II. */
class WeightedChannel {
  readonly #shelf: Biquad;
  readonly #highPass: Biquad;
  readonly #state = new Float64Array(4);

  constructor(sampleRate: number) {
    const filters = kWeightingFilters(sampleRate);
    this.#shelf = filters.shelf;
    this.#highPass = filters.highPass;
  }

  /** Sum of the squares of the weighted samples `[start, start + count)`. */
  energy(samples: Float32Array, start: number, count: number): number {
    const { b0, b1, b2, a1, a2 } = this.#shelf;
    const { a1: c1, a2: c2 } = this.#highPass;
    const state = this.#state;
    let s1 = state[0] as number;
    let s2 = state[1] as number;
    let h1 = state[2] as number;
    let h2 = state[3] as number;
    let sum = 0;
    for (let i = start; i < start + count; i++) {
      const x = samples[i] as number;
      const y = b0 * x + s1;
      s1 = b1 * x - a1 * y + s2;
      s2 = b2 * x - a2 * y;
      const z = y + h1;
      h1 = -2 * y - c1 * z + h2;
      h2 = y - c2 * z;
      sum += z * z;
    }
    // A filter that rings out would end in denormal numbers, which are slow.
    const isQuiet = Math.abs(s1) + Math.abs(s2) + Math.abs(h1) + Math.abs(h2) < 1e-25;
    state.set(isQuiet ? [0, 0, 0, 0] : [s1, s2, h1, h2]);
    return sum;
  }
}

/** K-weighting of a stereo stream (both channels weigh 1). Blocks may have any length and follow each other. */
export class KWeighting {
  readonly #left: WeightedChannel;
  readonly #right: WeightedChannel;

  constructor(sampleRate: number) {
    this.#left = new WeightedChannel(sampleRate);
    this.#right = new WeightedChannel(sampleRate);
  }

  /** Sum over both channels of the squared weighted samples of frames `[start, start + count)`. */
  energy(left: Float32Array, right: Float32Array, start: number, count: number): number {
    return this.#left.energy(left, start, count) + this.#right.energy(right, start, count);
  }
}

/**
 * Integrated loudness in LUFS of 100-ms hops, each given as its mean square (summed over channels). −Infinity where
 * nothing passes the gates, as for silence and for less than 400 ms.
 */
export function integratedLoudness(hops: ArrayLike<number>): number {
  const blocks = slidingMeans(hops, hopsInBlock).filter((mean) => toLufs(mean) > absoluteGate);
  if (blocks.length === 0) return -Infinity;
  const threshold = toLufs(average(blocks)) + relativeGate;
  return toLufs(average(blocks.filter((mean) => toLufs(mean) > threshold)));
}

/** Loudest 3 s in LUFS (EBU Tech 3341, short-term); of a shorter sound, the loudness of all of it. */
export function maxShortTermLoudness(hops: ArrayLike<number>): number {
  if (hops.length === 0) return -Infinity;
  const means = slidingMeans(hops, Math.min(hopsInShortTerm, hops.length));
  return toLufs(means.reduce((most, mean) => Math.max(most, mean), 0));
}

/** Measures a stereo stream fed in blocks of any length. */
export class LoudnessMeter {
  readonly #weighting: KWeighting;
  readonly #hopFrames: number;
  readonly #hops: number[] = [];
  #sum = 0;
  #filled = 0;

  /** `sampleRate` in Hz. */
  constructor(sampleRate: number) {
    this.#weighting = new KWeighting(sampleRate);
    this.#hopFrames = Math.round(sampleRate * hopSeconds);
  }

  /** Measures frames `[start, start + count)`. */
  process(left: Float32Array, right: Float32Array, start = 0, count = left.length - start): void {
    let at = start;
    while (at < start + count) {
      const step = Math.min(start + count - at, this.#hopFrames - this.#filled);
      this.#sum += this.#weighting.energy(left, right, at, step);
      this.#filled += step;
      at += step;
      if (this.#filled < this.#hopFrames) continue;
      this.#hops.push(this.#sum / this.#hopFrames);
      this.#sum = 0;
      this.#filled = 0;
    }
  }

  /** Integrated, gated loudness in LUFS so far; −Infinity for silence and for less than 400 ms. */
  get integrated(): number {
    return integratedLoudness(this.#hops);
  }

  /** Loudest 3 s in LUFS so far. */
  get maxShortTerm(): number {
    return maxShortTermLoudness(this.#hops);
  }
}

function slidingMeans(hops: ArrayLike<number>, length: number): number[] {
  const means: number[] = [];
  for (let i = 0; i + length <= hops.length; i++) {
    let sum = 0;
    for (let k = i; k < i + length; k++) sum += hops[k] as number;
    means.push(sum / length);
  }
  return means;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function toLufs(meanSquare: number): number {
  return -0.691 + 10 * Math.log10(meanSquare);
}
