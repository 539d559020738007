/**
 * The grid of an arc: its bars, its tempo map, and where sections and hits fall on it.
 *
 *   sections, hits ─► marks, legs ─► findGridPath ─► bars, tempi, places
 */
import { styleEndings } from '../../../../bridge/protocol/duration.ts';
import { barQuarters, barSeconds } from '../../../../bridge/protocol/meter.ts';
import { microsecondsPerQuarter, ticksPerQuarter } from '../../../../bridge/protocol/units.ts';
import { quartersPerMinute, tempoSteps } from './gridLeg.ts';
import { findGridPath } from './gridPath.ts';
import type { Meter } from '../../../../bridge/protocol/attributes.ts';
import type { Hit } from '../../../../bridge/protocol/cue.ts';
import type { TempoChange } from '../../../../bridge/protocol/score.ts';
import type { Seconds, Ticks, Unit } from '../../../../bridge/protocol/units.ts';
import type { ArcValues, AskedArc } from './askedArc.ts';
import type { BarChange } from './barChanges.ts';
import type { GridLeg } from './gridLeg.ts';
import type { GridMark, LaidLeg } from './gridPath.ts';

/** A bar with its place. */
export interface GridBar {
  tick: Ticks;
  ticks: Ticks;
  meter: Meter;
}

/** Where a moment fell. */
export interface GridPlace {
  tick: Ticks;
  seconds: Seconds;
  /** The tempo of the leg before it against what was asked, 0.97 … 1.03. */
  factor: number;
  /** The bar of another length that leads to it. */
  change?: BarChange | undefined;
}

/** Hits that are so near to each other that they are one moment. */
export interface HitPlace extends GridPlace {
  hits: Hit[];
  strength: Unit;
}

/** A planned grid. */
export interface ArcGrid {
  bars: GridBar[];
  tempos: TempoChange[];
  /** Where each section of the arc begins, the first at 0. */
  sections: GridPlace[];
  hits: HitPlace[];
  /** Hits for which there is no music. */
  missed: Hit[];
  endTick: Ticks;
  endSeconds: Seconds;
}

/** Hits within this of each other are met by one accent between them. */
const sameMoment: Seconds = 0.066;
/** Hits up to here are met by the beginning. */
const atOnce: Seconds = 0.035;

interface Moment extends GridMark {
  hits: Hit[];
  /** The section that begins here. */
  section?: number | undefined;
}

/** Plans the grid. */
export function planGrid(asked: AskedArc, values: readonly ArcValues[]): ArcGrid {
  const last = values.at(-1) ?? values[0];
  if (last === undefined) throw new RangeError('planGrid: no sections');
  const latest = asked.seconds - barSeconds(last.meter, last.tempo) - 0.25;
  const missed = asked.hits.filter(({ seconds }) => seconds > latest);
  const all = clusterHits(asked.hits.filter(({ seconds }) => seconds <= latest));
  const clusters = all.filter(({ seconds }) => seconds > atOnce);
  const first = all.filter(({ seconds }) => seconds <= atOnce);
  for (const separate of [false, true]) {
    const moments = momentsOf(asked, clusters, values, separate);
    const legs = legsOf(moments, values);
    const path = findGridPath({
      legs,
      marks: moments,
      seconds: asked.seconds,
      ringOut: styleEndings[last.style].ringOut,
    });
    if (path === undefined) continue;
    const laid = layGrid(path, legs, moments);
    // The beginning meets them: nothing is earlier.
    const opening = first.map((cluster) => ({
      ...cluster,
      tick: 0,
      seconds: 0,
      factor: laid.sections[0]?.factor ?? 1,
    }));
    const grid = { ...laid, hits: [...opening, ...laid.hits] };
    const isMet = grid.hits.every(({ hits, seconds }) => hits.every((hit) => isNear(hit.seconds, seconds)));
    if (isMet || separate) return { ...grid, missed };
  }
  // Too much was asked of too little time: bars from the beginning, as many as there is time for.
  const plain = { ...asked, sections: asked.sections.slice(0, 1), hits: [] };
  if (asked.hits.length === 0 && asked.sections.length === 1) throw new RangeError('planGrid: no bar fits');
  return { ...planGrid(plain, values.slice(0, 1)), missed: asked.hits };
}

function isNear(asked: Seconds, met: Seconds): boolean {
  return Math.abs(asked - met) <= 0.04;
}

/** Hits in groups that are met by one accent; the group's moment is its middle. */
function clusterHits(hits: readonly Hit[]): { seconds: Seconds; strength: Unit; hits: Hit[] }[] {
  const groups: Hit[][] = [];
  for (const hit of hits) {
    const group = groups.at(-1);
    const first = group?.[0];
    if (group !== undefined && first !== undefined && hit.seconds - first.seconds <= sameMoment)
      group.push(hit);
    else groups.push([hit]);
  }
  return groups.map((group) => ({
    seconds: ((group[0]?.seconds ?? 0) + (group.at(-1)?.seconds ?? 0)) / 2,
    strength: Math.max(...group.map(({ strength }) => strength)),
    hits: group,
  }));
}

