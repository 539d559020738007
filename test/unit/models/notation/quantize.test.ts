/** Written rhythm against what the engine wrote before it was played. */
import { describe, expect, it } from 'vitest';
import { meters, styles } from '../../../../bridge/protocol/attributes.ts';
import { composeScore, writeDraft } from '../../../../models/engines/score/composeScore.ts';
import { shuffled } from '../../../../models/engines/score/performance/shuffle.ts';
import { readBrief } from '../../../../models/engines/score/request.ts';
import { barsOf } from '../../../../models/notation/bars.ts';
import { quantizeOnsets } from '../../../../models/notation/quantizeOnsets.ts';
import { writePartDown } from '../../../../models/notation/writtenPart.ts';
import { profiles } from '../../../../models/engines/score/styles/profiles.ts';
import { sampleBrief } from '../../../fixtures/sampleBrief.ts';
import type { DecisionSeeds } from '../../../../models/engines/score/decisions.ts';
import type { Note, Part, Score } from '../../../../bridge/protocol/score.ts';

const cases = styles.flatMap((style) => meters.map((meter) => ({ style, meter })));

function notes(ticks: readonly number[], duration = 200): Note[] {
  return ticks.map((tick, i) => ({ tick, duration, pitch: 60 + i, midiVelocity: 80 }));
}

const bars44 = barsOf({ meters: [{ tick: 0, meter: '4/4' }], endTick: 7680 });

/** The parts of a score as they are written, with the score. */
function written(score: Score): { part: Part; notes: ReturnType<typeof writePartDown>['notes'] }[] {
  const bars = barsOf(score);
  return score.parts.map((part) => ({ part, notes: writePartDown(part, bars, score.endTick).notes }));
}

describe('quantizeOnsets', () => {
  it('finds triplets among sixteenths, and sixteenths played loosely are none', () => {
    const triplets = quantizeOnsets(notes([3, 165, 316, 480, 604, 716, 846]), bars44);
    expect(triplets.strokes.map(({ tick }) => tick)).toEqual([0, 160, 320, 480, 600, 720, 840]);
    expect([...triplets.triplets]).toEqual([0]);
    const loose = quantizeOnsets(notes([0, 142, 214, 388, 460, 741, 870]), bars44);
    expect([...loose.triplets]).toEqual([]);
    expect(loose.strokes.map(({ tick }) => tick)).toEqual([0, 120, 240, 360, 480, 720, 840]);
  });

  it('takes a rolled chord for one stroke, and runs of thirty-seconds for what they are', () => {
    const rolled = quantizeOnsets(notes([5, 14, 23, 32, 480]), bars44);
    expect(rolled.strokes.map(({ tick, notes: struck }) => [tick, struck.length])).toEqual([
      [0, 4],
      [480, 1],
    ]);
    const run = quantizeOnsets(notes([0, 62, 118, 183, 240]), bars44);
    expect(run.strokes.map(({ tick }) => tick)).toEqual([0, 60, 120, 180, 240]);
  });

  it('writes an anticipated beat on the beat, also before a bar line', () => {
    const { strokes } = quantizeOnsets(notes([450, 1893, 7676]), bars44);
    expect(strokes.map(({ tick }) => tick)).toEqual([480, 1920, 7560]);
  });
});

describe('the engine’s own rhythm', () => {
  it.each(cases)('$style in $meter: the melody is written as it was composed', ({ style, meter }) => {
    for (const seed of [1, 2]) {
      const brief = sampleBrief({ style, meter, bars: 16 });
      const { score, seeds } = composeScore({ brief, seed, candidates: 1 });
      const draft = writeDraft(readBrief(brief), seeds as unknown as DecisionSeeds);
      // Swung eighths are written as the triplets that they are.
      const melody = shuffled(draft.melody, draft.composition);
      const lead = written(score).find(({ part }) => part.role === 'lead');
      const composed = melody.map(({ tick }) => tick).sort((a, b) => a - b);
      const found = lead?.notes.map(({ tick }) => tick) ?? [];
      // A player who is late with an eighth that swings plays a dotted one.
      const least = profiles[style].performance.shuffle === undefined ? 1 : 0.95;
      const right = found.filter((tick, i) => tick === composed[i]).length;
      expect(found).toHaveLength(composed.length);
      expect(right / composed.length).toBeGreaterThanOrEqual(least);
      const lengths = new Map(melody.map(({ tick, duration }) => [tick, duration]));
      const same = lead?.notes.filter(({ tick, end }) => end - tick === lengths.get(tick)).length ?? 0;
      expect(same / composed.length).toBeGreaterThan(0.85);
    }
  });

  it.each(cases)('$style in $meter: every note is written, with its pitch', ({ style, meter }) => {
    const { score } = composeScore({
      brief: sampleBrief({ style, meter, bars: 24 }),
      seed: 5,
      candidates: 1,
    });
    for (const { part, notes: found } of written(score)) {
      const sorted = (all: readonly { pitch: number }[]): number[] =>
        all.map(({ pitch }) => pitch).sort((a, b) => a - b);
      expect(sorted(found), part.name).toEqual(sorted(part.notes));
    }
  });
});
