/** What happens to sound before a hall answers: low cut, early reflections, pre-delay and diffusion. */
import type { Hertz } from '../../bridge/protocol/units.ts';
import type { Space } from './space.ts';

/** Lengths of the all-passes in milliseconds and their coefficients (Dattorro 1997, table 1). */
const diffusers = [
  [4.771, 0.75],
  [3.595, 0.75],
  [12.735, 0.625],
  [9.307, 0.625],
] as const;

/** Early reflections at size 1: milliseconds and gain, left then right; first image sources of a hall of 20 × 15 m. */
const earlyTaps = [
  [11.3, 0.84, 13.1, 0.8],
  [19.7, 0.62, 17.9, 0.66],
  [27.1, 0.5, 29.3, 0.47],
  [37.9, 0.38, 35.3, 0.41],
  [47.3, 0.29, 51.1, 0.27],
] as const;

/** What is below this does not reach the room: low reverberation is mud. */
const lowCutHertz = 110;

/** Mono in; early reflections are added to the outputs, and what is to reverberate is left in a block of its own. */
export class ReverbFront {
  readonly #buffer: Float64Array;
  readonly #mask: number;
  readonly #preDelay: number;
  /** Frames and gains of the early taps, left and right. */
  readonly #leftTaps: readonly number[];
  readonly #rightTaps: readonly number[];
  readonly #leftGains: readonly number[];
  readonly #rightGains: readonly number[];
  readonly #allPasses: readonly AllPass[];
  readonly #lowCut: number;
  #low = 0;
  #write = 0;

  /** `earlyGain` is the amplitude of the early reflections against {@link earlyTaps}. */
  constructor(space: Space, sampleRate: Hertz, earlyGain: number) {
    const frames = (milliseconds: number): number => Math.round((milliseconds / 1000) * sampleRate);
    const tap = (milliseconds: number): number => frames(space.preDelay / 2 + milliseconds * space.size);
    this.#preDelay = frames(space.preDelay);
    this.#leftTaps = earlyTaps.map(([milliseconds]) => tap(milliseconds));
    this.#rightTaps = earlyTaps.map(([, , milliseconds]) => tap(milliseconds));
    this.#leftGains = earlyTaps.map(([, gain]) => gain * earlyGain);
    this.#rightGains = earlyTaps.map(([, , , gain]) => gain * earlyGain);
    this.#allPasses = diffusers.map(([milliseconds, gain]) => new AllPass(frames(milliseconds), gain));
    const size = 2 ** Math.ceil(Math.log2(frames(space.preDelay + 60 * space.size) + 256));
    this.#buffer = new Float64Array(size);
    this.#mask = size - 1;
    this.#lowCut = 1 - Math.exp((-2 * Math.PI * lowCutHertz) / sampleRate);
  }

  /** Forgets everything. */
  clear(): void {
    this.#buffer.fill(0);
    this.#low = 0;
    for (const allPass of this.#allPasses) allPass.clear();
  }

  /** Reads `input[0…count)`, fills `diffused[0…count)`, adds to the outputs from `start` on. */
  process(
    input: Float32Array,
    diffused: Float32Array,
    left: Float32Array,
    right: Float32Array,
    start: number,
    count: number,
  ): void {
    this.#take(input, count);
    this.#reflect(this.#leftTaps, this.#leftGains, left, start, count);
    this.#reflect(this.#rightTaps, this.#rightGains, right, start, count);
    const read = this.#write - this.#preDelay;
    for (let i = 0; i < count; i++) diffused[i] = this.#buffer[(read + i) & this.#mask] as number;
    for (const allPass of this.#allPasses) allPass.process(diffused, count);
    this.#write = (this.#write + count) & this.#mask;
  }

  #take(input: Float32Array, count: number): void {
    let low = this.#low;
    for (let i = 0; i < count; i++) {
      const sample = input[i] as number;
      low += this.#lowCut * (sample - low);
      this.#buffer[(this.#write + i) & this.#mask] = sample - low;
    }
    this.#low = low;
  }

  #reflect(
    taps: readonly number[],
    gains: readonly number[],
    output: Float32Array,
    start: number,
    count: number,
  ): void {
    const buffer = this.#buffer;
    const mask = this.#mask;
    const write = this.#write;
    const [d0, d1, d2, d3, d4] = taps as Five;
    const [g0, g1, g2, g3, g4] = gains as Five;
    for (let i = 0; i < count; i++) {
      const at = write + i;
      const first = g0 * (buffer[(at - d0) & mask] as number) + g1 * (buffer[(at - d1) & mask] as number);
      const second = g2 * (buffer[(at - d2) & mask] as number) + g3 * (buffer[(at - d3) & mask] as number);
      const third = g4 * (buffer[(at - d4) & mask] as number);
      output[start + i] = (output[start + i] as number) + first + second + third;
    }
  }
}

type Five = [number, number, number, number, number];

/** A Schroeder all-pass, in place: it smears in time and leaves the spectrum alone. */
class AllPass {
  /** As long as the delay: what is read at a place is overwritten there. */
  readonly #buffer: Float64Array;
  readonly #gain: number;
  #at = 0;

  constructor(delay: number, gain: number) {
    this.#buffer = new Float64Array(delay);
    this.#gain = gain;
  }

  clear(): void {
    this.#buffer.fill(0);
  }

  process(block: Float32Array, count: number): void {
    const buffer = this.#buffer;
    const gain = this.#gain;
    let at = this.#at;
    for (let i = 0; i < count; i++) {
      const delayed = buffer[at] as number;
      const fed = (block[i] as number) - gain * delayed;
      buffer[at] = fed;
      block[i] = delayed + gain * fed;
      at = at + 1 === buffer.length ? 0 : at + 1;
    }
    this.#at = at;
  }
}
