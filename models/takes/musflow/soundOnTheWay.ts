/**
 * Sound of the networks on its way to a take: mono at their rate → the take's rate, block by block, each heard as soon as it is there.
 * The blocks are those of the whole piece resampled at once.
 */
import { resample } from '../../audio/resample.ts';
import type { Frames, Hertz } from '../../../bridge/protocol/units.ts';
import type { MixListener } from '../../rendering/mixBlock.ts';

/** Samples at both ends of a block that the filter reaches beyond it: a multiple of 10 ms at every rate. */
const reachSeconds = 0.01;

/** How a take's sound is laid out. */
export interface SoundLayout {
  /** Rate of the networks and of the take. */
  from: Hertz;
  to: Hertz;
  /** Length of the take. */
  frames: Frames;
  /** The last frames, which fade to silence. */
  fade: Frames;
  onMix?: MixListener | undefined;
}

/** Gathers the sound of a take. */
export class SoundOnTheWay {
  /** The take so far: mono, `frames` long. */
  readonly mono: Float32Array;
  readonly #layout: SoundLayout;
  readonly #reach: number;
  #source: Float32Array;
  #received = 0;
  #used = 0;
  #made = 0;

  /** @param samples how many samples the networks will give in all */
  constructor(samples: number, layout: SoundLayout) {
    this.#layout = layout;
    this.#reach = Math.round(reachSeconds * layout.from);
    this.#source = new Float32Array(samples);
    this.mono = new Float32Array(layout.frames);
  }

  /** Takes the next samples. */
  add(samples: Float32Array): void {
    this.#source.set(samples, this.#received);
    this.#received += samples.length;
    const isWhole = this.#received === this.#source.length;
    const until = isWhole
      ? this.#received
      : Math.floor((this.#received - this.#reach) / this.#reach) * this.#reach;
    if (until > this.#used) this.#resample(until);
  }

  #resample(until: number): void {
    const { from, to } = this.#layout;
    const start = Math.max(0, this.#used - this.#reach);
    const block = resample(
      this.#source.subarray(start, Math.min(this.#received, until + this.#reach)),
      from,
      to,
    );
    const skip = Math.round(((this.#used - start) * to) / from);
    const end = Math.round(((until - start) * to) / from);
    this.#used = until;
    this.#hand(block.subarray(skip, Math.min(block.length, end)));
  }

  #hand(block: Float32Array): void {
    const { frames, fade, onMix } = this.#layout;
    const count = Math.min(block.length, frames - this.#made);
    if (count <= 0) return;
    const frame = this.#made;
    for (let i = 0; i < count; i++) {
      const left = frames - 1 - (frame + i);
      this.mono[frame + i] = (block[i] as number) * (left < fade ? left / fade : 1);
    }
    this.#made += count;
    // Who listens changes its blocks: each has its own.
    const own = (): Float32Array<ArrayBuffer> => this.mono.slice(frame, frame + count);
    onMix?.({ frame, left: own(), right: own() });
  }
}

/**
 * A loop resampled to exactly `frames`, its ends reaching into each other. The length in rows is off by at most 20 ms, and so is the
 * pitch by as much in proportion: 3.4 cents for ten seconds at worst.
 */
export function resampledLoop(samples: Float32Array, frames: Frames): Float32Array {
  const turn = samples.length;
  const reach = Math.min(turn, 4096);
  const wide = new Float32Array(turn + 2 * reach);
  wide.set(samples.subarray(turn - reach));
  wide.set(samples, reach);
  wide.set(samples.subarray(0, reach), reach + turn);
  // A whole number of frames leads in: the place of the loop's first frame is then exact to a share of a frame.
  const made = resample(wide, turn, frames);
  const lead = Math.round((reach * frames) / turn);
  return made.slice(lead, lead + frames);
}
