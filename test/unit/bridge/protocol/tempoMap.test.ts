import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { secondsToTick, tickToSeconds } from '../../../../bridge/protocol/tempoMap.ts';
import { microsecondsPerQuarter, ticksPerQuarter } from '../../../../bridge/protocol/units.ts';
import type { TempoChange } from '../../../../bridge/protocol/score.ts';

const tempoMaps = fc
  .array(fc.record({ gap: fc.integer({ min: 1, max: 5000 }), tempo: fc.integer({ min: 30, max: 260 }) }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((changes) => {
    let tick = 0;
    return changes.map(({ gap, tempo }, i): TempoChange => {
      tick += i === 0 ? 0 : gap;
      return { tick, microsecondsPerQuarter: microsecondsPerQuarter(tempo) };
    });
  });

describe('the tempo map', () => {
  it('counts a steady tempo', () => {
    const tempos = [{ tick: 0, microsecondsPerQuarter: 500_000 }];
    expect(tickToSeconds(tempos, 4 * ticksPerQuarter)).toBe(2);
    expect(secondsToTick(tempos, 2)).toBe(4 * ticksPerQuarter);
  });

  it('counts each span in its own tempo', () => {
    const tempos = [
      { tick: 0, microsecondsPerQuarter: 500_000 },
      { tick: 480, microsecondsPerQuarter: 1_000_000 },
    ];
    expect([0, 240, 480, 960].map((tick) => tickToSeconds(tempos, tick))).toEqual([0, 0.25, 0.5, 1.5]);
  });

  it('goes there and back', () => {
    fc.assert(
      fc.property(tempoMaps, fc.integer({ min: 0, max: 60_000 }), (tempos, tick) => {
        expect(secondsToTick(tempos, tickToSeconds(tempos, tick))).toBeCloseTo(tick, 5);
      }),
    );
  });

  it('never runs backwards', () => {
    fc.assert(
      fc.property(tempoMaps, fc.integer({ min: 0, max: 60_000 }), (tempos, tick) => {
        expect(tickToSeconds(tempos, tick + 1)).toBeGreaterThan(tickToSeconds(tempos, tick));
      }),
    );
  });
});
