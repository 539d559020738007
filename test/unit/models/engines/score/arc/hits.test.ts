import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meters, styles } from '../../../../../../bridge/protocol/attributes.ts';
import { barQuarters, beatQuarters } from '../../../../../../bridge/protocol/meter.ts';
import { tickToSeconds } from '../../../../../../bridge/protocol/tempoMap.ts';
import { composeScore } from '../../../../../../models/engines/score/composeScore.ts';
import { measureHits } from '../../../../../../models/takes/measureHits.ts';
import { sampleBrief } from '../../../../../fixtures/sampleBrief.ts';
import { arcBrief, stormBrief } from './arcBrief.ts';
import type { Hit } from '../../../../../../bridge/protocol/cue.ts';

const hitAt = (seconds: number, strength = 0.9, id = `h${seconds}`): Hit => ({
  ...{ id, label: `at ${seconds}`, seconds, strength },
});

describe('hits', () => {
  it('are met within 40 ms in any style, meter and tempo, with the tempo changed by 3 % at most', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...styles),
        fc.constantFrom(...meters),
        fc.integer({ min: 45, max: 180 }),
        fc.uniqueArray(fc.integer({ min: 10, max: 330 }), { minLength: 1, maxLength: 6 }),
        (style, meter, tempo, tenths) => {
          const hits = tenths.map((tenth) => hitAt(tenth / 10));
          const brief = { ...sampleBrief({ style, meter, tempo, seconds: 40 }), hits };
          const { score } = composeScore({ brief, seed: 5, candidates: 1 });
          const asked = tempo * beatQuarters(meter);
          const steady = score.tempos.filter(({ ritardando }) => ritardando !== true);
          for (const { microsecondsPerQuarter } of steady)
            expect(Math.abs(60_000_000 / microsecondsPerQuarter / asked - 1)).toBeLessThan(0.0301);
          for (const hit of measureHits(score, hits)) expect(hit).toMatchObject({ met: true });
          expect(score.seconds).toBe(40);
        },
      ),
      { numRuns: 40, seed: 11 },
    );
  });

  it('that fall on the grid anyway change nothing of it', () => {
    const brief = { ...sampleBrief({ tempo: 120, seconds: 40 }), hits: [hitAt(8), hitAt(16)] };
    const { score } = composeScore({ brief, seed: 1 });
    expect(score.meters).toHaveLength(1);
    expect(score.hits!.map(({ how }) => how)).toEqual([
      'on the first beat of bar 5, at the tempo itself',
      'on the first beat of bar 9, at the tempo itself',
    ]);
  });

  it('take a bar of another length where the tempo alone does not do', () => {
    const brief = { ...sampleBrief({ tempo: 120, seconds: 40 }), hits: [hitAt(9)] };
    const { score } = composeScore({ brief, seed: 1 });
    expect(score.meters.map(({ meter }) => meter)).toEqual(['4/4', '2/4', '4/4']);
    expect(score.hits![0]).toMatchObject({
      bar: 6,
      how: expect.stringContaining('after a bar of 2/4') as string,
    });
    let tick = 0;
    for (const [i, { meter }] of score.meters.entries()) {
      const next = score.meters[i + 1]?.tick ?? score.endTick;
      expect((next - score.meters[i]!.tick) % (barQuarters(meter) * 480)).toBe(0);
      tick = next;
    }
    expect(tick).toBe(score.endTick);
  });

  it('are accents: louder than what is around them, everybody on the tick, marked in the score', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const { score } = composeScore({ brief: stormBrief([12.4, 31, 47.77]), seed });
      for (const { tick, label } of score.hits!) {
        const at = score.parts.filter((part) => part.notes.some((note) => note.tick === tick));
        expect(at.length).toBeGreaterThanOrEqual(3);
        const loudness = (from: number, to: number): number => {
          const notes = score.parts.flatMap((part) =>
            part.notes.filter((note) => note.tick >= from && note.tick < to),
          );
          return notes.reduce((sum, note) => sum + note.midiVelocity, 0) / Math.max(1, notes.length);
        };
        expect(loudness(tick, tick + 1)).toBeGreaterThan(loudness(tick + 100, tick + 1920));
        expect(score.markers).toContainEqual({ tick, text: `hit: ${label}` });
      }
    }
  });

  it('begin the section that was asked for near them', () => {
    const { score } = composeScore({ brief: stormBrief([20.37]), seed: 1 });
    expect(score.sections[1]!.tick).toBe(score.hits![0]!.tick);
    expect(tickToSeconds(score.tempos, score.sections[1]!.tick)).toBeCloseTo(20.37, 2);
  });

  it('30 ms apart are met by one accent between them, and a thousand of them are composed all the same', () => {
    const near = { ...sampleBrief({ seconds: 40 }), hits: [hitAt(10), hitAt(10.03)] };
    const { score } = composeScore({ brief: near, seed: 1 });
    expect(measureHits(score, near.hits).map(({ met }) => met)).toEqual([true, true]);
    expect(score.hits![1]!.how).toContain('one accent for 2 hits');
    const many = Array.from({ length: 1000 }, (_, i) => hitAt(1 + i * 0.03, 0.5, `h${i}`));
    const before = process.cpuUsage();
    const crowded = composeScore({
      brief: { ...sampleBrief({ seconds: 40 }), hits: many },
      seed: 1,
      candidates: 1,
    });
    expect(crowded.score.hits).toHaveLength(1000);
    expect(crowded.score.seconds).toBe(40);
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(8);
  });

  it('at 0 are met by the beginning; so near to the end that no bar follows are said to be missed', () => {
    const brief = { ...sampleBrief({ seconds: 40 }), hits: [hitAt(0), hitAt(39.9)] };
    const { score } = composeScore({ brief, seed: 1 });
    const [first, last] = measureHits(score, brief.hits);
    expect(first).toMatchObject({ met: true });
    expect(last).toMatchObject({ met: false, how: expect.stringMatching(/^missed/) as string });
    expect(score.seconds).toBe(40);
  });

  it('and sections at once keep the length', () => {
    const brief = arcBrief(
      { seconds: 30, tempo: 96 },
      [
        ['a', 0, { tempo: 80 }],
        ['b', 11, { tempo: 132, meter: '3/4' }],
      ],
      [5.3, 10.8, 17.21, 22.9],
    );
    const { score } = composeScore({ brief, seed: 3 });
    expect(measureHits(score, brief.hits).filter(({ met }) => met)).toHaveLength(4);
    expect(score.seconds).toBe(30);
  });
});
