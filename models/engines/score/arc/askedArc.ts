/**
 * What a brief asks for over time: sections, the values that hold in each stretch, hits.
 *
 * ```
 * attributes ◄── keyframes ◄── what a section says itself     the later wins
 * ```
 */
import { attributeNames } from '../../../../bridge/protocol/attributes.ts';
import { inOrder, valueAt } from '../../../../bridge/protocol/keyframes.ts';
import { barSeconds } from '../../../../bridge/protocol/meter.ts';
import type { AttributeName, AttributeValue } from '../../../../bridge/protocol/attributes.ts';
import type { Brief, BriefKeyframe } from '../../../../bridge/protocol/brief.ts';
import type { CueSection, Hit } from '../../../../bridge/protocol/cue.ts';
import type { Seconds } from '../../../../bridge/protocol/units.ts';

/** The values of all attributes in a stretch of time. */
export type ArcValues = { [N in AttributeName]: AttributeValue<N> };

/** A section as it was asked for. */
export interface AskedSection {
  /** Empty where the engine names its sections itself. */
  label: string;
  start: Seconds;
  end: Seconds;
}

/** Everything that is asked for. */
export interface AskedArc {
  seconds: Seconds;
  /** In order, from 0 to the end. */
  sections: AskedSection[];
  /** True where the engine plans its own form: only hits were given. */
  isFree: boolean;
  /** In order of time. */
  hits: Hit[];
  /** The mean of what moves and the middle of what has names, over a stretch. */
  valuesOver(from: Seconds, to: Seconds): ArcValues;
  /** True where something moves within a stretch by so much that its phrases differ. */
  varies(from: Seconds, to: Seconds): boolean;
}

/** True where a brief changes over time or has moments to meet; the others are composed as one piece of one kind. */
export function isArc({ keyframes, sections, hits }: Brief): boolean {
  return (
    hits.length > 0 ||
    Object.keys(keyframes ?? {}).length > 0 ||
    sections.some(({ attributes }) => attributes !== undefined && Object.keys(attributes).length > 0)
  );
}

/** Shorter sections belong to the one before: two bars, and long enough to be heard as one. */
export function leastSection({ attributes }: Brief): Seconds {
  return Math.max(3, 2 * barSeconds(attributes.meter.value, attributes.tempo.value));
}

const samples = 5;

/** Reads what is asked for. */
export function askedArc(brief: Brief): AskedArc {
  const seconds = brief.attributes.seconds.value;
  const keyframes = attributeNames.flatMap((name) => {
    const own = brief.keyframes?.[name];
    return own === undefined ? [] : [[name, inOrder(own)] as const];
  });
  const given = inTime(brief.sections, seconds);
  const sections = sectionsOf(brief, given, keyframes);
  const base = Object.fromEntries(
    attributeNames.map((name) => [name, brief.attributes[name].value]),
  ) as ArcValues;
  const valuesOver = (from: Seconds, to: Seconds): ArcValues => {
    const moved = keyframes.map(([name, own]) => [name, meanOver(own, from, to)] as const);
    const section = given.findLast(({ start }) => start <= (from + to) / 2) ?? given[0];
    return { ...base, ...Object.fromEntries(moved), ...section?.attributes } as ArcValues;
  };
  return {
    seconds,
    sections,
    isFree: given.length === 0 && keyframes.length === 0,
    hits: [...brief.hits].sort((a, b) => a.seconds - b.seconds),
    valuesOver,
    varies: (from, to) => keyframes.some(([, own]) => isMoving(own, from, to)),
  };
}

type Curves = readonly (readonly [AttributeName, readonly BriefKeyframe[]])[];

/** Sections in the order of their starts; of two at one moment the later in the list counts. */
function inTime(sections: readonly CueSection[], seconds: Seconds): CueSection[] {
  const sorted = sections
    .filter(({ start }) => start < seconds)
    .map((section, i) => ({ section, i }))
    .sort((a, b) => a.section.start - b.section.start || a.i - b.i)
    .map(({ section }) => section);
  return sorted.filter(({ start }, i) => sorted[i + 1]?.start !== start);
}

/** Given sections, else one from each keyframe to the next, as long as they are long enough. */
function sectionsOf(brief: Brief, given: readonly CueSection[], keyframes: Curves): AskedSection[] {
  const seconds = brief.attributes.seconds.value;
  const least = leastSection(brief);
  const times = [...new Set(keyframes.flatMap(([, own]) => own.map((keyframe) => keyframe.seconds)))];
  const starts =
    given.length > 0
      ? given.map(({ start, label }) => ({ start, label }))
      : times.sort((a, b) => a - b).map((start) => ({ start, label: '' }));
  const kept: { start: Seconds; label: string }[] = [];
  for (const { start, label } of starts) {
    const last = kept.at(-1);
    if (last === undefined)
      kept.push({ start: 0, label: start < least ? label : given.length > 0 ? label : '' });
    if (start - (kept.at(-1)?.start ?? 0) >= least && seconds - start >= least) kept.push({ start, label });
  }
  if (kept.length === 0) kept.push({ start: 0, label: '' });
  return kept.map(({ start, label }, i) => ({ start, label, end: kept[i + 1]?.start ?? seconds }));
}

function meanOver(
  keyframes: readonly BriefKeyframe[],
  from: Seconds,
  to: Seconds,
): number | string | undefined {
  const middle = valueAt(keyframes, (from + to) / 2);
  if (typeof middle !== 'number') return middle;
  const values = Array.from({ length: samples }, (_, i) =>
    Number(valueAt(keyframes, from + ((to - from) * (i + 0.5)) / samples)),
  );
  return values.reduce((sum, value) => sum + value, 0) / samples;
}

/** A tenth of what it is, or of the whole range of what lies within 0…1. */
function isMoving(keyframes: readonly BriefKeyframe[], from: Seconds, to: Seconds): boolean {
  const inside = [0.02, 0.25, 0.5, 0.75, 0.98].map((way) => valueAt(keyframes, from + (to - from) * way));
  const numbers = inside.filter((value) => typeof value === 'number');
  const spread = Math.max(...numbers) - Math.min(...numbers);
  return numbers.length > 1 && spread > 0.1 * Math.max(1, Math.abs(numbers[0] ?? 1));
}
