/**
 * A performance as far as it is composed: phrases in order, without gaps. It never changes: to extend or to steer it gives another
 * one, so that a change that came too late is simply left out.
 *
 * ```
 * |── phrase 0 ──|── phrase 1 ──|── phr|                     extend: one more at the end
 *                                      |── phrase 3 ──|      steer: cut at a bar, other values from there
 * ```
 */
import { barQuarters } from '../../../../bridge/protocol/meter.ts';
import { ticksPerQuarter } from '../../../../bridge/protocol/units.ts';
import { barGrid, readBrief } from '../request.ts';
import { readKey } from '../theory/scale.ts';
import { composePhrase, memoryAfter } from './composePhrase.ts';
import { noMemory } from './phraseMemory.ts';
import type { Brief } from '../../../../bridge/protocol/brief.ts';
import type {
  PerformedPhrase,
  PhrasePoint,
  SteeringEntry,
  SteeringValues,
} from '../../../../bridge/protocol/performance.ts';
import type { Part } from '../../../../bridge/protocol/score.ts';
import type { Ticks } from '../../../../bridge/protocol/units.ts';
import type { ScoreRequest } from '../request.ts';
import type { ComposedPhrase } from './composePhrase.ts';
import type { PhraseMemory } from './phraseMemory.ts';

/** What all phrases of a performance have in common. */
export interface PerformanceSource {
  brief: Brief;
  seed: number;
}

/** A phrase with its place. */
export interface TimelinePhrase {
  point: PhrasePoint;
  composed: ComposedPhrase;
  /** Bars that sound: fewer than were composed where it was cut. */
  bars: number;
  endTick: Ticks;
}

/** A performance as far as it is composed. */
export interface Timeline {
  readonly source: PerformanceSource;
  readonly phrases: readonly TimelinePhrase[];
  /** Where the next phrase begins. */
  readonly next: PhrasePoint;
  readonly isOver: boolean;
}

/** Nothing is composed yet; or it goes on from a point of an earlier timeline of the same source. */
export function openTimeline(
  source: PerformanceSource,
  point: PhrasePoint = firstPoint(source.brief),
): Timeline {
  return { source, phrases: [], next: point, isOver: false };
}

/** The values with which a performance of a brief begins. */
export function valuesOf(brief: Brief): SteeringValues {
  const { key, meter, style, valence, arousal, tension, density, register, instruments } = brief.attributes;
  return {
    key: key.value,
    meter: meter.value,
    style: style.value,
    valence: valence.value,
    arousal: arousal.value,
    tension: tension.value,
    density: density.value,
    register: register.value,
    instruments: instruments.value,
  };
}

/** One phrase more. A performance that is over stays as it is. */
export function extend(timeline: Timeline): Timeline {
  if (timeline.isOver) return timeline;
  const { source, next: point, phrases } = timeline;
  const memory = point.memory as unknown as PhraseMemory;
  const request = requestWith(source.brief, point.values);
  const composed = composePhrase({ request, memory, seed: source.seed, section: point.section });
  const { bars, endTick, isLast } = composed;
  const phrase = { point, composed, bars, endTick: point.tick + endTick };
  const after = pointAfter(point, composed, bars, phrase.endTick);
  return { source, phrases: [...phrases, phrase], next: after, isOver: isLast };
}

/** The same without its oldest phrases, which are not cut any more. */
export function forget(timeline: Timeline, keep: number): Timeline {
  return { ...timeline, phrases: timeline.phrases.slice(-keep) };
}

/** Phrases until a bar is reached. */
export function extendTo(timeline: Timeline, bar: number): Timeline {
  let extended = timeline;
  while (extended.next.bar < bar && !extended.isOver) extended = extend(extended);
  return extended;
}

/**
 * From a bar on other values, or a section. What was composed from there on is dropped, the phrase over the bar line is cut.
 *
 * @throws RangeError for a bar before the first phrase that the timeline knows
 */
export function steer(timeline: Timeline, { bar, values, section }: SteeringEntry): Timeline {
  const cut = cutAt(extendTo(timeline, bar), bar);
  const next = { ...cut.next, values: { ...cut.next.values, ...values } };
  return { ...cut, next: section === undefined ? next : { ...next, section } };
}

/** The whole of a performance up to a bar, from its log: the same phrases as when it was played. */
export function replay(source: PerformanceSource, log: readonly SteeringEntry[], bars: number): Timeline {
  const steered = log.filter(({ bar }) => bar < bars).reduce(steer, openTimeline(source));
  return cutAt(extendTo(steered, bars), bars);
}

