/** What stands on the cue's timeline, as arithmetic and words: identifiers, lengths, values of keyframes. */
import {
  attributeNames,
  attributeRanges,
  attributeValueSchemas,
} from '../../../bridge/protocol/attributes.ts';
import type { AttributeName } from '../../../bridge/protocol/attributes.ts';
import type { Cue, CueSection } from '../../../bridge/protocol/cue.ts';
import type { Seconds } from '../../../bridge/protocol/units.ts';

/** Longest time that a cue can name. */
export const longestTime: Seconds = 3600;

/** The next free identifier of a kind: `hit-1`, `hit-2`, …, whatever else is there. */
export function freshId(prefix: string, entries: readonly { id: string }[]): string {
  const taken = new Set(entries.map(({ id }) => id));
  for (let n = 1; ; n++) if (!taken.has(`${prefix}-${n}`)) return `${prefix}-${n}`;
}

/** A time on the timeline: within its limits, to hundredths. */
export function timelineTime(seconds: Seconds): Seconds {
  if (!Number.isFinite(seconds)) return 0;
  return Math.round(Math.min(longestTime, Math.max(0, seconds)) * 100) / 100;
}

/** Attributes that can change over time: all but those that say how long the whole is, and the band. */
export const keyframeAttributes: readonly AttributeName[] = attributeNames.filter(
  (name) => name !== 'bars' && name !== 'seconds' && name !== 'instruments',
);

/** Whether an attribute's values are numbers. */
export function isNumeric(name: AttributeName): name is keyof typeof attributeRanges {
  return name in attributeRanges;
}

/** The value that a person typed, or `undefined` where the attribute cannot have it. */
export function keyframeValue(name: AttributeName, text: string): number | string | undefined {
  const trimmed = text.trim().replace('−', '-').replace(',', '.');
  const value = isNumeric(name) ? (trimmed === '' ? Number.NaN : Number(trimmed)) : text.trim();
  return attributeValueSchemas[name].safeParse(value).success ? value : undefined;
}

/** One keyframe with its attribute. */
export interface KeyframeEntry {
  name: AttributeName;
  seconds: Seconds;
  value: number | string;
  curve: 'hold' | 'linear' | 'ease';
}

/** A value for the first keyframe: what holds now, else the middle of the range, else the first word there is. */
export function startValue(name: AttributeName, now: unknown): number | string {
  if (typeof now === 'number' || typeof now === 'string') return now;
  if (isNumeric(name)) return (attributeRanges[name].min + attributeRanges[name].max) / 2;
  return firstWords[name] ?? '';
}

const firstWords: Partial<Record<AttributeName, string>> = {
  key: 'C major',
  meter: '4/4',
  register: 'middle',
  style: 'cinematic',
};

/** The attributes that a section says, in their order; only those that can change over time. */
export function attributesOfSection({
  attributes = {},
}: CueSection): { name: AttributeName; value: number | string }[] {
  return keyframeAttributes.flatMap((name) => {
    const value = attributes[name];
    return typeof value === 'number' || typeof value === 'string' ? [{ name, value }] : [];
  });
}

/** The section with what happens in it; without words where there are none. */
export function withWords(section: CueSection, words: string): CueSection {
  const next = { ...section };
  if (words.trim() === '') delete next.words;
  else next.words = words;
  return next;
}

/** The section with another value of an attribute; `undefined` lets it be as in the rest of the cue. */
export function withAttribute(
  section: CueSection,
  name: AttributeName,
  value: number | string | undefined,
): CueSection {
  const others = Object.entries(section.attributes ?? {}).filter(([given]) => given !== name);
  const all = value === undefined ? others : [...others, [name, value] as const];
  const next: CueSection = { ...section, attributes: Object.fromEntries(all) };
  if (all.length === 0) delete next.attributes;
  return next;
}

/** How far below the top of its lane a keyframe stands, in percent; words stand in the middle. */
export function keyframeHeight({ name, value }: KeyframeEntry): number {
  if (!isNumeric(name)) return 50;
  const { min, max } = attributeRanges[name];
  return 90 - ((Number(value) - min) / (max - min)) * 80;
}

/** The line through numeric keyframes as an SVG polyline of 100 × 100, low values at the bottom; empty for words. */
export function linePoints(entries: readonly KeyframeEntry[], length: Seconds): string {
  const [first] = entries;
  if (first === undefined || !isNumeric(first.name)) return '';
  const points: string[] = [];
  let before: KeyframeEntry | undefined;
  for (const entry of entries) {
    const x = (entry.seconds / length) * 100;
    if (before === undefined) points.push(`0,${keyframeHeight(entry)}`);
    else if (before.curve === 'hold') points.push(`${x},${keyframeHeight(before)}`);
    points.push(`${x},${keyframeHeight(entry)}`);
    before = entry;
  }
  if (before !== undefined) points.push(`100,${keyframeHeight(before)}`);
  return points.join(' ');
}

/** All keyframes in the order of attributes and time. */
export function keyframesOf(cue: Pick<Cue, 'keyframes'>): KeyframeEntry[] {
  return attributeNames.flatMap((name) =>
    [...(cue.keyframes[name] ?? [])]
      .sort((a, b) => a.seconds - b.seconds)
      .map((frame) => ({ name, ...frame })),
  );
}

/** How much time the timeline shows: the music's length where it is known, and all that stands on it. */
export function timelineLength(cue: Cue, music: Seconds | undefined): Seconds {
  const entries = [
    ...cue.sections.map(({ start }) => start),
    ...cue.hits.map(({ seconds }) => seconds),
    ...keyframesOf(cue).map(({ seconds }) => seconds),
  ];
  const last = Math.max(0, ...entries);
  const known = cue.attributes.seconds ?? music ?? 0;
  return Math.max(known, last > known ? last * 1.05 : 0, 10);
}
