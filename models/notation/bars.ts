/** The bars of a score: where each begins, how long it is, and where its beats are. */
import { barQuarters, isCompound } from '../../bridge/protocol/meter.ts';
import { ticksPerQuarter } from '../../bridge/protocol/units.ts';
import type { Meter } from '../../bridge/protocol/attributes.ts';
import type { Score } from '../../bridge/protocol/score.ts';
import type { Ticks } from '../../bridge/protocol/units.ts';

/** One bar. */
export interface Bar {
  /** From 1; a bar that is cut short has a number too. */
  number: number;
  tick: Ticks;
  /** As long as its meter says, or shorter: a pickup, the bar before a change of meter, the end of a cut piece. */
  length: Ticks;
  meter: Meter;
  /** True where the meter is to be written: in the first bar and where it changes. */
  isMeterNew: boolean;
  /** Shorter than its meter. */
  isPartial: boolean;
  /** Ticks of its beat groups; the last is cut with the bar. */
  beats: Beat[];
}

/** One beat of a bar: a quarter, a dotted quarter in compound meters, or the long group of 7/8. */
export interface Beat {
  tick: Ticks;
  length: Ticks;
}

/**
 * The bars from the start to the end of the music. A meter that changes within a bar cuts it short there, which is also how
 * a pickup is written: a first meter, and the next one after the pickup's length.
 */
export function barsOf({ meters, endTick }: Pick<Score, 'meters' | 'endTick'>): Bar[] {
  const changes = validChanges(meters, endTick);
  return changes.reduce<Bar[]>((bars, { tick, meter }, i) => {
    const until = changes[i + 1]?.tick ?? Math.max(endTick, tick + 1);
    const whole = barQuarters(meter) * ticksPerQuarter;
    const isMeterNew = bars.at(-1)?.meter !== meter;
    for (let at = tick; at < until; at += whole) {
      const length = Math.min(whole, until - at);
      const isFirst = at === tick;
      bars.push({
        number: bars.length + 1,
        tick: at,
        length,
        meter,
        isMeterNew: isFirst && isMeterNew,
        isPartial: length < whole,
        beats: beatsOf(meter, at, length),
      });
    }
    return bars;
  }, []);
}

/** Index of the bar that a tick lies in; the last one for what lies behind. */
export function barIndexAt(bars: readonly Bar[], tick: Ticks): number {
  let low = 0;
  let high = bars.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((bars[middle]?.tick ?? Infinity) <= tick) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Sorted, the first at 0, one a tick, none behind the end. */
function validChanges(meters: Score['meters'], endTick: Ticks): Score['meters'] {
  const sorted = [...meters].sort((a, b) => a.tick - b.tick);
  const first = sorted.findLast(({ tick }) => tick <= 0) ?? { tick: 0, meter: sorted[0]?.meter ?? '4/4' };
  const later = sorted.filter(({ tick }, i) => tick > 0 && tick < endTick && sorted[i + 1]?.tick !== tick);
  return [{ ...first, tick: 0 }, ...later];
}

function beatsOf(meter: Meter, start: Ticks, length: Ticks): Beat[] {
  const eighth = ticksPerQuarter / 2;
  const beat = isCompound(meter) ? 3 * eighth : ticksPerQuarter;
  const lengths = meter === '7/8' ? [2 * eighth, 2 * eighth, 3 * eighth] : [];
  const beats: Beat[] = [];
  for (let at = 0, i = 0; at < length; i++) {
    const whole = lengths[i] ?? beat;
    beats.push({ tick: start + at, length: Math.min(whole, length - at) });
    at += whole;
  }
  return beats;
}
