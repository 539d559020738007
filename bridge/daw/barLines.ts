/** Bars of a score: where each begins, through all changes of meter. */
import { ticksPerQuarter } from '../protocol/units.ts';
import type { Ticks } from '../protocol/units.ts';

/** A meter from a tick on; the first at 0. Changes lie on bar lines. */
export interface MeterFrom {
  tick: Ticks;
  numerator: number;
  denominator: number;
}

const common: MeterFrom = { tick: 0, numerator: 4, denominator: 4 };

/** The tick at which a bar begins; bars count from 1. */
export function barTick(meters: readonly MeterFrom[], bar: number): Ticks {
  let left = bar - 1;
  const spans = spansOf(meters);
  for (const { tick, length, bars } of spans) {
    if (left < bars) return tick + left * length;
    left -= bars;
  }
  return 0;
}

/** The bar that a tick is in. */
export function barAt(meters: readonly MeterFrom[], tick: Ticks): number {
  let bar = 1;
  for (const span of spansOf(meters)) {
    const into = Math.floor((tick - span.tick) / span.length);
    if (into < span.bars) return bar + into;
    bar += span.bars;
  }
  return bar;
}

/** The meter that holds at a tick. */
export function meterAt(meters: readonly MeterFrom[], tick: Ticks): MeterFrom {
  return meters.filter((meter) => meter.tick <= tick).at(-1) ?? common;
}

/** Spans of one meter: length of a bar in ticks and how many there are, the last without end. */
function spansOf(meters: readonly MeterFrom[]): { tick: Ticks; length: Ticks; bars: number }[] {
  const known = meters[0]?.tick === 0 ? meters : [common, ...meters];
  return known.map(({ tick, numerator, denominator }, i) => {
    const length = (ticksPerQuarter * 4 * numerator) / denominator;
    const next = known[i + 1]?.tick;
    return { tick, length, bars: next === undefined ? Infinity : Math.round((next - tick) / length) };
  });
}
