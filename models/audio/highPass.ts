/**
 * A second-order Butterworth high-pass for one channel, by the bilinear transform: takes away direct current and rumble
 * below hearing, which some recordings in a SoundFont hold and long notes add up.
 */
export class HighPass {
  readonly #gain: number;
  readonly #a1: number;
  readonly #a2: number;
  #s1 = 0;
  #s2 = 0;

  /** `frequency` (−3 dB) and `sampleRate` in Hz. */
  constructor(frequency: number, sampleRate: number) {
    const k = Math.tan((Math.PI * frequency) / sampleRate);
    const a0 = 1 + Math.SQRT2 * k + k * k;
    this.#gain = 1 / a0;
    this.#a1 = (2 * (k * k - 1)) / a0;
    this.#a2 = (1 - Math.SQRT2 * k + k * k) / a0;
  }

  /** Filters the samples in place. Blocks follow each other. */
  process(samples: Float32Array): void {
    const gain = this.#gain;
    const a1 = this.#a1;
    const a2 = this.#a2;
    let s1 = this.#s1;
    let s2 = this.#s2;
    for (let i = 0; i < samples.length; i++) {
      const x = gain * (samples[i] as number);
      const y = x + s1;
      s1 = -2 * x - a1 * y + s2;
      s2 = x - a2 * y;
      samples[i] = y;
    }
    // What rings out below −400 dB would end in denormal numbers, which are slow.
    const isQuiet = Math.abs(s1) + Math.abs(s2) < 1e-20;
    this.#s1 = isQuiet ? 0 : s1;
    this.#s2 = isQuiet ? 0 : s2;
  }
}