/** A phrase as it is played. */
export function performedPhrase(phrase: TimelinePhrase, revision: number): PerformedPhrase {
  const { point, composed, bars, endTick } = phrase;
  const { request, spans } = composed.draft.composition;
  const { section, isNewSection } = composed.plan;
  const length = endTick - point.tick;
  return {
    kind: 'phrase',
    revision,
    index: (point.memory as unknown as PhraseMemory).phrase,
    bar: point.bar,
    bars,
    tick: point.tick,
    endTick,
    meter: request.grid.meter,
    key: { tonic: request.key.tonic, mode: request.key.mode },
    section: section.label,
    isNewSection,
    chords: spans.flatMap(({ tick, duration, chord: { root, tones, bass, numeral } }) =>
      tick >= length
        ? []
        : [
            {
              tick: tick + point.tick,
              duration: Math.min(duration, length - tick),
              root,
              tones,
              bass,
              numeral,
            },
          ],
    ),
    parts: composed.parts.map((part) => placed(part, point.tick, composed.isLast ? Infinity : length)),
    isLast: composed.isLast,
    point,
  };
}

function firstPoint(brief: Brief): PhrasePoint {
  return { bar: 0, tick: 0, memory: { ...noMemory }, values: valuesOf(brief) };
}

function cutAt(timeline: Timeline, bar: number): Timeline {
  const kept = timeline.phrases.filter(({ point }) => point.bar < bar);
  const last = kept.at(-1);
  if (last === undefined) return { ...timeline, phrases: [], next: pointAt(timeline, bar), isOver: false };
  if (last.point.bar + last.bars <= bar) {
    const point = pointAfter(last.point, last.composed, last.bars, last.endTick);
    return {
      ...timeline,
      phrases: kept,
      next: point,
      isOver: timeline.isOver && kept.length === timeline.phrases.length,
    };
  }
  const bars = bar - last.point.bar;
  const endTick = last.point.tick + bars * barTicks(last.point);
  const next = pointAfter(last.point, last.composed, bars, endTick);
  return { ...timeline, phrases: [...kept.slice(0, -1), { ...last, bars, endTick }], next, isOver: false };
}

/** Where nothing is kept, the first phrase begins where it began. */
function pointAt({ phrases, next }: Timeline, bar: number): PhrasePoint {
  const point = phrases[0]?.point ?? next;
  if (point.bar !== bar) throw new RangeError(`There is no phrase before bar ${bar}`);
  return point;
}

function pointAfter(point: PhrasePoint, composed: ComposedPhrase, bars: number, endTick: Ticks): PhrasePoint {
  const memory = memoryAfter(point.memory as unknown as PhraseMemory, composed, endTick - point.tick);
  return { bar: point.bar + bars, tick: endTick, memory: { ...memory }, values: point.values };
}

function barTicks({ values }: PhrasePoint): Ticks {
  return barQuarters(values.meter ?? '4/4') * ticksPerQuarter;
}

function requestWith(brief: Brief, values: SteeringValues): Omit<ScoreRequest, 'bars'> {
  const asked = readBrief(brief);
  const { key, meter, style, valence, arousal, tension, density, register, instruments } = values;
  return {
    ...asked,
    sections: [],
    key: key === undefined ? asked.key : readKey(key),
    grid: meter === undefined ? asked.grid : barGrid(meter),
    style: style ?? asked.style,
    valence: valence ?? asked.valence,
    arousal: arousal ?? asked.arousal,
    tension: tension ?? asked.tension,
    density: density ?? asked.density,
    register: register ?? asked.register,
    instruments: instruments ?? asked.instruments,
  };
}

/** A part at its place, cut where the phrase was cut. */
function placed(part: Part, at: Ticks, length: Ticks): Part {
  return {
    ...part,
    notes: part.notes
      .filter(({ tick }) => tick < length)
      .map((note) => ({
        ...note,
        tick: note.tick + at,
        duration: Math.min(note.duration, length - note.tick),
      })),
    controllers: part.controllers
      .filter(({ tick }) => tick <= length)
      .map((event) => ({ ...event, tick: event.tick + at })),
    bends: part.bends
      .filter(({ tick }) => tick < length)
      .map((event) => ({ ...event, tick: event.tick + at })),
  };
}
