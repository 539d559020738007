/** Lengths → note values: whole, half, dotted quarter, triplet eighth … such that the beats of a bar can be seen. */
import type { Ticks } from '../../bridge/protocol/units.ts';
import type { Bar } from './bars.ts';

/** Names of note values as MusicXML has them. */
export type ValueName =
  'breve' | 'whole' | 'half' | 'quarter' | 'eighth' | '16th' | '32nd' | '64th' | '128th';

/** A length that one sign can show. */
export interface NoteValue {
  tick: Ticks;
  length: Ticks;
  name: ValueName;
  dots: 0 | 1;
  /** Three in the time of two. */
  isTriplet: boolean;
}

const plain: readonly (readonly [Ticks, ValueName])[] = [
  [3840, 'breve'],
  [1920, 'whole'],
  [960, 'half'],
  [480, 'quarter'],
  [240, 'eighth'],
  [120, '16th'],
  [60, '32nd'],
  [30, '64th'],
  [15, '128th'],
];

interface Sign {
  length: Ticks;
  name: ValueName;
  dots: 0 | 1;
}

/** The longest first. */
const signs: readonly Sign[] = plain
  .flatMap(([length, name]): Sign[] => [
    { length, name, dots: 0 },
    ...(length > 60 && length < 3840 ? [{ length: length * 1.5, name, dots: 1 as const }] : []),
  ])
  .sort((a, b) => b.length - a.length);

const tripletSigns: readonly Sign[] = plain
  .filter(([length]) => length <= 480 && length >= 60)
  .map(([length, name]) => ({ length: (length * 2) / 3, name, dots: 0 }));

/**
 * Divides a span of a bar. What begins on a beat may last over others if it ends on one; what begins between two ends
 * at the next at the latest, but for the syncopated quarter. Rests are not syncopated, and not dotted in simple meters.
 */
export function noteValues(
  bar: Bar,
  from: Ticks,
  until: Ticks,
  triplets: ReadonlySet<Ticks>,
  kind: 'note' | 'rest',
): NoteValue[] {
  const values: NoteValue[] = [];
  for (let tick = from; tick < until;) {
    const value = nextValue(bar, tick, until, triplets, kind);
    values.push(value);
    tick += value.length;
  }
  return values;
}

function nextValue(
  bar: Bar,
  tick: Ticks,
  until: Ticks,
  triplets: ReadonlySet<Ticks>,
  kind: 'note' | 'rest',
): NoteValue {
  const beat = bar.beats.findLast((one) => one.tick <= tick) ?? { tick: bar.tick, length: bar.length };
  const beatEnd = beat.tick + beat.length;
  const inBeat = Math.min(until, beatEnd) - tick;
  if (triplets.has(beat.tick) && !(tick === beat.tick && until >= beatEnd)) {
    return { tick, ...largest(tripletSigns, inBeat), isTriplet: true };
  }
  const isDotless = kind === 'rest' && beat.length !== 720;
  const allowed = isDotless ? signs.filter(({ dots }) => dots === 0) : signs;
  if (tick > beat.tick) {
    const isSyncopated = kind === 'note' && beatEnd - tick === 240 && until - tick >= 480;
    const length = isSyncopated && staysClear(bar, tick, triplets) ? 480 : inBeat;
    return { tick, ...largest(allowed, length), isTriplet: false };
  }
  if (until < beatEnd) return { tick, ...largest(allowed, inBeat), isTriplet: false };
  const ends = new Set([...bar.beats.map((one) => one.tick), bar.tick + bar.length]);
  const fitting = allowed.find(
    ({ length }) =>
      length <= until - tick && ends.has(tick + length) && !hidesMiddle(bar, tick, length, kind),
  );
  return { tick, ...(fitting ?? largest(allowed, inBeat)), isTriplet: false };
}

/** The longest sign within a length. Shorter lengths than any sign do not occur: written times lie on grids. */
function largest(from: readonly Sign[], length: Ticks): Sign {
  const found = from.find((sign) => sign.length <= length);
  return found ?? { length, name: '128th', dots: 0 };
}

/** A quarter from the half of a beat to the half of the next one: not over the middle of a bar of four, nor into triplets. */
function staysClear(bar: Bar, tick: Ticks, triplets: ReadonlySet<Ticks>): boolean {
  const next = bar.beats.find((one) => one.tick === tick + 240);
  if (next?.length !== 480 || triplets.has(next.tick)) return false;
  return bar.meter !== '4/4' || tick + 240 !== bar.tick + 960;
}

/** In 4/4 rests do not cross the middle of the bar, and a note does so only from its first or second beat. */
function hidesMiddle(bar: Bar, tick: Ticks, length: Ticks, kind: 'note' | 'rest'): boolean {
  if (bar.meter !== '4/4' || bar.length !== 1920) return false;
  const middle = bar.tick + 960;
  const isCrossing = tick < middle && tick + length > middle;
  return isCrossing && kind === 'rest' && length < 1920;
}
