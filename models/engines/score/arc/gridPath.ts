/**
 * Finds bars and tempi that meet the marks: the cheapest way through the grid, mark by mark.
 *
 * ```
 * 0 ──leg 0──► mark ──leg 1──► mark ──leg 2──► end        a leg: whole bars, one of them perhaps of another length,
 *                                                         at its tempo times 0.97 … 1.03
 * ```
 * Costs: a little tempo is the cheapest, then a bar of another length, then a hit beside the first beat of its bar, and dearest
 * of all a hit off the beat. A beam of the best ways is kept from mark to mark; the same request gives the same path everywhere.
 */
import { barChanges } from './barChanges.ts';
import { legSeconds } from './gridLeg.ts';
import { beatQuarters } from '../../../../bridge/protocol/meter.ts';
import { ticksPerQuarter } from '../../../../bridge/protocol/units.ts';
import type { Seconds, Ticks, Unit } from '../../../../bridge/protocol/units.ts';
import type { BarChange } from './barChanges.ts';
import type { GridLeg } from './gridLeg.ts';

/** A moment that the grid is to reach. */
export interface GridMark {
  /** `section`: begins a bar, near to its moment. `hit`: at its moment, on the best place of the bar. `both`: at its moment, on the first beat. */
  kind: 'section' | 'hit' | 'both';
  seconds: Seconds;
  strength: Unit;
}

/** What is searched for. */
export interface GridRequest {
  /** One more than there are marks. */
  legs: readonly GridLeg[];
  marks: readonly GridMark[];
  /** Of the whole take. */
  seconds: Seconds;
  /** Seconds after the last bar: the fewest, and the usual. */
  ringOut: readonly [Seconds, Seconds];
}

/** A leg that was laid. */
export interface LaidLeg {
  ticks: Ticks;
  /** The tempo against the leg's own, 0.97 … 1.03. */
  factor: number;
  /** The last whole bar before the mark, where it has another length. */
  change?: BarChange | undefined;
  /** Ticks into the bar at the leg's end. */
  phase: Ticks;
  /** Seconds at the leg's end. */
  time: Seconds;
}

/** The most that the tempo may leave what was asked for. */
export const mostTempoChange = 0.03;
/** Within this a hit is met; the search stays a little inside, for what is rounded later. */
const tolerance: Seconds = 0.03;
const beam = 40;

interface State extends LaidLeg {
  cost: number;
  from: State | undefined;
}

/** Lays all legs; undefined where no way leads to the end. */
export function findGridPath({ legs, marks, seconds, ringOut }: GridRequest): LaidLeg[] | undefined {
  let states: State[] = [{ ticks: 0, factor: 1, phase: 0, time: 0, cost: 0, from: undefined }];
  for (const [i, mark] of marks.entries()) {
    const leg = legs[i];
    if (leg === undefined) return undefined;
    states = best(states.flatMap((state) => waysTo(state, leg, mark)));
  }
  const last = legs[marks.length];
  if (last === undefined) return undefined;
  const [found] = best(states.flatMap((state) => waysToEnd(state, last, seconds, ringOut)));
  return found === undefined ? undefined : traceBack(found);
}

function waysTo(state: State, leg: GridLeg, mark: GridMark): State[] {
  const wanted = Math.max(0.001, mark.seconds - state.time);
  if (mark.kind === 'section') return barsTo(state, leg, wanted);
  const onBars = waysOnto(state, leg, mark, wanted);
  return onBars.length > 0 || mark.kind === 'hit' ? onBars : barsTo(state, leg, wanted);
}

/** Whole bars to a moment that need not be met exactly. */
function barsTo(state: State, leg: GridLeg, wanted: Seconds): State[] {
  const rest = state.phase === 0 ? 0 : leg.bar - state.phase;
  const barLength = legSeconds({ ...leg, next: undefined, ritardando: undefined }, leg.bar);
  const about = Math.round((wanted - legSeconds(leg, rest)) / barLength);
  const least = rest === 0 ? 1 : 0;
  const counts = new Set([-2, -1, 0, 1, 2].map((more) => Math.max(least, about + more)));
  return [...counts].flatMap((bars) => {
    const ticks = rest + bars * leg.bar;
    const length = legSeconds(leg, ticks);
    const factors = new Set([1, clampFactor(length / wanted)]);
    return [...factors].map((factor) => {
      const time = state.time + length / factor;
      const late = Math.abs(length / factor - wanted) / barLength;
      const odd = bars % 4 === 0 ? 0 : bars % 2 === 0 ? 0.15 : 0.4;
      const cost = late * late * 3 + odd + tempoCost(factor, state.factor);
      return { ticks, factor, phase: 0, time, cost: state.cost + cost, from: state };
    });
  });
}

/** To the moment itself, on whatever place of the bar. */
function waysOnto(state: State, leg: GridLeg, mark: GridMark, wanted: Seconds): State[] {
  const mustBegin = mark.kind === 'both';
  for (const unit of unitsOf(leg)) {
    const ways = placesNear(leg, wanted, unit, state.phase).flatMap(({ ticks, factor, error }) =>
      barsFor(state, leg, ticks).flatMap((bars) => {
        if (mustBegin && bars.phase !== 0) return [];
        const cost =
          tempoCost(factor, state.factor) +
          (bars.change?.cost ?? 0) +
          placeCost(bars.phase, leg, unit) * (0.4 + mark.strength) +
          (error / tolerance) ** 2 * 0.5;
        const time = state.time + legSeconds(leg, ticks) / factor;
        return [{ ticks, factor, ...bars, time, cost: state.cost + cost, from: state }];
      }),
    );
    if (ways.length > 0) return ways;
  }
  // So near to what was before that no note falls there: the same moment is the nearest.
  return mustBegin ? [] : [{ ...state, ticks: 0, change: undefined, cost: state.cost + 20, from: state }];
}

