import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meters, modes, styles } from '../../../../../bridge/protocol/attributes.ts';
import { instruments } from '../../../../../bridge/protocol/instruments.ts';
import { tickToSeconds } from '../../../../../bridge/protocol/tempoMap.ts';
import { composeScore, writeDraft } from '../../../../../models/engines/score/composeScore.ts';
import { readBrief } from '../../../../../models/engines/score/request.ts';
import { featuresOf } from '../../../../../models/engines/score/selection/features.ts';
import { profiles } from '../../../../../models/engines/score/styles/profiles.ts';
import { readKey } from '../../../../../models/engines/score/theory/scale.ts';
import { sampleBrief, sampleEnsemble } from '../../../../fixtures/sampleBrief.ts';
import type { Score } from '../../../../../bridge/protocol/score.ts';
import type { DecisionSeeds } from '../../../../../models/engines/score/decisions.ts';

function pitches(score: Score): number[][] {
  return score.parts.map((part) => part.notes.map((note) => note.pitch));
}

const anyBrief = fc
  .record({
    style: fc.constantFrom(...styles),
    mode: fc.constantFrom(...modes),
    tonic: fc.constantFrom('C', 'D', 'Eb', 'E', 'F', 'G', 'A', 'Bb'),
    meter: fc.constantFrom(...meters),
    bars: fc.integer({ min: 1, max: 40 }),
    tempo: fc.integer({ min: 40, max: 200 }),
    density: fc.double({ min: 0, max: 1, noNaN: true }),
    tension: fc.double({ min: 0, max: 1, noNaN: true }),
    brightness: fc.double({ min: 0, max: 1, noNaN: true }),
    dynamics: fc.double({ min: 0, max: 1, noNaN: true }),
    register: fc.constantFrom('low' as const, 'middle' as const, 'high' as const),
  })
  .map(({ tonic, mode, ...rest }) => sampleBrief({ ...rest, key: `${tonic} ${mode}` }));

