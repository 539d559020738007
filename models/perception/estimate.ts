import type { Unit } from '../../bridge/protocol/units.ts';

/** A value that was measured, and how far to trust it. */
export interface Estimate<T> {
  value: T;
  confidence: Unit;
}
