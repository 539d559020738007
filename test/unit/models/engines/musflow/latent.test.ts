/** Windows, known rows, tied rows, the spectrogram's canvas: all that puts a piece together of windows. */
import { describe, expect, it } from 'vitest';
import { normalNoise } from '../../../../../models/engines/musflow/flow/seededNoise.ts';
import { sigmaMin } from '../../../../../models/engines/musflow/flow/transport.ts';
import { keepKnownRows, knownOutside } from '../../../../../models/engines/musflow/latent/knownRows.ts';
import {
  eachNumber,
  latentOf,
  rowsOf,
  tableOf,
} from '../../../../../models/engines/musflow/latent/latent.ts';
import { MelCanvas } from '../../../../../models/engines/musflow/latent/melCanvas.ts';
import { solveWindow } from '../../../../../models/engines/musflow/latent/solveWindow.ts';
import { meanOfCopies, tieRows } from '../../../../../models/engines/musflow/latent/tiedRows.ts';
import { windowPlan, windowWeight } from '../../../../../models/engines/musflow/latent/windowPlan.ts';
import { isSpanReady, soundSpans } from '../../../../../models/engines/musflow/soundSpans.ts';
import type { Latent } from '../../../../../models/engines/musflow/latent/latent.ts';

const shape = { channels: 2, bands: 3 };
const random = (seed: number, rows: number): Latent => {
  return { ...shape, rows, data: normalNoise(seed, rows * 6) };
};

describe('the plan of windows', () => {
  it.each([
    [256, false],
    [257, false],
    [448, false],
    [1000, false],
    [15_000, false],
    [256, true],
    [300, true],
    [433, true],
    [1000, true],
  ])(
    'of %d rows (loop: %s) covers every row, knows what was made, and fades to a sum of 1',
    (rows, isLoop) => {
      const plan = windowPlan(rows, isLoop);
      const made = new Uint8Array(rows);
      const weights = new Float64Array(rows);
      for (const window of plan) {
        for (let i = 0; i < 256; i++) {
          const row = isLoop ? (((window.start + i) % rows) + rows) % rows : window.start + i;
          expect(row).toBeLessThan(rows);
          // What is known must have been made before.
          expect(window.known[i]! > 0 && made[row] === 0).toBe(false);
        }
        for (let i = 0; i < 256; i++) {
          const row = isLoop ? (((window.start + i) % rows) + rows) % rows : window.start + i;
          made[row] = 1;
          weights[row] = weights[row]! + windowWeight(window, i + 0.5);
        }
      }
      expect(made.every((value) => value === 1)).toBe(true);
      weights.forEach((weight) => {
        expect(weight).toBeCloseTo(1, 6);
      });
    },
  );

  it('carries 64 rows, of which the last give way', () => {
    const [, second] = windowPlan(448, false);
    expect(second!.start).toBe(192);
    expect([...second!.known.slice(0, 48)].every((share) => share === 1)).toBe(true);
    const ramp = [...second!.known.slice(48, 64)];
    expect(ramp.every((share, i) => share < (ramp[i - 1] ?? 1) && share > 0)).toBe(true);
    expect([...second!.known.slice(64)].every((share) => share === 0)).toBe(true);
  });

  it('is one window for what is short', () => {
    expect(windowPlan(100, false)).toHaveLength(1);
    expect(windowPlan(100, true)).toHaveLength(1);
  });
});

describe('known rows', () => {
  it('arrive where they are known to, whatever the field, and the rest follows the field', async () => {
    const [noise, piece] = [random(1, 256), random(2, 256)];
    const known = new Float32Array(256).fill(1, 0, 100);
    const field = (x: Float32Array): Promise<Float32Array> => Promise.resolve(x.map(() => 7));
    const settings = { solver: 'euler', grid: 'uniform', steps: 5, guidance: 2 } as const;
    const solved = await solveWindow({
      ...{ piece, noise, start: 0, known, field, isLoop: false, from: 1, settings },
    });
    const wanted = noise.data.map((value) => value + 7);
    eachNumber(solved, (i, row) => {
      if (row < 100) wanted[i] = piece.data[i]!;
    });
    expect(solved.data.every((value, i) => Math.abs(value - wanted[i]!) < 1e-4)).toBe(true);
    expect(solved.data.slice(0, 300)).toEqual(piece.data.slice(0, 300));
  });

  it('are shown to the network as noisy as the rest', async () => {
    const [x0, x1] = [random(3, 4), random(4, 4)];
    const zero = (x: Float32Array): Promise<Float32Array> => Promise.resolve(x.map(() => 0));
    const field = keepKnownRows(zero, x0, x1, Float32Array.of(1, 0.5, 0, 0));
    const velocity = await field(x0.data, 0);
    eachNumber(x0, (i, row) => {
      const own = x1.data[i]! - (1 - sigmaMin) * x0.data[i]!;
      expect(velocity[i]).toBeCloseTo([own, own / 2, 0, 0][row]!, 5);
    });
  });

  it('surround a range that is made anew', () => {
    const known = knownOutside(100, { from: 20, to: 60 }, 8);
    expect([known[19], known[60], known[40]]).toEqual([1, 1, 0]);
    expect(known[20]).toBeGreaterThan(known[24]!);
  });
});

