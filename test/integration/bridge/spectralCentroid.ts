/** Where the middle of a sound's spectrum lies. */

const length = 2048;

/** Spectral centroid in hertz, weighted by power, over windows of 2048 samples. */
export function spectralCentroid(samples: Float32Array, sampleRate: number): number {
  let [weighted, total] = [0, 0];
  for (let at = 0; at + length <= samples.length; at += 4 * length) {
    const power = powerOf(samples.subarray(at, at + length));
    power.forEach((value, bin) => {
      weighted += Math.sqrt(value) * bin * (sampleRate / length);
      total += Math.sqrt(value);
    });
  }
  return weighted / total;
}

/** A plain transform of every fourth bin: enough for a middle, and short. */
function powerOf(window: Float32Array): number[] {
  return Array.from({ length: length / 2 }, (_, bin) => {
    if (bin % 4 !== 1) return 0;
    let [real, imaginary] = [0, 0];
    for (let i = 0; i < length; i++) {
      const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length);
      const angle = (2 * Math.PI * bin * i) / length;
      real += hann * (window[i] as number) * Math.cos(angle);
      imaginary += hann * (window[i] as number) * Math.sin(angle);
    }
    return real * real + imaginary * imaginary;
  });
}
