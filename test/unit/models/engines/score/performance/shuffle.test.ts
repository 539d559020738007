import { describe, expect, it } from 'vitest';
import { shuffled } from '../../../../../../models/engines/score/performance/shuffle.ts';
import { barGrid } from '../../../../../../models/engines/score/request.ts';
import { profiles } from '../../../../../../models/engines/score/styles/profiles.ts';
import type { Meter, Style } from '../../../../../../bridge/protocol/attributes.ts';
import type { ScoreRequest } from '../../../../../../models/engines/score/request.ts';

function swung(style: Style, meter: Meter, notes: [tick: number, duration: number][]): [number, number][] {
  const request = { grid: barGrid(meter) } as ScoreRequest;
  const played = notes.map(([tick, duration]) => ({ tick, duration }));
  return shuffled(played, { profile: profiles[style], request }).map(({ tick, duration }) => [
    tick,
    duration,
  ]);
}

describe('shuffled', () => {
  it('makes the first eighth of a beat twice as long as the second', () => {
    expect(
      swung('jazz', '4/4', [
        [480, 240],
        [720, 240],
      ]),
    ).toEqual([
      [480, 320],
      [800, 160],
    ]);
  });

  it('takes sixteenths along and leaves whole beats', () => {
    expect(
      swung('jazz', '3/4', [
        [0, 120],
        [120, 120],
        [360, 120],
        [480, 960],
      ]),
    ).toEqual([
      [0, 160],
      [160, 160],
      [400, 80],
      [480, 960],
    ]);
  });

  it.each(['6/8', '12/8', '7/8'] as const)('leaves %s as it is', (meter) => {
    expect(swung('jazz', meter, [[240, 240]])).toEqual([[240, 240]]);
  });

  it('leaves styles that do not swing as they are', () => {
    expect(swung('rock', '4/4', [[240, 100]])).toEqual([[240, 100]]);
  });
});
