/**
 * Rows that are known keep what they are: their velocity is the transport's own, x_1 − (1 − σ_min) x_0, instead of the network's. So the
 * network sees them at every step as noisy as the rest and continues them. Carrying the end of one window into the next, repainting a
 * range, and closing a loop are all this.
 */
import { transportVelocity } from '../flow/transport.ts';
import { eachNumber } from './latent.ts';
import type { VelocityField } from '../flow/odeSolver.ts';
import type { Latent } from './latent.ts';

/** The field in which rows with `known` 1 follow their own path, those with 0 the network's, those between a mixture. */
export function keepKnownRows(
  field: VelocityField,
  x0: Latent,
  x1: Latent,
  known: Float32Array,
): VelocityField {
  if (known.every((share) => share === 0)) return field;
  const own = transportVelocity(x0.data, x1.data);
  return async (x, t) => {
    const velocity = (await field(x, t)).slice();
    eachNumber(x0, (i, row) => {
      const share = known[row] ?? 0;
      if (share > 0) velocity[i] = share * (own[i] as number) + (1 - share) * (velocity[i] as number);
    });
    return velocity;
  };
}

/** How far rows are known when `range` of the piece is to be made anew: 0 inside, 1 outside, gradually at its edges. */
export function knownOutside(rows: number, range: { from: number; to: number }, edge: number): Float32Array {
  return Float32Array.from({ length: rows }, (_, row) => {
    const inside = Math.min(row + 0.5 - range.from, range.to - row - 0.5);
    if (inside <= 0) return 1;
    return inside >= edge ? 0 : 0.5 + 0.5 * Math.cos((Math.PI * inside) / edge);
  });
}
