import { describe, expect, it } from 'vitest';
import { styles } from '../../../../../../bridge/protocol/attributes.ts';
import {
  extendTo,
  openTimeline,
  performedPhrase,
  replay,
  steer,
} from '../../../../../../models/engines/score/endless/timeline.ts';
import { mod, readKey, scaleClasses } from '../../../../../../models/engines/score/theory/scale.ts';
import { sampleBrief } from '../../../../../fixtures/sampleBrief.ts';
import type { PerformedPhrase } from '../../../../../../bridge/protocol/performance.ts';
import type { Timeline } from '../../../../../../models/engines/score/endless/timeline.ts';

const performed = (timeline: Timeline): PerformedPhrase[] =>
  timeline.phrases.map((phrase) => performedPhrase(phrase, 0));

/** Everything that is heard of a phrase, as from its beginning. */
function heard({ parts, tick }: PerformedPhrase): string {
  return JSON.stringify(
    parts.map(({ role, notes }) => [
      role,
      notes.map((note) => [note.tick - tick, note.pitch, note.duration]),
    ]),
  );
}

function melodyOf({ parts, tick }: PerformedPhrase): string {
  const lead = parts.find(({ role }) => role === 'lead');
  return JSON.stringify((lead?.notes ?? []).map((note) => [note.tick - tick, note.pitch]));
}

describe.each(styles)('a performance in the style %s', (style) => {
  const source = { brief: sampleBrief({ style, tempo: 120, key: 'D minor' }), seed: 7 };
  // 150 bars of 4/4 at 120 BPM are five minutes.
  const whole = performed(extendTo(openTimeline(source), 150));

  it('goes on for five minutes without a gap', () => {
    whole.slice(1).forEach((phrase, i) => {
      expect(phrase.tick).toBe(whole[i]!.endTick);
      expect(phrase.bar).toBe(whole[i]!.bar + whole[i]!.bars);
    });
    const notes = whole.flatMap(({ parts }) => parts.flatMap((part) => part.notes));
    for (const { tick, bars, endTick } of whole) {
      for (let bar = tick; bar < endTick; bar += (endTick - tick) / bars)
        expect(notes.some((note) => note.tick < bar + 1920 && note.tick + note.duration > bar)).toBe(true);
    }
  });

  it('repeats no phrase and no melody', () => {
    expect(new Set(whole.map(heard)).size).toBe(whole.length);
    const melodies = whole.map(melodyOf).filter((melody) => melody !== '[]');
    expect(new Set(melodies).size).toBe(melodies.length);
  });

  it('rings and fades nowhere but at the end', () => {
    for (const { parts, endTick } of whole) {
      for (const { notes } of parts)
        for (const note of notes) expect(note.tick + note.duration).toBeLessThanOrEqual(endTick);
    }
    const ended = performed(
      extendTo(steer(openTimeline(source), { bar: 8, values: {}, section: 'outro' }), 100),
    );
    const last = ended.at(-1)!;
    expect(last.isLast).toBe(true);
    expect(
      Math.max(...last.parts.flatMap(({ notes }) => notes.map(({ tick, duration }) => tick + duration))),
    ).toBeGreaterThan(last.endTick);
  });

  it('is the same again', () => {
    expect(performed(extendTo(openTimeline(source), 40))).toEqual(whole.filter(({ bar }) => bar < 40));
  });
});

describe('steering', () => {
  const source = { brief: sampleBrief({ style: 'cinematic', key: 'D minor' }), seed: 11 };

  it('takes effect at the bar it is for, and changes nothing before', () => {
    const before = extendTo(openTimeline(source), 24);
    const after = extendTo(steer(before, { bar: 9, values: { density: 1, tension: 0.9 } }), 24);
    const notesBefore = (timeline: Timeline): unknown =>
      performed(timeline).flatMap(({ parts }) =>
        parts.flatMap(({ role, notes }) =>
          notes.filter(({ tick }) => tick < 9 * 1920).map(({ tick, pitch }) => [role, tick, pitch]),
        ),
      );
    expect(notesBefore(after)).toEqual(notesBefore(before));
    const first = performed(after).find(({ bar }) => bar === 9)!;
    expect(first.point.values.density).toBe(1);
    for (const note of performed(after)
      .filter(({ bar }) => bar < 9)
      .flatMap(({ parts }) => parts.flatMap(({ notes }) => notes)))
      expect(note.tick + note.duration).toBeLessThanOrEqual(9 * 1920);
  });

  it('is the same from its log as it was when played', () => {
    const log = [
      { bar: 5, values: { key: 'F major' } },
      { bar: 12, values: { style: 'ambient' as const } },
      { bar: 20, values: { meter: '3/4' as const }, section: 'B' },
      { bar: 27, values: { density: 0.1 } },
    ];
    let live = openTimeline(source);
    for (const entry of log) live = steer(extendTo(live, entry.bar + 6), entry);
    live = extendTo(live, 60);
    const again = replay(source, log, 40);
    const until = (timeline: Timeline): PerformedPhrase[] =>
      performed(timeline).filter(({ bar, bars }) => bar + bars <= 40);
    expect(performed(again).slice(0, until(live).length)).toEqual(until(live));
  });

  it.each([
    ['D minor', 'F major'],
    ['C major', 'G major'],
    ['C major', 'A minor'],
    ['A minor', 'E dorian'],
    ['C major', 'Eb major'],
    ['C major', 'F# major'],
    ['G major', 'G minor'],
  ])('goes from %s to %s by a common chord, where there is one, and the dominant', (from, to) => {
    const brief = sampleBrief({ style: 'strings', key: from });
    const phrases = performed(
      extendTo(steer(openTimeline({ brief, seed: 3 }), { bar: 8, values: { key: to } }), 20),
    );
    const [first, second, third] = phrases.find(({ bar }) => bar === 8)!.chords;
    const [old, own] = [scaleClasses(readKey(from)), readKey(to)];
    const hasPivot = first!.tick + first!.duration < 9 * 1920;
    const [dominant, tonic] = hasPivot ? [second!, third!] : [first!, second!];
    const pivot = hasPivot ? first!.tones : [];
    expect(pivot.every((tone) => old.includes(tone) && scaleClasses(own).includes(tone))).toBe(true);
    expect(dominant.root).toBe(mod(own.tonicClass + 7, 12));
    expect(dominant.tones).toContain(mod(own.tonicClass + 11, 12));
    expect(tonic.tick).toBe(9 * 1920);
    expect(tonic.root).toBe(own.tonicClass);
    // A key and its parallel have no triad in common, nor have keys that are far from each other.
    expect(hasPivot).toBe(!['F# major', 'Eb major', 'G minor'].includes(to));
  });

  it('brings the section that was asked for', () => {
    const timeline = extendTo(steer(openTimeline(source), { bar: 8, values: {}, section: 'Chase' }), 20);
    expect(performed(timeline).find(({ bar }) => bar === 8)).toMatchObject({
      section: 'Chase',
      isNewSection: true,
    });
  });

  it('keeps the voices near at the seams', () => {
    const phrases = performed(extendTo(openTimeline(source), 80));
    const leaps = phrases.slice(1).flatMap((phrase, i) => {
      const before = phrases[i]!.parts.find(({ role }) => role === 'pad')?.notes.at(-1)?.pitch;
      const after = phrase.parts.find(({ role }) => role === 'pad')?.notes.at(-1)?.pitch;
      return before === undefined || after === undefined ? [] : [Math.abs(after - before)];
    });
    expect(leaps.filter((leap) => leap <= 7).length / leaps.length).toBeGreaterThan(0.8);
  });
});
