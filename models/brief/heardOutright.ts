/** What references say outright: a tempo, a key and a meter that were heard for sure enough to be taken. */
import { attributeRanges } from '../../bridge/protocol/attributes.ts';
import { readKeyName } from './parseKey.ts';
import type { Meter } from '../../bridge/protocol/attributes.ts';
import type { BeatsPerMinute } from '../../bridge/protocol/units.ts';
import type { Estimate } from '../perception/estimate.ts';
import type { HeardMusic } from '../perception/referenceReading.ts';
import type { KeyName } from './keyName.ts';
import type { Leaning } from './leaning.ts';

/** A value that was heard. */
export interface HeardFact<T> {
  value: T;
  /** 0…1. */
  confidence: number;
  /** Such as `the reference "waltz.mp3" is at 92 BPM`. */
  reason: string;
}

/** What was heard for sure. Of several references tempi are blended, keys and meters voted for. */
export interface HeardOutright {
  tempo?: HeardFact<BeatsPerMinute>;
  key?: HeardFact<KeyName>;
  meter?: HeardFact<Meter>;
}

/** One reference's say in one question. */
interface Voice<T> {
  name: string;
  value: T;
  confidence: number;
  /** Confidence times the person's weight. */
  strength: number;
}

/** An estimate is taken where its confidence, times the person's weight if that is below 1, is at least this; else it only leans. */
export const leastTaken = 0.5;

/** What the references among the leanings say outright; the leanings stand in canonical order. */
export function heardOutright(leanings: readonly Leaning[]): HeardOutright {
  const tempo = heardTempo(voices(leanings, ({ tempo }) => tempo));
  const key = heardKey(voices(leanings, ({ key }) => key));
  const meter = elected(voices(leanings, ({ meter }) => meter));
  return {
    ...(tempo && { tempo }),
    ...(key && { key }),
    ...(meter && {
      meter: {
        value: meter.value,
        confidence: meter.confidence,
        reason: `${references(meter.names)} in ${meter.value}`,
      },
    }),
  };
}

/** A reference's name in quotation marks, as clauses have it. */
export function quotedName(name: string): string {
  const plain = Array.from(name.replace(/[\p{Cc}\p{Cf}"]/gu, ''));
  return `"${plain.length <= 60 ? plain.join('') : `${plain.slice(0, 59).join('')}…`}"`;
}

function voices<T>(
  leanings: readonly Leaning[],
  question: (heard: HeardMusic) => Estimate<T> | undefined,
): Voice<T>[] {
  return leanings
    .flatMap(({ reading: { heard, weight } }) => {
      const estimate = heard && question(heard);
      if (estimate === undefined || estimate.confidence * Math.min(1, weight) < leastTaken) return [];
      return [{ name: heard?.name ?? '', ...estimate, strength: estimate.confidence * weight }];
    })
    .sort((a, b) => b.strength - a.strength);
}

/** The geometric mean, for tempi are felt as ratios; half and double tempi count as the strongest one's. */
function heardTempo(said: readonly Voice<BeatsPerMinute>[]): HeardFact<BeatsPerMinute> | undefined {
  const [first] = said;
  if (first === undefined) return undefined;
  const total = said.reduce((sum, { strength }) => sum + strength, 0);
  const base = Math.log2(first.value);
  const mean = said.reduce((sum, { value, strength }) => {
    const apart = Math.log2(value) - base;
    return sum + ((apart - Math.round(apart)) * strength) / total;
  }, base);
  const value = Math.round(withinRange(2 ** mean) * 10) / 10;
  const confidence = said.reduce((sum, voice) => sum + (voice.confidence * voice.strength) / total, 0);
  const names = [...new Set(said.map(({ name }) => name))];
  const where = said.length === 1 ? `at ${value} BPM` : `around ${value} BPM`;
  return { value, confidence, reason: `${references(names)} ${where}` };
}

/** Tempi that no attribute may have are told in beats twice as long or as short. */
function withinRange(tempo: BeatsPerMinute): BeatsPerMinute {
  const { min, max } = attributeRanges.tempo;
  let folded = tempo;
  while (folded > max) folded /= 2;
  while (folded > 0 && folded < min) folded *= 2;
  return Math.min(max, Math.max(min, folded));
}

function heardKey(said: readonly Voice<string>[]): HeardFact<KeyName> | undefined {
  const chosen = elected(said);
  const value = chosen && readKeyName(chosen.value);
  if (chosen === undefined || value === undefined) return undefined;
  const reason = `${references(chosen.names)} in ${chosen.value}`;
  return { value, confidence: chosen.confidence, reason };
}

/** The value with the most strength behind it; of equals the one that was heard most surely. */
function elected<T>(
  said: readonly Voice<T>[],
): { value: T; confidence: number; names: string[] } | undefined {
  const strengths = new Map<T, number>();
  for (const { value, strength } of said) strengths.set(value, (strengths.get(value) ?? 0) + strength);
  const [winner] = [...strengths].sort(([, a], [, b]) => b - a);
  if (winner === undefined) return undefined;
  const [value] = winner;
  const agreeing = said.filter((voice) => voice.value === value);
  return {
    value,
    confidence: Math.max(...agreeing.map(({ confidence }) => confidence)),
    names: [...new Set(agreeing.map(({ name }) => name))],
  };
}

/** `the reference "a.mp3" is`, `the references "a.mp3" and "b.mp3" are`. */
function references(names: readonly string[]): string {
  const quoted = names.map(quotedName);
  const [first = '""', second] = quoted;
  if (second === undefined) return `the reference ${first} is`;
  if (quoted.length === 2) return `the references ${first} and ${second} are`;
  return `the references ${first}, ${second} and ${quoted.length - 2} more are`;
}
