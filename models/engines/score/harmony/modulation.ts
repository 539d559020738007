/**
 * Prepares another key: a chord that both keys have, then the dominant seventh of the new one, in one bar. The tonic of the new key
 * follows on the next bar line. Keys without a common chord are prepared by the dominant alone (Piston, *Harmony*, ch. 14).
 */
import { parseChord } from '../theory/chord.ts';
import { mod, scaleClasses } from '../theory/scale.ts';
import { splitBar } from './writeHarmony.ts';
import type { PitchClass, Ticks } from '../../../../bridge/protocol/units.ts';
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

/** How another key is reached. */
export type KeyWay = 'pivot' | 'common-tone' | 'dominant';

/** A harmony whose last bar is the way into the key that follows, and how that goes. */
export function leadInto(
  spans: readonly ChordSpan[],
  from: Key,
  to: Key,
  grid: BarGrid,
): { spans: ChordSpan[]; way: KeyWay } {
  const last = spans.at(-1);
  if (last === undefined) return { spans: [], way: 'dominant' };
  const tick = last.tick + last.duration - grid.bar;
  const before = spans.flatMap((span) => earlierThan(span, tick));
  if (pivotChord(from, to) !== undefined)
    return { spans: [...before, ...wayInto(from, to, grid, tick, last.phrase)], way: 'pivot' };
  if (commonTone(from, to) === undefined)
    return { spans: [...before, ...wayInto(from, to, grid, tick, last.phrase)], way: 'dominant' };
  // The old tonic, of which one tone stays while all else moves (Piston, ch. 14; the mediants of Romantic music).
  const held = { tick, duration: grid.bar, chord: parseChord(tonic, from), phrase: last.phrase };
  return { spans: [...before, held], way: 'common-tone' };
}

/** The tone that both tonic triads have; undefined where they have none. */
export function commonTone(from: Key, to: Key): PitchClass | undefined {
  const old = parseChord(tonic, from).tones;
  return parseChord(tonic, to).tones.find((tone) => old.includes(tone));
}

/** The harmony with the tonic as its first chord: another key has arrived. */
export function arriveIn(spans: readonly ChordSpan[], key: Key): ChordSpan[] {
  return spans.map((span, i) => (i === 0 ? { ...span, chord: parseChord(tonic, key) } : span));
}

function earlierThan(span: ChordSpan, end: Ticks): ChordSpan[] {
  if (span.tick >= end) return [];
  return [{ ...span, duration: Math.min(span.duration, end - span.tick) }];
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