/** Beats, eighths, sixteenths, and finer where nothing else is near enough. A beat divides the bar. */
function unitsOf({ meter, bar }: GridLeg): Ticks[] {
  const beat = beatQuarters(meter) * ticksPerQuarter;
  return [...(bar % beat === 0 ? [beat] : []), 240, 120, 60, 30, 20];
}

/** Lengths of the leg from which its end falls on a unit of the bar, within the tolerance. */
function placesNear(
  leg: GridLeg,
  wanted: Seconds,
  unit: Ticks,
  phase: Ticks,
): { ticks: Ticks; factor: number; error: Seconds }[] {
  const perTick = legSeconds({ ...leg, next: undefined, ritardando: undefined }, leg.bar) / leg.bar;
  const reach =
    wanted * mostTempoChange * 1.2 +
    tolerance +
    Math.abs(legSeconds(leg, Math.round(wanted / perTick)) - wanted);
  const first = Math.ceil(((wanted - reach) / perTick + phase) / unit);
  const last = Math.floor(((wanted + reach) / perTick + phase) / unit);
  const places: { ticks: Ticks; factor: number; error: Seconds }[] = [];
  for (let at = first; at <= last; at++) {
    const ticks = at * unit - phase;
    if (ticks <= 0) continue;
    const length = legSeconds(leg, ticks);
    const factor = clampFactor(length / wanted);
    const error = Math.abs(length / factor - wanted);
    if (error <= tolerance) places.push({ ticks, factor, error });
  }
  return places;
}

/** How so many ticks fall into bars: as they come, or with one bar of another length. */
function barsFor(state: State, leg: GridLeg, ticks: Ticks): Pick<LaidLeg, 'phase' | 'change'>[] {
  const rest = state.phase === 0 ? 0 : leg.bar - state.phase;
  if (ticks < rest) return [{ phase: state.phase + ticks }];
  const inside = ticks - rest;
  const changed = barChanges(leg.meter)
    .filter((change) => change.ticks <= inside)
    .map((change) => ({ phase: (inside - change.ticks) % leg.bar, change }))
    // Another bar is only worth it where it brings the first beat.
    .filter(({ phase }) => phase === 0);
  return [{ phase: inside % leg.bar }, ...changed];
}

function waysToEnd(
  state: State,
  leg: GridLeg,
  seconds: Seconds,
  [least, usual]: readonly [Seconds, Seconds],
): State[] {
  const rest = state.phase === 0 ? 0 : leg.bar - state.phase;
  const barLength = legSeconds({ ...leg, next: undefined, ritardando: undefined }, leg.bar);
  const left = seconds - state.time;
  const most = Math.ceil((left * 1.04) / barLength);
  const fewest = Math.max(rest === 0 ? 1 : 0, Math.floor((left - usual - 3 * barLength) / barLength));
  const ways: State[] = [];
  for (let bars = fewest; bars <= most; bars++) {
    const ticks = rest + bars * leg.bar;
    if (ticks === 0) continue;
    const length = legSeconds(leg, ticks);
    for (const ring of [usual, least, left - length]) {
      const factor = clampFactor(length / Math.max(0.001, left - ring));
      const ringsFor = left - length / factor;
      if (ringsFor < 0) continue;
      const short = ringsFor < least ? (4 * (least - ringsFor)) / least : 0;
      const long = Math.abs(ringsFor - usual) / Math.max(1, usual);
      const odd = bars % 4 === 0 ? 0 : bars % 2 === 0 ? 0.2 : 0.5;
      const cost = state.cost + short + long + odd + tempoCost(factor, state.factor);
      ways.push({ ticks, factor, phase: 0, time: state.time + length / factor, cost, from: state });
    }
  }
  return ways;
}

/** 0 where nothing changes, 1 at the most that is allowed, and a little for every change against the leg before. */
function tempoCost(factor: number, before: number): number {
  const away = (factor - 1) / mostTempoChange;
  const jump = (factor - before) / mostTempoChange;
  return away * away + 0.15 * jump * jump;
}

/** The first beat is free; half bars, beats, and what lies between them are dearer and dearer. */
function placeCost(phase: Ticks, leg: GridLeg, unit: Ticks): number {
  if (phase === 0) return 0;
  if (unit < 120) return 7;
  if (unit < 240) return 5.5;
  if (unit < 480) return 4.2;
  return 2 * phase === leg.bar ? 1.8 : 2.6;
}

function clampFactor(factor: number): number {
  return Math.min(1 + mostTempoChange, Math.max(1 - mostTempoChange, factor));
}

/** The cheapest, one for each place in the bar and hundredth of a second. */
function best(states: readonly State[]): State[] {
  const sorted = [...states].sort((a, b) => a.cost - b.cost || a.time - b.time || a.ticks - b.ticks);
  const seen = new Set<string>();
  const kept: State[] = [];
  for (const state of sorted) {
    const place = `${state.phase}/${Math.round(state.time * 100)}`;
    if (seen.has(place)) continue;
    seen.add(place);
    kept.push(state);
    if (kept.length === beam) break;
  }
  return kept;
}

function traceBack(end: State): LaidLeg[] {
  const legs: LaidLeg[] = [];
  for (let state: State | undefined = end; state?.from !== undefined; state = state.from) {
    const { ticks, factor, change, phase, time } = state;
    legs.unshift({ ticks, factor, change, phase, time });
  }
  return legs;
}