/** Sections and hits in order of time. A section that begins near a hit begins with it. */
function momentsOf(
  asked: AskedArc,
  clusters: ReturnType<typeof clusterHits>,
  values: readonly ArcValues[],
  separate: boolean,
): Moment[] {
  const hits: Moment[] = clusters.map((cluster) => ({ kind: 'hit', ...cluster }));
  const others: Moment[] = [];
  asked.sections.forEach(({ start }, section) => {
    if (section === 0) return;
    const { meter = '4/4', tempo = 90 } = values[section] ?? {};
    const reach = Math.max(0.6, barSeconds(meter, tempo) * 0.6);
    const near = nearest(hits, start, reach);
    if (near === undefined)
      others.push({ kind: 'section', seconds: start, strength: 0.5, hits: [], section });
    else if (separate)
      others.push({
        kind: 'section',
        seconds: near.seconds + 0.5 * barSeconds(meter, tempo),
        strength: 0.5,
        hits: [],
        section,
      });
    else Object.assign(near, { kind: 'both', section });
  });
  return [...hits, ...others].sort((a, b) => a.seconds - b.seconds);
}

function nearest(hits: readonly Moment[], start: Seconds, reach: Seconds): Moment | undefined {
  const free = hits.filter(
    ({ kind, seconds }) => kind === 'hit' && seconds > 1 && Math.abs(seconds - start) <= reach,
  );
  return free.reduce<Moment | undefined>(
    (near, hit) =>
      near === undefined || Math.abs(hit.seconds - start) < Math.abs(near.seconds - start) ? hit : near,
    undefined,
  );
}

function legsOf(moments: readonly Moment[], values: readonly ArcValues[]): GridLeg[] {
  const legs: GridLeg[] = [];
  let section = 0;
  for (let i = 0; i <= moments.length; i++) {
    const own = values[section] ?? values[0];
    if (own === undefined) break;
    const { meter, tempo, style } = own;
    const leg: GridLeg = { meter, tempo, bar: barQuarters(meter) * ticksPerQuarter };
    const next = moments[i]?.section;
    const after = next === undefined ? undefined : values[next];
    if (after !== undefined && quartersPerMinute(after) !== quartersPerMinute(leg))
      leg.next = quartersPerMinute(after);
    if (i === moments.length && styleEndings[style].ritardando > 0)
      leg.ritardando = styleEndings[style].ritardando;
    legs.push(leg);
    section = next ?? section;
  }
  return legs;
}

function layGrid(
  path: readonly LaidLeg[],
  legs: readonly GridLeg[],
  moments: readonly Moment[],
): Omit<ArcGrid, 'missed'> {
  const bars: GridBar[] = [];
  const tempos: TempoChange[] = [];
  const sections: GridPlace[] = [{ tick: 0, seconds: 0, factor: path[0]?.factor ?? 1 }];
  const hits: HitPlace[] = [];
  let tick = 0;
  path.forEach((laid, i) => {
    const leg = legs[i];
    if (leg === undefined) return;
    if (laid.ticks > 0) tempos.push(...temposOf(leg, laid, tick));
    tick += laid.ticks;
    layBars(bars, leg, laid, tick);
    const moment = moments[i];
    if (moment === undefined) return;
    const place = { tick, seconds: laid.time, factor: laid.factor, change: laid.change };
    if (moment.section !== undefined) sections.push(place);
    if (moment.hits.length > 0) hits.push({ ...place, hits: moment.hits, strength: moment.strength });
  });
  return {
    bars,
    tempos: withoutRepeats(tempos),
    sections,
    hits,
    endTick: tick,
    endSeconds: path.at(-1)?.time ?? 0,
  };
}

/** Bars up to the end of a leg; the last of them may reach over it. */
function layBars(bars: GridBar[], leg: GridLeg, laid: LaidLeg, endTick: Ticks): void {
  const last = bars.at(-1);
  let at = last === undefined ? 0 : last.tick + last.ticks;
  const wholeEnd = endTick - laid.phase;
  const changeAt = laid.change === undefined ? Infinity : wholeEnd - laid.change.ticks;
  while (at < wholeEnd) {
    const { change } = laid;
    const isChanged = change !== undefined && at >= changeAt;
    const ticks = isChanged ? change.ticks : leg.bar;
    bars.push({ tick: at, ticks, meter: isChanged ? change.meter : leg.meter });
    at += ticks;
  }
  if (laid.phase > 0 && at < endTick) bars.push({ tick: at, ticks: leg.bar, meter: leg.meter });
}

function temposOf(leg: GridLeg, laid: LaidLeg, start: Ticks): TempoChange[] {
  const tempo = quartersPerMinute(leg) * laid.factor;
  return tempoSteps(leg, laid.ticks).map(({ offset, factor, ritardando }) => ({
    tick: start + offset,
    microsecondsPerQuarter: microsecondsPerQuarter(tempo * factor),
    ...(ritardando === undefined ? {} : { ritardando }),
  }));
}

function withoutRepeats(tempos: readonly TempoChange[]): TempoChange[] {
  return tempos.filter(({ microsecondsPerQuarter: own, ritardando }, i) => {
    const before = tempos[i - 1];
    return before?.microsecondsPerQuarter !== own || before.ritardando !== ritardando;
  });
}
