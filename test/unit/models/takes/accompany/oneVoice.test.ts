import { expect, it } from 'vitest';
import { oneVoice } from '../../../../../models/takes/accompany/oneVoice.ts';
import type { Note } from '../../../../../bridge/protocol/score.ts';

type Short = readonly [tick: number, duration: number, pitch: number];

function voiceOf(notes: readonly Short[]): { line: Short[]; told: string[] } {
  const sorted = [...notes].sort((a, b) => a[0] - b[0] || a[2] - b[2]);
  const given = sorted.map(([tick, duration, pitch]): Note => ({ tick, duration, pitch, midiVelocity: 80 }));
  const { notes: line, told } = oneVoice(given);
  return { line: line.map(({ tick, duration, pitch }) => [tick, duration, pitch]), told };
}

const tune: readonly Short[] = [
  [0, 960, 74],
  [960, 960, 76],
  [1920, 960, 72],
  [2880, 960, 71],
];

it('leaves one voice as it is, up and down, with notes that are joined', () => {
  const joined = tune.map(([tick, length, pitch]): Short => [tick, length + 60, pitch]);
  for (const line of [tune, joined]) expect(voiceOf(line)).toEqual({ line, told: [] });
});

it('leaves out what is played under a held note', () => {
  const under = Array.from({ length: 16 }, (_, i): Short => [i * 240, 230, [50, 57, 54, 57][i % 4]!]);
  const { line, told } = voiceOf([...tune, ...under]);
  expect(line).toEqual(tune);
  expect(told).toEqual([
    'left out 16 notes under a higher one: a melody has one voice (--track chooses another)',
  ]);
});

it('takes the top of chords, struck together, or rolled either way', () => {
  for (const spread of [0, 8, -8]) {
    const chords = tune.flatMap(([tick, length, pitch]): Short[] => [
      [tick + 100, length - 120, pitch],
      [tick + 100 + spread, length - 120, pitch - 4],
      [tick + 100 + 2 * spread, length - 120, pitch - 9],
    ]);
    const { line, told } = voiceOf(chords);
    expect(line).toEqual(tune.map(([tick, length, pitch]) => [tick + 100, length - 120, pitch]));
    expect(told[0]).toContain('left out 8 notes');
  }
});

it('keeps grace notes, which end before a chord would', () => {
  const line: readonly Short[] = [
    [0, 30, 72],
    [30, 900, 74],
  ];
  expect(voiceOf(line)).toEqual({ line, told: [] });
});

it('cuts notes that ring far into the next, and says so', () => {
  const { line, told } = voiceOf([
    [0, 4000, 60],
    [960, 3000, 64],
    [1920, 2000, 67],
  ]);
  expect(line).toEqual([
    [0, 960, 60],
    [960, 960, 64],
    [1920, 2000, 67],
  ]);
  expect(told).toEqual(['cut short 2 notes that sounded far into the next']);
});

it('never has two notes at once, nor one pitch over itself', () => {
  const doubled = [...tune, ...tune.map(([tick, length, pitch]): Short => [tick, length - 100, pitch])];
  const { line } = voiceOf([...doubled, [900, 200, 74]]);
  const onsets = line.map(([tick]) => tick);
  expect(new Set(onsets).size).toBe(onsets.length);
  const again = line.filter(([tick, length, pitch], i) => {
    const next = line[i + 1];
    return next !== undefined && next[2] === pitch && tick + length > next[0];
  });
  expect(again).toEqual([]);
});
