/** What a meter means in quarters and beats. */
import type { Meter } from './attributes.ts';
import type { BeatsPerMinute, Quarters, Seconds } from './units.ts';

/** Numerator and denominator of a meter: `6/8` → `[6, 8]`. */
export function meterFraction(meter: Meter): readonly [number, number] {
  const [upper, lower] = meter.split('/').map(Number) as [number, number];
  return [upper, lower];
}

/** True for 6/8, 9/8 and 12/8, whose beat is a dotted quarter. */
export function isCompound(meter: Meter): boolean {
  const [upper, lower] = meterFraction(meter);
  return lower === 8 && upper % 3 === 0;
}

/** Length of a bar in quarters: 4/4 → 4, 6/8 → 3, 7/8 → 3.5. */
export function barQuarters(meter: Meter): Quarters {
  const [upper, lower] = meterFraction(meter);
  return (upper * 4) / lower;
}

/** Length of the beat that a tempo counts: a quarter, or a dotted quarter in compound meters. */
export function beatQuarters(meter: Meter): Quarters {
  return isCompound(meter) ? 1.5 : 1;
}

/** Length of one bar at a steady tempo. */
export function barSeconds(meter: Meter, tempo: BeatsPerMinute): Seconds {
  return ((barQuarters(meter) / beatQuarters(meter)) * 60) / tempo;
}
