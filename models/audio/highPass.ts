/**
 * A second-order Butterworth high-pass for two channels, by the bilinear transform: takes away direct current and rumble
 * below hearing, which some recordings in a SoundFont hold and long notes add up. Both channels go through one loop: neither
 * waits for the other's last sample.
 */
export class HighPass {
  readonly #gain: number;
  readonly #a1: number;
  readonly #a2: number;
  /** What each channel remembers: left, left, right, right. */
  readonly #state = new Float64Array(4);

  /** `frequency` (−3 dB) and `sampleRate` in Hz. */
  constructor(frequency: number, sampleRate: number) {
    const k = Math.tan((Math.PI * frequency) / sampleRate);
    const a0 = 1 + Math.SQRT2 * k + k * k;
    this.#gain = 1 / a0;
    this.#a1 = (2 * (k * k - 1)) / a0;
    this.#a2 = (1 - Math.SQRT2 * k + k * k) / a0;
  }

  /** Filters two blocks of the same length in place. Blocks follow each other. */
  process(left: Float32Array, right: Float32Array): void {
    const gain = this.#gain;
    const a1 = this.#a1;
    const a2 = this.#a2;
    let [l1, l2, r1, r2] = this.#state as unknown as [number, number, number, number];
    for (let i = 0; i < left.length; i++) {
      const x = gain * (left[i] as number);
      const u = gain * (right[i] as number);
      const y = x + l1;
      const v = u + r1;
      l1 = -2 * x - a1 * y + l2;
      r1 = -2 * u - a1 * v + r2;
      l2 = x - a2 * y;
      r2 = u - a2 * v;
      left[i] = y;
      right[i] = v;
    }
    // What rings out below −400 dB would end in denormal numbers, which are slow.
    const isLeftQuiet = Math.abs(l1) + Math.abs(l2) < 1e-20;
    const isRightQuiet = Math.abs(r1) + Math.abs(r2) < 1e-20;
    this.#state.set([
      isLeftQuiet ? 0 : l1,
      isLeftQuiet ? 0 : l2,
      isRightQuiet ? 0 : r1,
      isRightQuiet ? 0 : r2,
    ]);
  }
}
