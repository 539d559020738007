/**
 * Ten minutes do not repeat themselves literally beyond what form wants.
 *
 * Measures, on the notes alone, of ten minutes at the tempo of the brief:
 * - **phrases**: two are the same where every note of every part has the same onset, length, pitch and velocity. Wanted: none.
 * - **melodies**: two are the same where the lead has the same onsets and pitches. Form wants themes to come back and be known, varied:
 *   none that is literally the same.
 * - **bars of all parts**: textures are patterns and may come back, but not everything at once. The share of bars, of which at least two
 *   parts play, whose notes of all parts (onset, pitch) were all heard in an earlier bar. Wanted: below 15 %; 10.8 % is the most that was
 *   measured (piano, where three parts are all).
 * - **runs**: the most bars in a row that come back literally in the same order. Wanted: fewer than four, the shortest phrase.
 */
import { describe, expect, it } from 'vitest';
import { styles } from '../../../../../../bridge/protocol/attributes.ts';
import {
  extendTo,
  openTimeline,
  performedPhrase,
} from '../../../../../../models/engines/score/endless/timeline.ts';
import { sampleBrief } from '../../../../../fixtures/sampleBrief.ts';
import type { PerformedPhrase } from '../../../../../../bridge/protocol/performance.ts';

const tempo = 96;
/** 240 bars of 4/4. */
const bars = (10 * tempo) / 4;
const barTicks = 1920;

function everything({ parts, tick }: PerformedPhrase): string {
  return JSON.stringify(
    parts.map(({ role, notes }) => [
      role,
      notes.map((note) => [note.tick - tick, note.duration, note.pitch, note.midiVelocity]),
    ]),
  );
}

function melody({ parts, tick }: PerformedPhrase): string {
  const lead = parts.find(({ role }) => role === 'lead');
  return JSON.stringify((lead?.notes ?? []).map((note) => [note.tick - tick, note.pitch]));
}

/** The bars of a performance with all that begins in them, of at least two parts. Players are early and late: onsets are taken to the nearest 32nd. */
function barsOf(phrases: readonly PerformedPhrase[]): string[] {
  const all = new Map<number, Map<string, string[]>>();
  for (const { role, notes } of phrases.flatMap(({ parts }) => parts)) {
    for (const { tick, pitch } of notes) {
      const step = Math.round(tick / 60);
      const bar = Math.floor(step / 32);
      const parts = all.get(bar) ?? new Map<string, string[]>();
      all.set(bar, parts);
      parts.set(role, [...(parts.get(role) ?? []), `${step % 32}/${pitch}`]);
    }
  }
  return [...all.values()]
    .filter((parts) => parts.size > 1)
    .map((parts) => JSON.stringify([...parts].map(([role, notes]) => [role, notes.sort()]).sort()));
}

function repeated(all: readonly string[]): number {
  return all.length - new Set(all).size;
}

/** The most bars in a row that were heard before in a row. */
function longestRun(all: readonly string[]): number {
  let longest = 0;
  let before: number[] = [];
  all.forEach((bar, i) => {
    const runs = all.map((_, k) => (k < i && all[k] === bar ? (before[k - 1] ?? 0) + 1 : 0));
    longest = Math.max(longest, ...runs);
    before = runs;
  });
  return longest;
}

describe.each(styles)('ten minutes in the style %s', (style) => {
  it.each([3, 21])('repeat no phrase and no melody, and hardly a bar, with seed %i', (seed) => {
    const brief = sampleBrief({ style, tempo, key: 'D minor' });
    const phrases = extendTo(openTimeline({ brief, seed }), bars).phrases.map((one) =>
      performedPhrase(one, 0),
    );
    expect(phrases.at(-1)!.endTick).toBeGreaterThanOrEqual(bars * barTicks);
    const melodies = phrases.map(melody).filter((one) => one !== '[]');
    const all = barsOf(phrases);
    expect([repeated(phrases.map(everything)), repeated(melodies)]).toEqual([0, 0]);
    expect(all.length).toBeGreaterThan(bars / 2);
    expect(repeated(all) / all.length).toBeLessThan(0.15);
    expect(longestRun(all)).toBeLessThan(4);
  });

  it('would be told by the measure', () => {
    const brief = sampleBrief({ style, tempo, key: 'D minor' });
    const phrases = extendTo(openTimeline({ brief, seed: 3 }), 24).phrases.map((one) =>
      performedPhrase(one, 0),
    );
    const twice = [...phrases, ...phrases.map((phrase) => moved(phrase, phrases.at(-1)!.endTick))];
    expect(repeated(twice.map(everything))).toBe(phrases.length);
    const all = barsOf(twice);
    expect(repeated(all) / all.length).toBeGreaterThan(0.4);
    expect(longestRun(all)).toBeGreaterThan(8);
  });
});

function moved(phrase: PerformedPhrase, by: number): PerformedPhrase {
  const parts = phrase.parts.map((part) => ({
    ...part,
    notes: part.notes.map((note) => ({ ...note, tick: note.tick + by })),
  }));
  return { ...phrase, tick: phrase.tick + by, parts };
}
