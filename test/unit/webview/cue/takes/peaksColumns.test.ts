import { describe, expect, it } from 'vitest';
import { columnsFor, mostColumns, pixelPeaks } from '../../../../../webview/cue/takes/peaksColumns.ts';

const peaks = (pairs: [number, number][]) => ({
  seconds: 1,
  columns: pairs.length,
  values: new Float32Array(pairs.flat()).buffer,
});

describe('columns of a waveform', () => {
  it('are asked for in powers of two, finer when zoomed in, and not without limit', () => {
    expect(columnsFor({ from: 0, to: 1 }, 600)).toBe(1024);
    expect(columnsFor({ from: 0.5, to: 0.75 }, 600)).toBe(4096);
    expect(columnsFor({ from: 0, to: 0.0001 }, 600)).toBe(mostColumns);
  });

  it('lose no peak when there are more than pixels', () => {
    const values = pixelPeaks(
      peaks([
        [-0.1, 0.1],
        [-0.9, 0.2],
        [0, 0.5],
        [-0.25, 0],
      ]),
      { from: 0, to: 1 },
      2,
    );
    expect([...values].map((value) => Math.round(value * 100) / 100)).toEqual([-0.9, 0.2, -0.25, 0.5]);
  });

  it('are repeated when there are fewer, and are those of the span', () => {
    const values = pixelPeaks(
      peaks([
        [-0.5, 0.5],
        [-0.25, 0.25],
      ]),
      { from: 0.5, to: 1 },
      3,
    );
    expect([...values]).toEqual([-0.25, 0.25, -0.25, 0.25, -0.25, 0.25]);
  });

  it('are silence where there is nothing', () => {
    expect([...pixelPeaks(peaks([]), { from: 0, to: 1 }, 2)]).toEqual([0, 0, 0, 0]);
  });
});
