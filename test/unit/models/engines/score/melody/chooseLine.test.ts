import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../../bridge/protocol/seededRandom.ts';
import { chooseLine, diatonicSize } from '../../../../../../models/engines/score/melody/chooseLine.ts';
import type { LineSlot } from '../../../../../../models/engines/score/melody/chooseLine.ts';

const cMajor = [0, 2, 4, 5, 7, 9, 11];
const band = { low: 60, high: 79, centre: 67 };
const costs = { leap: 1, dissonance: 1, motif: 1.5 };

function slot(given: Partial<LineSlot>): LineSlot {
  return {
    tick: 0,
    duration: 480,
    interval: undefined,
    motif: false,
    strong: false,
    scale: cMajor,
    tones: [0, 4, 7],
    goal: [],
    arch: 67,
    ...given,
  };
}

describe('chooseLine', () => {
  it('puts chord tones on strong beats', () => {
    const slots = Array.from({ length: 24 }, (_, i) => slot({ strong: i % 2 === 0 }));
    const line = chooseLine(slots, band, costs, seededRandom(3));
    const onBeats = line.filter((_, i) => i % 2 === 0);
    expect(onBeats.every((pitch) => [0, 4, 7].includes(pitch % 12))).toBe(true);
  });

  it('leans where it is told to, and resolves by step', () => {
    const slots = [slot({}), slot({ strong: true, leans: true }), slot({}), slot({})];
    const line = chooseLine(slots, band, costs, seededRandom(4));
    expect([0, 4, 7]).not.toContain(line[1]! % 12);
    expect(Math.abs(line[2]! - line[1]!)).toBeLessThanOrEqual(2);
  });

  it('keeps the intervals of a motif', () => {
    const intervals = [undefined, 1, 1, -2];
    const line = chooseLine(
      intervals.map((interval) => slot({ interval })),
      band,
      costs,
      seededRandom(5),
    );
    expect(line.slice(1).map((pitch, i) => diatonicSize(pitch - line[i]!))).toEqual([1, 1, -2]);
  });

  it('reaches its goal and stays under its ceiling', () => {
    const slots = [slot({ ceiling: 65 }), slot({ ceiling: 65 }), slot({ goal: [0] })];
    const line = chooseLine(slots, band, costs, seededRandom(6));
    expect(line[2]! % 12).toBe(0);
    expect(Math.max(line[0]!, line[1]!)).toBeLessThanOrEqual(65);
  });

  it('avoids octaves in parallel with another voice', () => {
    const slots = [slot({ goal: [0] }), slot({ against: [{ now: 50, before: 48 }], goal: [2, 5] })];
    expect(chooseLine(slots, band, costs, seededRandom(7))[1]! % 12).toBe(5);
  });
});
