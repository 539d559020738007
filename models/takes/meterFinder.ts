/**
 * Whether notes have the accents of a meter: most begins, and what is longest begins, on its bar lines. A meter whose bars are as long
 * (3/4 and 6/8) or twice as long cannot be told from it by this alone.
 *
 * It is given notes and a first bar line only.
 */
import { meters } from '../../bridge/protocol/attributes.ts';
import { barQuarters } from '../../bridge/protocol/meter.ts';
import { ticksPerQuarter } from '../../bridge/protocol/units.ts';
import type { Meter } from '../../bridge/protocol/attributes.ts';
import type { Note } from '../../bridge/protocol/score.ts';
import type { Ticks } from '../../bridge/protocol/units.ts';

/** Players are before and after the beat by less. */
const near: Ticks = 60;
/** A meter that is accented by so much less than the clearest one is not heard. */
const clear = 0.8;
const longestCounted: Ticks = 4 * ticksPerQuarter;

/** The meter that the accents show most clearly: the asked one where none is clearer. Bars count from `start` to `end`. */
export function findMeter(notes: readonly Note[], start: Ticks, end: Ticks, asked: Meter): Meter {
  const accents = meters.map((meter) => ({ meter, accent: accentOf(notes, start, end, meter) }));
  const [clearest] = [...accents].sort((a, b) => b.accent - a.accent);
  const own = accents.find(({ meter }) => meter === asked)?.accent ?? 0;
  return clearest === undefined || own >= clear * clearest.accent ? asked : clearest.meter;
}

/** How much begins on its bar lines, on average. */
function accentOf(notes: readonly Note[], start: Ticks, end: Ticks, meter: Meter): number {
  const bar = barQuarters(meter) * ticksPerQuarter;
  const lines = Math.max(1, Math.floor((end - start) / bar));
  const sum = notes.reduce((total, { tick, duration, midiVelocity }) => {
    const line = Math.round((tick - start) / bar);
    const isOn = line >= 0 && line < lines && Math.abs(tick - start - line * bar) <= near;
    return isOn ? total + Math.min(duration, longestCounted) * midiVelocity : total;
  }, 0);
  return sum / lines;
}
