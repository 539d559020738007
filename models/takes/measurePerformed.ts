/**
 * Measures a take that was kept of a performance: what brief and steering asked of each of its spans against what its notes say, and
 * what the player counted while it sounded against the notes that were made again.
 *
 * ```
 *  brief, log ─► askedOfPerformance ─► tempo, key, meter of each span ─┐
 *  score ─► onsets, scale, accents, blindly ───────────────────────────┴─► agrees, or a failure
 *  heard (counted while it sounded) ─────────────► the same notes, as long ─┘
 * ```
 */
import { withNote, noNotes } from '../../bridge/protocol/heardNotes.ts';
import { tickToSeconds } from '../../bridge/protocol/tempoMap.ts';
import { ringOut } from '../engines/score/endless/performedScore.ts';
import { askedOfPerformance } from './askedOfPerformance.ts';
import { keyOf, measuredSound, measureKey, nameOf, pitchedNotes, soundFailures } from './measureTake.ts';
import { findMeter } from './meterFinder.ts';
import { findScale, scaleOf } from './scaleFinder.ts';
import { measureTempo } from './tempoMeter.ts';
import type { Meter } from '../../bridge/protocol/attributes.ts';
import type { Brief } from '../../bridge/protocol/brief.ts';
import type { PerformedSpan } from '../../bridge/protocol/performance.ts';
import type { Note, Score } from '../../bridge/protocol/score.ts';
import type { AskedOfSpan, Measured } from '../../bridge/protocol/take.ts';
import type { Ticks } from '../../bridge/protocol/units.ts';
import type { AskedStretch } from './askedOfPerformance.ts';
import type { MeasuredSound } from './measureTake.ts';

/** Below this a span is too short to tell. */
const least = {
  /** Bars: of four bars out of the middle the scale was found in 137 of 144, of eight in all. */
  key: 8,
  /** Bars. */
  meter: 8,
  /** Seconds. */
  tempo: 4,
  /** Bars after which another tonic of the same scale is believed in. */
  tonic: 16,
} as const;
/** By how much another tonic has to be clearer; the right one was behind by 0.29 at most. */
const clearerTonic = 0.4;
/** Ratio within which two tempos are one; the pulse cannot be told finer in a few seconds. */
const sameTempo = 0.01;
/** Seconds by which the sound may differ from what was asked: a bar's rounding. */
const sameSeconds = 0.05;
/** A leading DAW changes its tempo after notes were given out, a quarter of a second ahead. */
const heardSeconds = { share: 0.005, each: 0.25 } as const;

/** Measures it. */
export function measurePerformed(
  score: Score,
  sound: MeasuredSound,
  brief: Brief,
  span: PerformedSpan,
): Measured {
  const asked = askedOfPerformance(brief, span);
  const tempos = asked.tempos.map((one) => tempoOf(score, one));
  const keys = asked.keys.map((one) => keyIn(score, one));
  const spans = [...tempos, ...keys, ...asked.meters.map((one) => meterOf(score, one))];
  const [tempo, key] = [longest(tempos), longest(keys)];
  const blind = measureKey(score, brief);
  const measured = {
    ...measuredSound(sound),
    tempo: Number(tempo?.found ?? Math.round(measureTempo(score).tempo * 1000) / 1000),
    key: key?.found ?? blind.key,
    keyAgrees:
      key === undefined ? blind.key === asked.keys[0]?.value : keys.every((one) => one.agrees !== false),
    notes: score.parts.reduce((sum, part) => sum + part.notes.length, 0),
    remade: false,
  };
  const wanted = asked.seconds + ringOut;
  const isAsLong = Math.abs(measured.seconds - wanted) <= sameSeconds;
  const failures = [
    ...(isAsLong ? [] : [`it lasts ${measured.seconds.toFixed(3)} s instead of ${wanted.toFixed(3)} s`]),
    ...spans.flatMap(failureOf),
    ...heardFailures(score, span),
    ...soundFailures(measured),
  ];
  return { ...measured, spans, failures };
}

function tempoOf(score: Score, { value, ...place }: AskedStretch<number>): AskedOfSpan {
  const { tick, endTick } = place;
  const seconds = tickToSeconds(score.tempos, endTick) - tickToSeconds(score.tempos, tick);
  const asked = { what: 'tempo' as const, ...barsOf(place), asked: shown(value) };
  if (seconds < least.tempo) return asked;
  const { tempo } = measureTempo(cut(score, tick, endTick));
  return { ...asked, found: shown(tempo), agrees: Math.abs(tempo / value - 1) <= sameTempo };
}

