/**
 * Musical changes of a performance, on its notes: each is heard from the bar that was asked for, and is prepared.
 *
 * A note is *left over* from the old key where it lies in the old scale, not in the new one, and not in the chord that sounds: chords may
 * borrow, as a dominant of the dominant does.
 */
import { describe, expect, it } from 'vitest';
import { styles } from '../../../../../../bridge/protocol/attributes.ts';
import {
  extendTo,
  openTimeline,
  performedPhrase,
  steer,
} from '../../../../../../models/engines/score/endless/timeline.ts';
import { mod, readKey, scaleClasses } from '../../../../../../models/engines/score/theory/scale.ts';
import { findScale, scaleOf } from '../../../../../../models/takes/scaleFinder.ts';
import { keyOf, pitchedNotes } from '../../../../../../models/takes/measureTake.ts';
import { composed } from '../../../../bridge/performance/composer.ts';
import { sampleBrief } from '../../../../../fixtures/sampleBrief.ts';
import type { Style } from '../../../../../../bridge/protocol/attributes.ts';
import type { PerformedPhrase, SteeringValues } from '../../../../../../bridge/protocol/performance.ts';
import type { Note, Score } from '../../../../../../bridge/protocol/score.ts';

const bar = 1920;
const at = 9;

function steered(style: Style, key: string, values: SteeringValues, seed = 3): PerformedPhrase[] {
  const brief = sampleBrief({ style, key, density: 0.5, tension: 0.5 });
  const timeline = extendTo(steer(openTimeline({ brief, seed }), { bar: at, values }), at + 24);
  return timeline.phrases.map((phrase) => performedPhrase(phrase, 0));
}

function pitched(phrases: readonly PerformedPhrase[], from: number, to: number): Note[] {
  const parts = phrases.flatMap((phrase) => phrase.parts);
  return pitchedNotes({ parts } as Score).filter(({ tick }) => tick >= from * bar && tick < to * bar);
}

const modulations = [
  ['D minor', 'F major'],
  ['C major', 'G major'],
  ['C major', 'D major'],
  ['A minor', 'E dorian'],
  ['C major', 'Eb major'],
  ['C major', 'F# major'],
  ['G major', 'G minor'],
  ['D dorian', 'D phrygian'],
] as const;

describe.each(styles)('another key in the style %s', (style) => {
  it.each(modulations)('from %s to %s is prepared, and nothing is left over', (from, to) => {
    const phrases = steered(style, from, { key: to });
    const [old, own] = [readKey(from), readKey(to)];
    const [oldScale, newScale] = [scaleClasses(old), scaleClasses(own)];
    const chords = phrases.flatMap((phrase) => phrase.chords);
    const way = chords.filter(({ tick }) => tick >= at * bar && tick < (at + 1) * bar);
    const dominant = way.at(-1)!;
    expect(dominant.root).toBe(mod(own.tonicClass + 7, 12));
    expect(dominant.tones).toContain(mod(own.tonicClass + 11, 12));
    for (const { tones } of way.slice(0, -1))
      for (const tone of tones) expect(oldScale.includes(tone) && newScale.includes(tone)).toBe(true);
    expect(chords.find(({ tick }) => tick === (at + 1) * bar)?.root).toBe(own.tonicClass);
    const leftOver = pitched(phrases, at + 1, at + 24).filter(({ tick, pitch }) => {
      const tone = pitch % 12;
      // Players are a little early.
      const sounding = chords.find((chord) => tick + 30 < chord.tick + chord.duration);
      return oldScale.includes(tone) && !newScale.includes(tone) && sounding?.tones.includes(tone) !== true;
    });
    expect(leftOver).toEqual([]);
    // Nothing of before rings into it.
    const ringing = pitched(phrases, 0, at).filter((note) => note.tick + note.duration > at * bar);
    expect(ringing).toEqual([]);
    const { tonic, mode } = keyOf(to);
    expect(findScale(pitched(phrases, at + 1, at + 24))?.scale).toBe(scaleOf(tonic, mode));
  });
});

/** Notes in a bar, on average, from one bar to another. */
function busy(phrases: readonly PerformedPhrase[], from: number, to: number): number {
  const notes = phrases.flatMap(({ parts }) => parts.flatMap((part) => part.notes));
  return notes.filter(({ tick }) => tick >= from * bar - 60 && tick < to * bar - 60).length / (to - from);
}

/** Share of time on chords of four tones or none of the tonic: those that want to go on. */
function tense(phrases: readonly PerformedPhrase[]): number {
  const chords = phrases.filter((phrase) => phrase.bar >= at).flatMap((phrase) => phrase.chords);
  const all = chords.reduce((sum, { duration }) => sum + duration, 0);
  const going = chords.filter(({ tones, numeral }) => tones.length > 3 || !/^[Ii]$/.test(numeral));
  return going.reduce((sum, { duration }) => sum + duration, 0) / all;
}

/** The mean over several performances. */
function mean(of: (seed: number) => number): number {
  const seeds = [1, 2, 3, 4, 5, 6];
  return seeds.reduce((sum, seed) => sum + of(seed), 0) / seeds.length;
}

describe('other musical changes, from the bar that was asked for', () => {
  it.each(['cinematic', 'strings', 'electronic', 'folk'] as const)(
    'density fills or empties bars in %s',
    (style) => {
      const after = (density: number): number =>
        mean((seed) => busy(steered(style, 'D minor', { density }, seed), at, at + 16));
      expect(after(1)).toBeGreaterThan(1.15 * after(0));
    },
  );

  it.each(['cinematic', 'strings', 'piano', 'choral'] as const)(
    'tension keeps chords going in %s',
    (style) => {
      const after = (tension: number): number =>
        mean((seed) => tense(steered(style, 'D minor', { tension }, seed)));
      expect(after(1)).toBeGreaterThan(after(0));
    },
  );

  it('instruments play from there on, and those before do not', () => {
    const instruments = sampleBrief({ style: 'piano' }).attributes.instruments.value;
    const phrases = steered('strings', 'D minor', { instruments });
    const players = (isAfter: boolean): string[] => [
      ...new Set(
        phrases
          .filter((phrase) => phrase.bar >= at === isAfter)
          .flatMap(({ parts }) =>
            parts.filter(({ notes }) => notes.length > 0).map((part) => part.instrument),
          ),
      ),
    ];
    expect(players(true)).toEqual(['piano']);
    expect(players(false)).not.toContain('piano');
  });

  it('another mode of the same tonic is reached by its dominant', () => {
    const phrases = steered('strings', 'D minor', { key: 'D major' });
    const chords = phrases.flatMap((phrase) => phrase.chords);
    const arrival = chords.findIndex(({ tick }) => tick === (at + 1) * bar);
    expect(chords[arrival - 1]).toMatchObject({ root: 9 });
    expect(chords[arrival]?.tones).toContain(6);
  });

  it('another style brings its players and its key stays', async () => {
    const orders = [
      { kind: 'attach', revision: 1 },
      { kind: 'grant', until: 30 },
      { kind: 'steer', revision: 2, base: 1, entry: { bar: at, values: { style: 'electronic' } } },
    ] as const;
    const phrases = (await composed(orders, 6)).filter(({ revision }) => revision === 2);
    expect(phrases[0]?.bar).toBe(at);
    const players = new Set(phrases.flatMap(({ parts }) => parts.map(({ instrument }) => instrument)));
    expect(players.has('violin')).toBe(false);
    expect(phrases.every(({ key }) => key.tonic === 'D' && key.mode === 'minor')).toBe(true);
  });
});
