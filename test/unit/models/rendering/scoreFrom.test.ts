import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tickToSeconds } from '../../../../bridge/protocol/tempoMap.ts';
import { scoreFrom } from '../../../../models/rendering/scoreFrom.ts';
import { sampleScore } from '../../../fixtures/sampleScore.ts';
import type { Part, Score } from '../../../../bridge/protocol/score.ts';

const score = sampleScore({ seed: 3, seconds: 20, parts: 8 });
const moments = fc.double({ min: 0, max: score.seconds, noNaN: true });

/** What a controller stands at, at a time. */
function standing(
  part: Part,
  tempos: Score['tempos'],
  controller: number,
  seconds: number,
): number | undefined {
  return part.controllers
    .filter((event) => event.controller === controller && tickToSeconds(tempos, event.tick) <= seconds)
    .at(-1)?.value;
}

describe('scoreFrom', () => {
  it('is the score itself from its beginning', () => {
    expect(scoreFrom(score, 0)).toBe(score);
  });

  it('has every later note at its time, and what sounds at the moment begins there', () => {
    fc.assert(
      fc.property(moments, (from) => {
        const rest = scoreFrom(score, from);
        for (const [index, part] of score.parts.entries()) {
          const left = rest.parts[index]!.notes.map(
            ({ tick, pitch }) => [from + tickToSeconds(rest.tempos, tick), pitch] as const,
          );
          const later = part.notes.filter(({ tick }) => tickToSeconds(score.tempos, tick) > from + 0.002);
          for (const note of later) {
            const time = tickToSeconds(score.tempos, note.tick);
            expect(left.some(([at, pitch]) => pitch === note.pitch && Math.abs(at - time) < 0.003)).toBe(
              true,
            );
          }
          expect(rest.parts[index]!.notes.every(({ tick, duration }) => tick >= 0 && duration >= 1)).toBe(
            true,
          );
        }
      }),
      { numRuns: 30 },
    );
  });

  it('keeps controllers, tempo and key as they stand', () => {
    fc.assert(
      fc.property(moments, (from) => {
        const rest = scoreFrom(score, from);
        expect(rest.tempos[0]?.tick).toBe(0);
        expect(rest.keys[0]).toMatchObject({ tick: 0, tonic: score.keys[0]!.tonic });
        for (const [index, part] of score.parts.entries()) {
          for (const controller of new Set(part.controllers.map((event) => event.controller))) {
            const now = standing(rest.parts[index]!, rest.tempos, controller, 0);
            const tolerance = 0.002;
            const around = [-tolerance, 0, tolerance].map((offset) =>
              standing(part, score.tempos, controller, from + offset),
            );
            expect(around).toContain(now);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('strikes no drum again that was struck before', () => {
    const drums = (one: Score): number => one.parts.find(({ channel }) => channel === 9)!.notes.length;
    const half = scoreFrom(score, 10.01);
    const later = score.parts
      .find(({ channel }) => channel === 9)!
      .notes.filter(({ tick }) => tickToSeconds(score.tempos, tick) >= 10.01);
    expect(drums(half)).toBe(later.length);
  });

  it('has nothing after the end', () => {
    const after = scoreFrom(score, score.seconds + 10);
    expect(after.seconds).toBe(0);
    expect(after.parts.every(({ notes }) => notes.length === 0)).toBe(true);
  });
});
