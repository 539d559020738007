/**
 * Seeded normal noise, the same as in training: Box and Muller (1958) in double precision over the product's own random numbers, rounded
 * to single. The mirror of models/training/musflow/noise.py; the logarithm, sine and cosine of two runtimes may differ in an ulp of a
 * double, so about one value in 10⁸ may differ in its last bit.
 */
import { seededRandom } from '../../../../bridge/protocol/seededRandom.ts';

/** `count` standard normal numbers of a 32-bit seed. Each pair of the stream gives r·cos(2πw), then r·sin(2πw). */
export function normalNoise(seed: number, count: number): Float32Array {
  const random = seededRandom(seed);
  const noise = new Float32Array(count);
  for (let i = 0; i < count; i += 2) {
    // 1 − u is in (0, 1]: the logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
    const angle = 2 * Math.PI * random.next();
    noise[i] = radius * Math.cos(angle);
    if (i + 1 < count) noise[i + 1] = radius * Math.sin(angle);
  }
  return noise;
}
