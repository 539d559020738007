import { describe, expect, it } from 'vitest';
import { seedDecisions } from '../../../../../../models/engines/score/decisions.ts';
import { planForm } from '../../../../../../models/engines/score/form/planForm.ts';
import { harmonizeMelody } from '../../../../../../models/engines/score/harmony/harmonizeMelody.ts';
import { barGrid } from '../../../../../../models/engines/score/request.ts';
import { readBrief } from '../../../../../../models/engines/score/request.ts';
import { profiles } from '../../../../../../models/engines/score/styles/profiles.ts';
import { readKey } from '../../../../../../models/engines/score/theory/scale.ts';
import { seededRandom } from '../../../../../../bridge/protocol/seededRandom.ts';
import { sampleBrief } from '../../../../../fixtures/sampleBrief.ts';
import { tunes } from '../../../../../fixtures/melodies.ts';
import type { Meter } from '../../../../../../bridge/protocol/attributes.ts';
import type { ChordSpan } from '../../../../../../models/engines/score/harmony/writeHarmony.ts';
import type { Tune } from '../../../../../fixtures/melodies.ts';

interface LineNote {
  tick: number;
  duration: number;
  pitch: number;
}

function lineOf({ notes }: Tune): LineNote[] {
  let tick = 0;
  return notes.flatMap(([pitch, quarters]) => {
    const note = { tick, duration: quarters * 480, pitch };
    tick += note.duration;
    return pitch === 0 ? [] : [note];
  });
}

function harmonized(tune: Tune, seed: number, style: 'piano' | 'jazz' | 'folk' = 'piano'): ChordSpan[] {
  const line = lineOf(tune);
  const grid = barGrid(tune.meter.join('/') as Meter);
  const end = Math.max(...line.map(({ tick, duration }) => tick + duration));
  const request = {
    ...readBrief(sampleBrief()),
    key: readKey(tune.key),
    grid,
    bars: Math.ceil(end / grid.bar),
    style,
  };
  const profile = profiles[style];
  const form = planForm({
    ...{
      bars: request.bars,
      profile,
      sections: [],
      roles: ['lead', 'pad', 'bass'],
      density: 0.5,
      tension: 0.2,
    },
    random: seededRandom(seed),
  });
  return harmonizeMelody(form, line, request, profile, seedDecisions(seed, {}));
}

function under(spans: readonly ChordSpan[], tick: number): ChordSpan {
  return spans.find((span) => span.tick <= tick && tick < span.tick + span.duration)!;
}

describe.each(Object.entries(tunes))('chords under %s', (_, tune) => {
  const seeds = Array.from({ length: 8 }, (_, i) => i + 1);

  it('follow each other without gaps, and close on the tonic', () => {
    for (const seed of seeds) {
      const spans = harmonized(tune, seed);
      spans.forEach((span, i) => {
        const before = spans[i - 1];
        expect(span.tick).toBe(before === undefined ? 0 : before.tick + before.duration);
        expect(span.duration).toBeGreaterThan(0);
      });
      expect(spans.at(-1)!.chord.degree).toBe(0);
    }
  });

  it('carry the notes that begin on half bars', () => {
    const grid = barGrid(tune.meter.join('/') as Meter);
    const strong = lineOf(tune).filter(
      ({ tick }) => tick % grid.bar === 0 || (grid.groups.length === 4 && tick % grid.bar === grid.bar / 2),
    );
    const shares = seeds.map((seed) => {
      const spans = harmonized(tune, seed);
      return (
        strong.filter(({ tick, pitch }) => under(spans, tick).chord.tones.includes(pitch % 12)).length /
        strong.length
      );
    });
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    expect(mean).toBeGreaterThanOrEqual(0.9);
  });

  it('are the same for the same seed, and differ between seeds', () => {
    const told = (seed: number): string =>
      harmonized(tune, seed)
        .map(({ tick, chord }) => `${tick}${chord.spec}`)
        .join();
    expect(told(1)).toBe(told(1));
    expect(new Set(seeds.map(told)).size).toBeGreaterThan(1);
  });

  it('change less than twice a bar on the whole', () => {
    const { bar } = barGrid(tune.meter.join('/') as Meter);
    const rates = seeds.map((seed) => {
      const spans = harmonized(tune, seed);
      return spans.length / ((spans.at(-1)!.tick + spans.at(-1)!.duration) / bar);
    });
    expect(Math.max(...rates)).toBeLessThan(2);
    expect(rates.reduce((sum, rate) => sum + rate, 0) / rates.length).toBeLessThan(1.8);
  });
});

it('plays colours of the style only where the melody allows them', () => {
  const seeds = Array.from({ length: 8 }, (_, i) => i + 1);
  const specs = seeds.flatMap((seed) => harmonized(tunes.ode, seed, 'jazz').map(({ chord }) => chord.spec));
  expect(specs.some((spec) => /[7s6+]/.test(spec))).toBe(true);
});
