/**
 * Prepares another key: a chord that both keys have, then the dominant seventh of the new one, in one bar. The tonic of the new key
 * follows on the next bar line. Keys without a common chord are prepared by the dominant alone (Piston, *Harmony*, ch. 14).
 */
import { parseChord } from '../theory/chord.ts';
import { mod, scaleClasses } from '../theory/scale.ts';
import { splitBar } from './writeHarmony.ts';
import type { Ticks } from '../../../../bridge/protocol/units.ts';
import type { BarGrid } from '../request.ts';
import type { Chord } from '../theory/chord.ts';
import type { Key } from '../theory/scale.ts';
import type { ChordSpan } from './writeHarmony.ts';

/** Degrees of the new key that may be the pivot: those that lead to a dominant first. */
const pivotDegrees = ['2', '4', '6', '3', '5', '7'];
/** The dominant seventh of the first degree, with its leading tone, in every mode. */
const dominant = 'D1';
const tonic = '1';

/** The chord that both keys have, as a chord of the new one; undefined where they have none. */
export function pivotChord(from: Key, to: Key): Chord | undefined {
  const old = scaleClasses(from);
  return pivotDegrees
    .map((degree) => parseChord(degree, to))
    .find(({ tones }) => tones.every((tone) => old.includes(tone)) && isPerfect(tones));
}

/** True where the fifth is perfect: a diminished chord says nothing of where it comes from. */
function isPerfect([root = 0, , fifth = 0]: readonly number[]): boolean {
  return mod(fifth - root, 12) === 7;
}

/** The harmony of a phrase in the new key, its first bar made the way into it. One bar is the least that a phrase must have; two are better. */
export function prepareKey(spans: readonly ChordSpan[], from: Key, to: Key, grid: BarGrid): ChordSpan[] {
  const first = spans[0];
  if (first === undefined) return [];
  const { phrase, tick } = first;
  const rest = spans.flatMap((span) => laterThan(span, tick + grid.bar));
  const [arrival, ...others] = rest;
  const arrives = arrival === undefined ? [] : [{ ...arrival, chord: parseChord(tonic, to) }];
  return [...wayInto(from, to, grid, tick, phrase), ...arrives, ...others];
}

function wayInto(from: Key, to: Key, grid: BarGrid, tick: Ticks, phrase: number): ChordSpan[] {
  const pivot = pivotChord(from, to);
  const goal = parseChord(dominant, to);
  const [half = grid.bar] = splitBar(grid.groups);
  if (pivot === undefined || half >= grid.bar) return [{ tick, duration: grid.bar, chord: goal, phrase }];
  return [
    { tick, duration: half, chord: pivot, phrase },
    { tick: tick + half, duration: grid.bar - half, chord: goal, phrase },
  ];
}

function laterThan(span: ChordSpan, from: Ticks): ChordSpan[] {
  const end = span.tick + span.duration;
  if (end <= from) return [];
  return [span.tick >= from ? span : { ...span, tick: from, duration: end - from }];
}
