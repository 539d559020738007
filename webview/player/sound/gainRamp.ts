/** A gain that never jumps: it goes straight from where it is to where it shall be. */
import type { Frames } from '../../../bridge/protocol/units.ts';

/** One gain, as a ratio of amplitudes. */
export class GainRamp {
  #value: number;
  #target: number;
  #left: Frames = 0;

  constructor(value: number) {
    this.#value = value;
    this.#target = value;
  }

  get value(): number {
    return this.#value;
  }

  get isMoving(): boolean {
    return this.#left > 0;
  }

  /** Sets out for a gain that is reached after `frames`; from where it is, also out of another ramp. */
  aim(target: number, frames: Frames): void {
    this.#target = target;
    this.#left = Math.max(0, frames);
    if (this.#left === 0) this.#value = target;
  }

  /** Writes the gain of each of the next `count` frames and goes on by them. */
  fill(curve: Float32Array, count: Frames): void {
    const moving = Math.min(count, this.#left);
    const step = moving === 0 ? 0 : (this.#target - this.#value) / this.#left;
    for (let i = 0; i < moving; i += 1) curve[i] = this.#value + step * (i + 1);
    this.#value = this.#left <= count ? this.#target : this.#value + step * moving;
    this.#left -= moving;
    curve.fill(this.#target, moving, count);
  }
}