/** The key of a stretch, by its scale; the first bar of another key is the way into it. */
export function keyIn(score: Score, { value, ...place }: AskedStretch<string>): AskedOfSpan {
  const asked = { what: 'key' as const, ...barsOf(place), asked: value };
  // The first bar of another key is the way into it.
  const way = place.bar === 0 ? 0 : (place.endTick - place.tick) / place.bars;
  const bars = place.bars - (way === 0 ? 0 : 1);
  const found = findScale(within(pitchedNotes(score), place.tick + way, place.endTick));
  if (bars < least.key || found === undefined) return asked;
  const { tonic, mode } = keyOf(value);
  const [clearest] = found.tonics;
  const own = found.tonics.find((one) => one.tonic === tonic);
  const isBehind = bars >= least.tonic && (clearest?.support ?? 0) > (own?.support ?? 0) + clearerTonic;
  if (found.scale === scaleOf(tonic, mode) && !isBehind) return { ...asked, found: value, agrees: true };
  return { ...asked, found: clearest === undefined ? 'none' : nameOf(clearest), agrees: false };
}

function meterOf(score: Score, { value, ...place }: AskedStretch<Meter>): AskedOfSpan {
  const asked = { what: 'meter' as const, ...barsOf(place), asked: value };
  if (place.bars < least.meter) return asked;
  const notes = score.parts.flatMap((part) => within(part.notes, place.tick, place.endTick));
  const found = findMeter(notes, 0, place.endTick - place.tick, value);
  return { ...asked, found, agrees: found === value };
}

/** The take is made again from the log; whether it is what sounded, only the player's own count can tell. */
function heardFailures(score: Score, { heard }: PerformedSpan): string[] {
  if (heard === undefined) return [];
  const length = heard.until - heard.from;
  const played = score.parts.flatMap(({ role, notes }) => notes.map((note) => ({ role, note })));
  const { notes, check } = played
    .filter(({ note }) => note.tick < length)
    .reduce((sum, { role, note }) => withNote(sum, role, { ...note, tick: note.tick + heard.from }), noNotes);
  const seconds = tickToSeconds(score.tempos, length);
  const tolerance = heardSeconds.share * seconds + heardSeconds.each * score.tempos.length;
  return [
    ...(notes === heard.notes && check === heard.check
      ? []
      : [`its notes are not those that were played: ${notes} instead of ${heard.notes}, or others`]),
    ...(Math.abs(seconds - heard.seconds) <= tolerance
      ? []
      : [`it takes ${seconds.toFixed(1)} s for what was played in ${heard.seconds.toFixed(1)} s`]),
  ];
}

/** What a person is told of a span that is not as asked. */
export function failureOf({ what, bar, asked, found, agrees }: AskedOfSpan): string[] {
  if (agrees !== false) return [];
  return [`its ${what} from bar ${bar} on is ${found} instead of ${asked}`];
}

/** Of those that could be told. */
export function longest(spans: readonly AskedOfSpan[]): AskedOfSpan | undefined {
  return [...spans].filter(({ found }) => found !== undefined).sort((a, b) => b.bars - a.bars)[0];
}

function barsOf({ bar, bars }: Omit<AskedStretch<unknown>, 'value'>): { bar: number; bars: number } {
  return { bar: Math.floor(bar) + 1, bars: Math.round(bars * 1000) / 1000 };
}

function within(notes: readonly Note[], from: Ticks, to: Ticks): Note[] {
  return notes
    .filter(({ tick }) => tick >= from && tick < to)
    .map((note) => ({ ...note, tick: note.tick - from }));
}

/** A span of a score, for the tempo. */
export function cut(score: Score, from: Ticks, to: Ticks): Score {
  const changes = <E extends { tick: Ticks }>(all: readonly E[]): E[] => {
    const held = all.findLast(({ tick }) => tick <= from);
    const inside = all.filter(({ tick }) => tick > from && tick < to);
    const moved = inside.map((one) => ({ ...one, tick: one.tick - from }));
    return held === undefined ? moved : [{ ...held, tick: 0 }, ...moved];
  };
  const parts = score.parts.map((part) => ({ ...part, notes: within(part.notes, from, to) }));
  const [tempos, meters] = [changes(score.tempos), changes(score.meters)];
  return { ...score, parts, tempos, meters, endTick: to - from };
}

function shown(tempo: number): string {
  return `${Math.round(tempo * 1000) / 1000}`;
}
