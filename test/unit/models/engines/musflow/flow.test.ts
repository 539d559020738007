/** Solvers on fields whose solution is known, the grid, and the algebra of guidance and transport. */
import { describe, expect, it } from 'vitest';
import {
  guided,
  checkedGuidance,
  neededFields,
} from '../../../../../models/engines/musflow/flow/guidanceScale.ts';
import { solveOde } from '../../../../../models/engines/musflow/flow/odeSolver.ts';
import { timeGrid } from '../../../../../models/engines/musflow/flow/timeGrid.ts';
import {
  placeAt,
  sigmaMin,
  transportVelocity,
} from '../../../../../models/engines/musflow/flow/transport.ts';
import type { VelocityField } from '../../../../../models/engines/musflow/flow/odeSolver.ts';
import type { GridName, SolverName } from '../../../../../bridge/protocol/musflow.ts';

/** dx/dt = cos(3t) − x: x(1) by the formula. Not autonomous and not linear in t alone. */
const field: VelocityField = (x, t) => Promise.resolve(x.map((value) => Math.cos(3 * t) - value));
const exact = (x0: number): number => {
  const particular = (t: number): number => (Math.cos(3 * t) + 3 * Math.sin(3 * t)) / 10;
  return particular(1) + (x0 - particular(0)) * Math.exp(-1);
};

async function errorOf(solver: SolverName, steps: number, grid: GridName = 'uniform'): Promise<number> {
  const [end] = await solveOde(field, Float32Array.of(2), { solver, grid: timeGrid(grid, steps) });
  return Math.abs(end! - exact(2));
}

describe('the solvers', () => {
  it.each<[SolverName, number]>([
    ['euler', 1],
    ['midpoint', 2],
  ])('%s converges with order %d', async (solver, order) => {
    const [coarse, fine] = [await errorOf(solver, 10), await errorOf(solver, 20)];
    expect(Math.log2(coarse / fine)).toBeGreaterThan(order - 0.25);
    expect(Math.log2(coarse / fine)).toBeLessThan(order + 0.35);
  });

  it('the adaptive one keeps to its tolerance and takes more steps for a smaller one', async () => {
    const errors: number[] = [];
    const evaluations: number[] = [];
    for (const tolerance of [1e-2, 1e-4]) {
      let count = 0;
      const counted: VelocityField = (x, t) => {
        count++;
        return field(x, t);
      };
      const grid = timeGrid('uniform', 4);
      const [end] = await solveOde(counted, Float32Array.of(2), { solver: 'adaptive', grid, tolerance });
      errors.push(Math.abs(end! - exact(2)));
      evaluations.push(count);
    }
    expect(errors[0]).toBeLessThan(2e-2);
    expect(errors[1]).toBeLessThan(1e-3);
    expect(evaluations[1]).toBeGreaterThan(2 * evaluations[0]!);
  });

  it('all follow a constant velocity exactly, on every grid', async () => {
    const constant: VelocityField = (x) => Promise.resolve(x.map((_, i) => i + 1));
    for (const solver of ['euler', 'midpoint', 'adaptive'] as const) {
      for (const grid of ['uniform', 'cosine'] as const) {
        const end = await solveOde(constant, new Float32Array(3), { solver, grid: timeGrid(grid, 7) });
        end.forEach((value, i) => {
          expect(value).toBeCloseTo(i + 1, 5);
        });
      }
    }
  });

  it('do not change where they start, and tell how far they are', async () => {
    const x0 = Float32Array.of(2);
    const shares: number[] = [];
    const onStep = (share: number): void => void shares.push(share);
    await solveOde(field, x0, { solver: 'euler', grid: timeGrid('uniform', 4), onStep });
    expect(x0[0]).toBe(2);
    expect(shares).toEqual([0.25, 0.5, 0.75, 1]);
  });

  it('stop between two evaluations', async () => {
    const controller = new AbortController();
    let count = 0;
    const cancelling: VelocityField = (x) => {
      if (++count === 3) controller.abort();
      return Promise.resolve(x);
    };
    const { signal } = controller;
    const solving = solveOde(cancelling, new Float32Array(1), {
      ...{ solver: 'euler', grid: timeGrid('uniform', 100), signal },
    });
    await expect(solving).rejects.toMatchObject({ code: 'cancelled' });
    expect(count).toBe(3);
  });

  it('the adaptive one gives up on what is no field', async () => {
    const broken: VelocityField = (x) => Promise.resolve(x.map(() => NaN));
    const solving = solveOde(broken, new Float32Array(1), { solver: 'adaptive', grid: [0, 1] });
    await expect(solving).rejects.toMatchObject({ code: 'inference-failed' });
  });
});

describe('the grid', () => {
  it('rises from where it begins to exactly 1', () => {
    for (const name of ['uniform', 'cosine'] as const) {
      for (const [steps, from, length] of [
        [10, 0, 11],
        [10, 0.7, 4],
        [3, 0.99, 2],
        [5, 1, 1],
      ] as const) {
        const grid = timeGrid(name, steps, from);
        expect(grid).toHaveLength(length);
        expect(grid.at(-1)).toBe(1);
        expect(grid[0]).toBeCloseTo(from, 12);
        expect(grid.every((t, i) => i === 0 || t > grid[i - 1]!)).toBe(true);
      }
    }
  });

  it('has small steps near the noise where it is a cosine', () => {
    const grid = timeGrid('cosine', 10);
    expect(grid[1]! - grid[0]!).toBeLessThan(0.02);
    expect(grid[10]! - grid[9]!).toBeGreaterThan(0.15);
  });

  it.each([0, 1e6, 1.5, -1, NaN, Infinity])('refuses %s steps', (steps) => {
    expect(() => timeGrid('uniform', steps)).toThrow(
      expect.objectContaining({ code: 'setting-invalid' }) as Error,
    );
  });
});

describe('guidance', () => {
  const [c, u] = [Float32Array.of(3, -1), Float32Array.of(1, 1)];

  it('ignores at 0, follows at 1, exaggerates beyond', () => {
    expect([...guided(c, u, 0)]).toEqual([1, 1]);
    expect([...guided(c, u, 1)]).toEqual([3, -1]);
    expect([...guided(c, u, 2)]).toEqual([5, -3]);
  });

  it('computes only what counts', () => {
    expect(neededFields(0)).toEqual({ conditioned: false, unconditioned: true });
    expect(neededFields(1)).toEqual({ conditioned: true, unconditioned: false });
    expect(neededFields(2)).toEqual({ conditioned: true, unconditioned: true });
  });

  it.each([NaN, -0.1, 21, Infinity])('refuses %s', (scale) => {
    expect(() => checkedGuidance(scale)).toThrow(
      expect.objectContaining({ code: 'setting-invalid' }) as Error,
    );
  });
});

describe('the transport', () => {
  it('leads from the noise to the music in a straight line', () => {
    const [x0, x1] = [Float32Array.of(1, -2), Float32Array.of(5, 4)];
    const u = transportVelocity(x0, x1);
    expect([...placeAt(x0, x1, 0)]).toEqual([1, -2]);
    const at = placeAt(x0, x1, 0.3);
    at.forEach((value, i) => {
      expect(value).toBeCloseTo(x0[i]! + 0.3 * u[i]!, 5);
    });
    const end = placeAt(x0, x1, 1);
    end.forEach((value, i) => {
      expect(Math.abs(value - x1[i]!)).toBeLessThan(3 * sigmaMin);
    });
  });
});
