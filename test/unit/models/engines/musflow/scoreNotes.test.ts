import { describe, expect, it } from 'vitest';
import { scoreNotes } from '../../../../../models/engines/musflow/score/scoreNotes.ts';
import { windowOf } from '../../../../../models/dataset/own/scoreWindow.ts';
import type { Part, Score } from '../../../../../bridge/protocol/score.ts';

function part(
  role: Part['role'],
  instrument: Part['instrument'],
  notes: number[][],
  more: Partial<Part> = {},
): Part {
  return {
    ...{ role, instrument, name: role, program: 70, channel: 0, volume: 100, pan: 64, reverb: 40, chorus: 0 },
    notes: notes.map(([tick = 0, duration = 0, pitch = 0, midiVelocity = 127]) => ({
      tick,
      duration,
      pitch,
      midiVelocity,
    })),
    controllers: [],
    bends: [],
    ...more,
  };
}

/** 120 BPM, then 60 BPM from 4 s on: 480 ticks are half a second, then a second. */
function score(...parts: Part[]): Score {
  return {
    title: 'test',
    parts,
    tempos: [
      { tick: 0, microsecondsPerQuarter: 500_000 },
      { tick: 3840, microsecondsPerQuarter: 1_000_000 },
    ],
    ...{ meters: [], keys: [], sections: [], chords: [], markers: [], bars: 8, endTick: 9600, seconds: 20 },
  };
}

const rows = ({ rows: count, columns, data }: ReturnType<typeof scoreNotes>): number[][] =>
  Array.from({ length: count }, (_, i) => [...data.subarray(i * columns, (i + 1) * columns)]);

describe('scoreNotes', () => {
  it('tells role, pitch, onset, duration, velocity and program, through tempo changes', () => {
    const notes = scoreNotes(
      score(part('lead', 'oboe', [[960, 480, 72]]), part('bass', 'cello', [[3360, 960, 40]])),
      0,
      10,
    );
    expect(rows(notes)).toEqual([
      [0, 72, 1, 0.5, 1, 70],
      [2, 40, 3.5, 1.5, 1, 70],
    ]);
  });

  it('has what began before and still sounds, with a negative onset, and nothing else from outside', () => {
    const notes = scoreNotes(score(part('pad', 'strings', [[0, 1920, 60], [0, 480, 62], [7680, 480, 64]])), 1, 2); // prettier-ignore
    expect(rows(notes)).toEqual([[1, 60, -1, 2, 1, 70]]);
  });

  it('counts kits and taiko as drums, timpani as a bass', () => {
    const notes = scoreNotes(
      score(
        part('percussion', 'drum-kit', [[0, 10, 36]], { channel: 9, program: 40 }),
        part('percussion', 'taiko', [[480, 10, 52]], { program: 116 }),
        part('percussion', 'timpani', [[960, 10, 45]], { program: 47 }),
      ),
      ...([0, 5] as const),
    );
    expect(rows(notes).map(([role, pitch, , , , program]) => [role, pitch, program])).toEqual([
      [3, 36, 40],
      [3, 48, 116],
      [2, 45, 47],
    ]);
  });

  it('lets notes last as long as the pedal is held', () => {
    const pedal = [[0, 127], [1920, 0]].map(([tick = 0, value = 0]) => ({ tick, controller: 64, value })); // prettier-ignore
    const notes = scoreNotes(score(part('figure', 'piano', [[480, 240, 60]], { controllers: pedal })), 0, 5);
    expect(rows(notes)[0]?.slice(2, 4)).toEqual([0.5, 1.5]);
  });
});

describe('windowOf', () => {
  const whole = score(
    part('pad', 'strings', [[0, 9600, 60]]),
    part('figure', 'piano', [[0, 9600, 64], [5000, 100, 67]]), // prettier-ignore
  );

  it('begins anew what is held, lets go what was struck, and moves the rest', () => {
    const { score: cut, leadIn, from } = windowOf(whole, 5, 3);
    expect(from).toBe(5);
    expect(leadIn).toBeCloseTo(1.5, 3);
    expect(cut.parts[0]!.notes).toMatchObject([{ tick: 0, pitch: 60 }]);
    // 3.5 s are tick 3360.
    expect(cut.parts[1]!.notes).toMatchObject([{ tick: 1640, pitch: 67 }]);
    expect(cut.tempos).toEqual([
      { tick: 0, microsecondsPerQuarter: 500_000 },
      { tick: 480, microsecondsPerQuarter: 1_000_000 },
    ]);
    expect(cut.seconds).toBeCloseTo(1.5 + 3 + 0.1, 3);
  });

  it('has no lead-in at the beginning', () => {
    expect(windowOf(whole, 0, 10.24)).toMatchObject({ leadIn: 0, from: 0 });
  });
});
