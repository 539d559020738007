/** Which rows and columns the tables have. */
import { describe, expect, it } from 'vitest';
import { laterSound } from '../../../../../models/evaluation/musflow/evaluateMusflow.ts';
import {
  differenceTable,
  halfOf,
  masksTable,
  obedienceTable,
  scoredRows,
  sweepTable,
} from '../../../../../models/evaluation/musflow/tables.ts';
import type { ScoredClip } from '../../../../../models/evaluation/musflow/clipScores.ts';
import type { ScoredVariants } from '../../../../../models/evaluation/musflow/tables.ts';

function clipsOf(scores: Partial<ScoredClip['scores']>): ScoredClip[] {
  const pairs = { brightness: [NaN, NaN], energy: [NaN, NaN], feeling: [NaN, NaN] };
  return Array.from({ length: 4 }, () => ({ scores, pairs }) as unknown as ScoredClip);
}

const variants: ScoredVariants = {
  clips: new Map([
    ['render', clipsOf({ onsetRender: 1, onsetStrict: 1 })],
    ['later', clipsOf({ onsetRender: 1, onsetStrict: 0.86 })],
    ['unconditioned', clipsOf({ textAudio: 0.1 })],
    ['all', clipsOf({ onsetRender: 0.9, onsetStrict: 0.78, textAudio: 0.4 })],
  ]),
  distances: new Map(),
};
const cells = (line: string): string[] => line.split('|').map((cell) => cell.trim());

describe('tables', () => {
  it('show both rulers of onsets, and the row of what they lose', () => {
    const lines = obedienceTable(variants, scoredRows).split('\n').map(cells);
    const [head = []] = lines;
    const [own, strict] = ['onsets F1, render ↑', 'the same, 16 ms and no hysteresis ↑'].map((name) =>
      head.indexOf(name),
    );
    const later = lines.find(([, name]) => name === '*the render, 5 ms later (what the rulers lose)*') ?? [];
    expect(later[own ?? -1]).toMatch(/^1\.00/u);
    expect(later[strict ?? -1]).toMatch(/^0\.86/u);
  });

  it('have floor, ceiling and chance above what they are read by, of the same clips', () => {
    const own = clipsOf({ mel: 0 });
    const all = new Map([...variants.clips, ['vocoder', own], ['other-render', own]]);
    const rows = (table: string): string[] =>
      table
        .split('\n')
        .slice(2)
        .flatMap((line) => cells(line)[1] ?? []);
    const ends = [/^\*score engine/u, /^\*its spectrogram/u, /^\*another clip/u].map(
      (start) => expect.stringMatching(start) as string,
    );
    expect(rows(masksTable({ clips: all, distances: new Map() }))).toEqual([...ends, 'all']);
    const half = ['render', 'vocoder', 'other-render'].map((name) => [halfOf(name), own] as const);
    const sweep = new Map([...all, ...half, ['steps-1', own], ['steps-10', own]]);
    expect(rows(sweepTable({ clips: sweep, distances: new Map() }, 'steps'))).toEqual([...ends, '1', '10']);
  });

  it('have as many cells in each row as heads', () => {
    const lines = obedienceTable(variants, scoredRows).split('\n').map(cells);
    expect(new Set(lines.map(({ length }) => length)).size).toBe(1);
    expect(lines).toHaveLength(2 + 4);
  });

  it('hold the whole engine against one that knows nothing', () => {
    const line =
      differenceTable(variants)
        .split('\n')
        .map(cells)
        .find(([, name]) => name === 'all − unconditioned') ?? [];
    expect(line[2]).toMatch(/^0\.30 /u);
  });
});

describe('the render a little later', () => {
  it('is the same sound after 5 ms, and does not click before', () => {
    const samples = Float32Array.from({ length: 1000 }, (_, i) => i + 1);
    const later = laterSound(samples);
    expect(later).toHaveLength(1000);
    expect([...later.subarray(160, 164)]).toEqual([1, 2, 3, 4]);
    expect([...later.subarray(157, 160)]).toEqual([4, 3, 2]);
  });
});