describe('a variation', () => {
  const settings = { solver: 'euler', grid: 'uniform', steps: 10, guidance: 2 } as const;
  const [noise, piece] = [random(1, 256), random(2, 256)];
  const known = new Float32Array(256);
  let seen: number[] = [];
  const field = (x: Float32Array, t: number): Promise<Float32Array> => {
    seen.push(t);
    return Promise.resolve(x.map(() => 0));
  };
  const solve = (from: number): Promise<Latent> => {
    seen = [];
    return solveWindow({ ...{ piece, noise, start: 0, known, field, isLoop: false, from, settings } });
  };

  it('without noise is the same, without asking the network', async () => {
    expect((await solve(0)).data).toEqual(piece.data);
    expect(seen).toEqual([]);
  });

  it('with some begins on the way, with all at the noise', async () => {
    const half = await solve(0.5);
    expect(seen[0]).toBe(0.5);
    expect(seen).toHaveLength(5);
    expect(half.data[7]).toBeCloseTo(0.50005 * noise.data[7]! + 0.5 * piece.data[7]!, 4);
    expect((await solve(1)).data).toEqual(noise.data);
  });
});

describe('tied rows', () => {
  it('have the mean velocity of their copies', () => {
    const wide = random(5, 256);
    const mean = meanOfCopies(wide, 100);
    // Row 3 is seen at 3, 103 and 203; row 60 at 60 and 160 alone.
    const at = (latent: Latent, row: number): number => latent.data[row * 3]!;
    expect(at(mean, 3)).toBeCloseTo((at(wide, 3) + at(wide, 103) + at(wide, 203)) / 3, 5);
    expect(at(mean, 60)).toBeCloseTo((at(wide, 60) + at(wide, 160)) / 2, 5);
  });

  it('make a loop that does not know where it begins', async () => {
    const field = tieRows((x) => Promise.resolve(x.map((value) => -value)), 128, shape);
    const x = random(6, 128);
    const velocity = await field(x.data, 0);
    expect(velocity).toEqual(x.data.map((value) => -value));
  });
});

describe('the canvas', () => {
  it('puts constant windows together to the constant, and knows what is ready', () => {
    const plan = windowPlan(448, false);
    const canvas = new MelCanvas(448, 2, false);
    const mel = new Float32Array(1024 * 2).fill(-3);
    canvas.add(plan[0]!, mel, plan[1]);
    expect(canvas.ready).toBe(192 + 16);
    expect(canvas.span(0, canvas.ready).every((value) => value === -3)).toBe(true);
    canvas.add(plan[1]!, mel, undefined);
    expect(canvas.ready).toBe(448);
    canvas.span(0, 448).forEach((value) => {
      expect(value).toBeCloseTo(-3, 5);
    });
  });

  it('goes on round a loop', () => {
    const plan = windowPlan(300, true);
    const canvas = new MelCanvas(300, 1, true);
    for (const [i, window] of plan.entries()) {
      const mel = Float32Array.from({ length: 1024 }, (_, frame) => {
        return (((window.start * 4 + frame) % 1200) + 1200) % 1200;
      });
      canvas.add(window, mel, plan[i + 1]);
    }
    const round = canvas.span(-2, 4);
    [1192, 1193, 1194, 1195, 1196, 1197, 1198, 1199, 0, 1, 2].forEach((value, i) => {
      expect(round[i]).toBeCloseTo(value, 2);
    });
  });
});

describe('spans of sound', () => {
  it('cover the piece, the first one short, and wait for what the vocoder hears behind them', () => {
    const spans = soundSpans(448);
    expect(spans[0]).toEqual({ from: 0, to: 32 });
    expect(spans.at(-1)!.to).toBe(448);
    expect(spans.every(({ from }, i) => from === (spans[i - 1]?.to ?? 0))).toBe(true);
    expect(isSpanReady({ from: 0, to: 32 }, 37, 448)).toBe(false);
    expect(isSpanReady({ from: 0, to: 32 }, 38, 448)).toBe(true);
    expect(isSpanReady({ from: 400, to: 448 }, 448, 448)).toBe(true);
  });
});

describe('a latent as a table', () => {
  it('comes back as it was, and not of another width', () => {
    const latent = random(9, 5);
    const table = tableOf(latent);
    expect([table.rows, table.columns]).toEqual([5, 6]);
    expect(table.data[6 + 3]).toBe(latent.data[(1 * 5 + 1) * 3]);
    expect(latentOf(table, shape)).toEqual(latent);
    expect(latentOf(table, { channels: 2, bands: 4 })).toBeUndefined();
  });

  it('rows beyond the ends are those of the other end in a loop, and nothing else', () => {
    const latent = random(9, 5);
    expect(rowsOf(latent, -1, 2, true).data.slice(0, 3)).toEqual(latent.data.slice(12, 15));
    expect([...rowsOf(latent, -1, 2, false).data.slice(0, 3)]).toEqual([0, 0, 0]);
  });
});
