/**
 * The path of optimal transport from noise to music (Lipman et al. 2023; MusFlow §3.1.2):
 *
 *   x_t = (1 − (1 − σ_min) t) x_0 + t x_1,   u = x_1 − (1 − σ_min) x_0
 */

/** Not given by the paper; what the network was trained with. */
export const sigmaMin = 1e-4;

/** The place x_t between noise x_0 and music x_1 at time `t`, 0…1. */
export function placeAt(x0: Float32Array, x1: Float32Array, t: number): Float32Array {
  const keep = 1 - (1 - sigmaMin) * t;
  return x0.map((noise, i) => keep * noise + t * (x1[i] as number));
}

/** The constant velocity u that leads from x_0 to x_1. */
export function transportVelocity(x0: Float32Array, x1: Float32Array): Float32Array {
  return x0.map((noise, i) => (x1[i] as number) - (1 - sigmaMin) * noise);
}
