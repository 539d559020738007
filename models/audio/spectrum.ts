/** Spectra of sounds: for pictures, for measures of evaluation, and for tests. */

/** A fast Fourier transform of one length: radix 2, in place (Cooley and Tukey 1965). */
export class Fourier {
  readonly size: number;
  readonly #cosines: Float64Array;
  readonly #sines: Float64Array;
  readonly #reversed: Uint32Array;

  /** `size` is a power of two, at least 2. */
  constructor(size: number) {
    if (size < 2 || !Number.isInteger(Math.log2(size))) {
      throw new RangeError(`A Fourier length is a power of two, not ${String(size)}`);
    }
    this.size = size;
    this.#cosines = Float64Array.from({ length: size / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / size));
    this.#sines = Float64Array.from({ length: size / 2 }, (_, i) => Math.sin((2 * Math.PI * i) / size));
    const bits = Math.log2(size);
    this.#reversed = Uint32Array.from({ length: size }, (_, i) => reverseBits(i, bits));
  }

  /** Transforms `real + i·imaginary` in place: X[k] = Σ x[n] e^(−2πikn/size). */
  transform(real: Float64Array, imaginary: Float64Array): void {
    this.#reorder(real, imaginary);
    for (let span = 1; span < this.size; span *= 2) {
      const stride = this.size / (2 * span);
      for (let block = 0; block < this.size; block += 2 * span)
        this.#cross(real, imaginary, block, span, stride);
    }
  }

  #reorder(real: Float64Array, imaginary: Float64Array): void {
    for (let i = 0; i < this.size; i++) {
      const k = this.#reversed[i] as number;
      if (k <= i) continue;
      const r = real[i] as number;
      const m = imaginary[i] as number;
      real[i] = real[k] as number;
      imaginary[i] = imaginary[k] as number;
      real[k] = r;
      imaginary[k] = m;
    }
  }

  #cross(real: Float64Array, imaginary: Float64Array, block: number, span: number, stride: number): void {
    for (let i = 0; i < span; i++) {
      const cosine = this.#cosines[i * stride] as number;
      const sine = this.#sines[i * stride] as number;
      const a = block + i;
      const b = a + span;
      const br = real[b] as number;
      const bi = imaginary[b] as number;
      const r = br * cosine + bi * sine;
      const m = bi * cosine - br * sine;
      real[b] = (real[a] as number) - r;
      imaginary[b] = (imaginary[a] as number) - m;
      real[a] = (real[a] as number) + r;
      imaginary[a] = (imaginary[a] as number) + m;
    }
  }
}

function reverseBits(value: number, bits: number): number {
  let reversed = 0;
  for (let i = 0; i < bits; i++) reversed |= ((value >> i) & 1) << (bits - 1 - i);
  return reversed >>> 0;
}

/** How to cut a sound into spectra. */
export interface StftOptions {
  /** Frames of a spectrum, a power of two. */
  size: number;
  /** Frames from one spectrum to the next. */
  hop: number;
}

/** A Hann window (periodic) of a length in frames. */
export function hannWindow(size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size));
}

/**
 * Power spectra of one channel under a Hann window: `[frames][size / 2 + 1]`, a full-scale sine peaks at 1. Sound shorter
 * than a window is one spectrum, filled up with silence.
 */
export function stftPower(samples: Float32Array, { size, hop }: StftOptions): Float32Array[] {
  const fourier = new Fourier(size);
  const window = hannWindow(size);
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  const count = Math.max(1, Math.floor((samples.length - size) / hop) + 1);
  return Array.from({ length: count }, (_, frame) => {
    for (let i = 0; i < size; i++) real[i] = (samples[frame * hop + i] ?? 0) * (window[i] as number);
    imaginary.fill(0);
    fourier.transform(real, imaginary);
    // A sine of amplitude 1 leaves size / 4 in its bin under a Hann window.
    return Float32Array.from({ length: size / 2 + 1 }, (_, k) => {
      return ((real[k] as number) ** 2 + (imaginary[k] as number) ** 2) / (size / 4) ** 2;
    });
  });
}
