/** Peak and root mean square of what passes, until somebody asks. */
import type { MeterReading } from '../protocol/listenMessages.ts';
import type { AudioBlock } from '../transport/audioBlock.ts';

/** Adds up one meter for two channels. */
export class MeterSum {
  readonly #peak = [0, 0] as [number, number];
  readonly #energy = [0, 0] as [number, number];
  #frames = 0;

  /** Counts a block. */
  add({ left, right }: AudioBlock): void {
    this.#addChannel(0, left);
    this.#addChannel(1, right);
    this.#frames += left.length;
  }

  /** The reading since the last call. Silence where nothing came; never above 1. */
  take(): MeterReading {
    const frames = Math.max(1, this.#frames);
    const rms = this.#energy.map((energy) => Math.min(1, Math.sqrt(energy / frames))) as [number, number];
    const peak = this.#peak.map((one) => Math.min(1, one)) as [number, number];
    this.#peak.fill(0);
    this.#energy.fill(0);
    this.#frames = 0;
    return { peak, rms };
  }

  #addChannel(channel: 0 | 1, samples: Float32Array): void {
    let [peak, energy] = [this.#peak[channel], this.#energy[channel]];
    for (const sample of samples) {
      if (Number.isNaN(sample)) continue;
      peak = Math.max(peak, Math.abs(sample));
      energy += sample * sample;
    }
    this.#peak[channel] = peak;
    this.#energy[channel] = energy;
  }
}