describe('composeScore', () => {
  it('writes only notes that MIDI and the instruments can play', () => {
    fc.assert(
      fc.property(anyBrief, fc.integer({ min: 0, max: 1e9 }), (brief, seed) => {
        const { score } = composeScore({ brief, seed, candidates: 1 });
        expect(score.parts.length).toBeGreaterThan(0);
        for (const part of score.parts) {
          const [low, high] = instruments[part.instrument].range;
          for (const note of part.notes) {
            expect(Number.isInteger(note.tick) && note.tick >= 0).toBe(true);
            expect(Number.isInteger(note.duration) && note.duration >= 1).toBe(true);
            expect(note.pitch).toBeGreaterThanOrEqual(low);
            expect(note.pitch).toBeLessThanOrEqual(high);
            expect(note.midiVelocity).toBeGreaterThanOrEqual(1);
            expect(note.midiVelocity).toBeLessThanOrEqual(127);
            expect(note.tick).toBeLessThan(score.endTick);
          }
        }
        const channels = score.parts.map((part) => part.channel);
        expect(new Set(channels).size).toBe(channels.length);
      }),
      { numRuns: 150 },
    );
  });

  it.each(styles)('%s: the same brief and seed give the same score', (style) => {
    const brief = sampleBrief({ style, bars: 24 });
    expect(composeScore({ brief, seed: 7 })).toEqual(composeScore({ brief, seed: 7 }));
    expect(pitches(composeScore({ brief, seed: 8 }).score)).not.toEqual(
      pitches(composeScore({ brief, seed: 7 }).score),
    );
  });

  it.each(styles)('%s: changing the tempo changes no pitch', (style) => {
    const slow = composeScore({ brief: sampleBrief({ style, tempo: 60 }), seed: 3 }).score;
    const fast = composeScore({ brief: sampleBrief({ style, tempo: 140 }), seed: 3 }).score;
    expect(pitches(fast)).toEqual(pitches(slow));
  });

  it('makes the same score from the seeds of its decisions alone', () => {
    const brief = sampleBrief({ bars: 16 });
    const first = composeScore({ brief, seed: 11 });
    const again = composeScore({ brief, seed: 999, seeds: first.seeds });
    expect(again.score).toEqual(first.score);
    expect(again.candidates.tried).toBe(1);
  });

  it('re-rolls one decision and keeps those that do not depend on it', () => {
    const brief = sampleBrief({ style: 'folk', bars: 16 });
    const first = composeScore({ brief, seed: 11 });
    const other = composeScore({ brief, seed: 11, seeds: { ...first.seeds, percussion: 1234, figure: 99 } });
    const part = (score: Score, role: string): unknown =>
      score.parts.find((each) => each.role === role)?.notes;
    expect(part(other.score, 'lead')).toEqual(part(first.score, 'lead'));
    expect(part(other.score, 'bass')).toEqual(part(first.score, 'bass'));
    expect(part(other.score, 'figure')).not.toEqual(part(first.score, 'figure'));
  });

  it('is exactly as long as the brief asks and keeps the tempo outside the ritardando', () => {
    const brief = sampleBrief({ tempo: 72, bars: 8 });
    const { score } = composeScore({ brief, seed: 1 });
    expect(score.seconds).toBeCloseTo(brief.attributes.seconds.value, 9);
    expect(score.tempos[0]?.microsecondsPerQuarter).toBe(Math.round(60e6 / 72));
    expect(score.tempos.slice(1).every((tempo) => tempo.ritardando === true)).toBe(true);
    expect(tickToSeconds(score.tempos, score.endTick)).toBeLessThan(score.seconds);
  });

  it('ends on the tonic in every style and mode', () => {
    for (const style of styles) {
      for (const mode of modes) {
        const { score } = composeScore({
          brief: sampleBrief({ style, key: `A ${mode}`, bars: 12 }),
          seed: 5,
          candidates: 2,
        });
        const last = score.chords.at(-1);
        expect(last?.root).toBe(readKey(`A ${mode}`).tonicClass);
      }
    }
  });

  it('has no percussion where the brief names none', () => {
    const quiet = sampleEnsemble('cinematic').filter((entry) => entry.role !== 'percussion');
    const { score } = composeScore({ brief: sampleBrief({ instruments: quiet }), seed: 1 });
    expect(score.parts.some((part) => part.role === 'percussion')).toBe(false);
  });

  it('plays a piece for one instrument in one role', () => {
    const alone = sampleEnsemble('piano').slice(0, 1);
    const { score } = composeScore({ brief: sampleBrief({ style: 'piano', instruments: alone }), seed: 1 });
    expect(score.parts.map((part) => part.role)).toEqual(['lead']);
  });
});

describe('the checklist of a good cue, over 20 seeds a style', () => {
  it.each(styles)('%s', (style) => {
    const mean = { steps: 0, strongConsonance: 0, motifPhrases: 0, recovered: 0, parallels: 0, mud: 0 };
    const count = 20;
    for (let seed = 0; seed < count; seed++) {
      const brief = sampleBrief({ style, bars: 16, key: seed % 2 === 0 ? 'D minor' : 'G major' });
      const { seeds } = composeScore({ brief, seed });
      const features = featuresOf(writeDraft(readBrief(brief), seeds as DecisionSeeds));
      for (const name of Object.keys(mean) as (keyof typeof mean)[]) mean[name] += features[name] / count;
    }
    expect(mean.steps).toBeGreaterThan(0.6);
    expect(mean.steps).toBeLessThan(0.88);
    expect(mean.strongConsonance).toBeGreaterThan(0.8);
    expect(mean.motifPhrases).toBeGreaterThan(0.6);
    expect(mean.recovered).toBeGreaterThan(0.8);
    expect(mean.mud).toBe(0);
    expect(profiles[style].texture.strictVoices ? mean.parallels : 0).toBeLessThan(0.06);
  });
});
