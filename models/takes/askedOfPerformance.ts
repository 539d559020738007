/**
 * What was asked of a span of a performance: the brief at its beginning, then the steering log bar by bar, and the tempos of whoever
 * led. Read from these alone: the score that is measured against it has no part in it.
 */
import { barQuarters, beatQuarters } from '../../bridge/protocol/meter.ts';
import { tickToSeconds } from '../../bridge/protocol/tempoMap.ts';
import { ticksPerQuarter } from '../../bridge/protocol/units.ts';
import type { Meter } from '../../bridge/protocol/attributes.ts';
import type { Brief } from '../../bridge/protocol/brief.ts';
import type { PerformedSpan } from '../../bridge/protocol/performance.ts';
import type { Seconds, Ticks } from '../../bridge/protocol/units.ts';

/** A stretch of the span in which one thing was asked. Ticks and bars count from the beginning of the span, bars from 0. */
export interface AskedStretch<T> {
  value: T;
  tick: Ticks;
  endTick: Ticks;
  bar: number;
  bars: number;
}

/** All that was asked of a span. */
export interface AskedOfPerformance {
  keys: AskedStretch<string>[];
  meters: AskedStretch<Meter>[];
  /** In beats per minute of the meter that holds. */
  tempos: AskedStretch<number>[];
  /** Of the music, without what rings out. */
  seconds: Seconds;
}

interface AskedBar {
  tick: Ticks;
  length: Ticks;
  key: string;
  meter: Meter;
}

/** Reads it. */
export function askedOfPerformance(
  { attributes }: Brief,
  { log, from, to }: PerformedSpan,
): AskedOfPerformance {
  const bars: AskedBar[] = [];
  let [tick, key, meter]: [Ticks, string, Meter] = [0, attributes.key.value, attributes.meter.value];
  let start: Ticks = 0;
  for (let bar = 0; bar < to; bar++) {
    for (const { values } of log.steering.filter((entry) => entry.bar === bar)) {
      key = values.key ?? key;
      meter = values.meter ?? meter;
    }
    if (bar === from) start = tick;
    const length = barQuarters(meter) * ticksPerQuarter;
    if (bar >= from) bars.push({ tick: tick - start, length, key, meter });
    tick += length;
  }
  const tempos = log.tempos.map((change) => ({ ...change, tick: change.tick - start }));
  return {
    keys: stretchesOf(bars, (bar) => bar.key),
    meters: stretchesOf(bars, (bar) => bar.meter),
    tempos: temposOf(bars, tempos),
    seconds: secondsAt(tempos, tick - start) - secondsAt(tempos, 0),
  };
}

function stretchesOf<T>(bars: readonly AskedBar[], read: (bar: AskedBar) => T): AskedStretch<T>[] {
  const stretches: AskedStretch<T>[] = [];
  bars.forEach((one, bar) => {
    const [last, value] = [stretches.at(-1), read(one)];
    const endTick = one.tick + one.length;
    if (last?.value === value) Object.assign(last, { endTick, bars: last.bars + 1 });
    else stretches.push({ value, tick: one.tick, endTick, bar, bars: 1 });
  });
  return stretches;
}

type Tempos = PerformedSpan['log']['tempos'];

function temposOf(bars: readonly AskedBar[], tempos: Tempos): AskedStretch<number>[] {
  const end = bars.at(-1);
  if (end === undefined) return [];
  const meters = stretchesOf(bars, (bar) => bar.meter);
  const cuts = [...tempos.map(({ tick }) => Math.max(0, tick)), ...meters.map(({ tick }) => tick)];
  const lines = [...new Set(cuts)].filter((tick) => tick < end.tick + end.length).sort((a, b) => a - b);
  const stretches: AskedStretch<number>[] = [];
  lines.forEach((tick, i) => {
    const endTick = lines[i + 1] ?? end.tick + end.length;
    const bar = bars.findLastIndex((one) => one.tick <= tick);
    const { length, meter, tick: line } = bars[bar] ?? end;
    const held = tempos.findLast((one) => one.tick <= tick) ?? tempos[0];
    const tempo = 60_000_000 / (held?.microsecondsPerQuarter ?? 500_000) / beatQuarters(meter);
    const stretch = { value: tempo, tick, endTick, bar: bar + (tick - line) / length };
    const last = stretches.at(-1);
    if (last?.value === tempo) Object.assign(last, { endTick, bars: last.bars + (endTick - tick) / length });
    else stretches.push({ ...stretch, bars: (endTick - tick) / length });
  });
  return stretches;
}

/** Seconds from the first of these tempos, which may lie before the span. */
function secondsAt(tempos: Tempos, tick: Ticks): Seconds {
  const first = Math.min(0, tempos[0]?.tick ?? 0);
  const moved = tempos.map((change) => ({ ...change, tick: change.tick - first }));
  return tickToSeconds(moved, tick - first);
}
