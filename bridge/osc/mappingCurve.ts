/** From the range of a foreign parameter to the range of an attribute and back, along a curve. */
import type { MappingRange, MappingShape } from '../protocol/parameterMapping.ts';
import type { Unit } from '../protocol/units.ts';

/** How strongly a curve bends: `slow` is a third of the way where a straight one is half of it. */
const bend = 1.6;

/** A value of the parameter as a value of the attribute, within its range. */
export function forward({ input, output, curve }: MappingShape, value: number): number {
  return along(output, bent(curve, part(input, value)));
}

/** A value of the attribute as a value of the parameter, within its range. */
export function backward({ input, output, curve }: MappingShape, value: number): number {
  return along(input, unbent(curve, part(output, value)));
}

/** Where in a range a value lies; ranges may go down. */
function part({ from, to }: MappingRange, value: number): Unit {
  const share = (value - from) / (to - from);
  return Math.min(1, Math.max(0, share));
}

function along({ from, to }: MappingRange, share: Unit): number {
  // Exact at both ends, which a single multiplication is not.
  if (share === 0) return from;
  return share === 1 ? to : from + share * (to - from);
}

function bent(curve: MappingShape['curve'], share: Unit): Unit {
  switch (curve) {
    case 'linear':
      return share;
    case 'slow':
      return share ** bend;
    case 'fast':
      return 1 - (1 - share) ** bend;
    case 'smooth':
      return share * share * (3 - 2 * share);
  }
}

function unbent(curve: MappingShape['curve'], share: Unit): Unit {
  switch (curve) {
    case 'linear':
      return share;
    case 'slow':
      return share ** (1 / bend);
    case 'fast':
      return 1 - (1 - share) ** (1 / bend);
    case 'smooth':
      return 0.5 - Math.sin(Math.asin(1 - 2 * share) / 3);
  }
}
