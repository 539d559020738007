/** Bars of another length, and what they cost against a change of tempo. */
import { barQuarters } from '../../../../bridge/protocol/meter.ts';
import { ticksPerQuarter } from '../../../../bridge/protocol/units.ts';
import type { Meter } from '../../../../bridge/protocol/attributes.ts';
import type { Ticks } from '../../../../bridge/protocol/units.ts';

/** One bar of another meter. */
export interface BarChange {
  meter: Meter;
  ticks: Ticks;
  cost: number;
}

/**
 * What may stand once between bars of a meter, the most usual first. A bar of two in common time is the film composer's
 * habit; a beat more or less comes next, an eighth more or less last.
 */
const usual: Readonly<Record<Meter, Partial<Record<Meter, number>>>> = {
  '2/4': { '3/4': 1.3, '4/4': 1.4, '7/8': 2.6 },
  '3/4': { '4/4': 1.3, '2/4': 1.4, '5/4': 1.8, '7/8': 2.2 },
  '4/4': { '2/4': 1.1, '3/4': 1.3, '5/4': 1.4, '7/8': 2.2, '9/8': 2.4 },
  '5/4': { '4/4': 1.2, '3/4': 1.2, '2/4': 1.4, '9/8': 2 },
  '6/8': { '9/8': 1.2, '12/8': 1.4, '4/4': 1.9, '7/8': 2, '5/4': 2.2 },
  '7/8': { '4/4': 1.2, '3/4': 1.3, '2/4': 1.4, '9/8': 1.8, '5/4': 1.8 },
  '9/8': { '6/8': 1.2, '12/8': 1.3, '4/4': 1.9, '7/8': 2 },
  '12/8': { '6/8': 1.1, '9/8': 1.3, '5/4': 1.9, '7/8': 2.2 },
};

const changes = new Map<Meter, readonly BarChange[]>(
  (Object.entries(usual) as [Meter, Partial<Record<Meter, number>>][]).map(([meter, others]) => [
    meter,
    (Object.entries(others) as [Meter, number][]).map(([other, cost]) => {
      return { meter: other, ticks: barQuarters(other) * ticksPerQuarter, cost };
    }),
  ]),
);

/** The bars that may stand once among bars of a meter. */
export function barChanges(meter: Meter): readonly BarChange[] {
  return changes.get(meter) ?? [];
}
