/**
 * Solvers of dx/dt = v(x, t): fixed steps by Euler's rule and the midpoint rule, as in training (flow.py), and one that chooses its steps.
 *
 * Between two evaluations the loop is given a turn, so that a cancellation arrives; a network's run itself cannot be stopped.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { LeitmotifError, throwIfCancelled } from '../../../../bridge/protocol/errors.ts';
import type { AbortSignalLike } from '../../../../bridge/protocol/errors.ts';
import type { SolverName } from '../../../../bridge/protocol/musflow.ts';

/** A velocity field: the place and its time, 0…1 → the velocity there, as long as the place. It must not change `x`. */
export type VelocityField = (x: Float32Array, t: number) => Promise<Float32Array>;

/** How to solve. */
export interface SolveOptions {
  solver: SolverName;
  /** Rising times; the solution goes from the first to the last. An adaptive solver takes the first step of it as its first try. */
  grid: readonly number[];
  /** Of the adaptive solver: root mean square of the error that a step may make; {@link usualTolerance} unless told. */
  tolerance?: number;
  signal?: AbortSignalLike | undefined;
  /** Told after each step how much of the time is done, 0…1. Must return quickly and never throw. */
  onStep?: ((share: number) => void) | undefined;
}

/** The latent has unit deviation: a step may be off by a fiftieth of it. */
export const usualTolerance = 0.02;
/** An adaptive solver that needs more evaluations than this meets a field that is no field. */
const mostEvaluations = 2000;
const shortestStep = 1e-5;

/** The place at the end of the grid. `x0` is not changed. */
export async function solveOde(
  velocity: VelocityField,
  x0: Float32Array,
  options: SolveOptions,
): Promise<Float32Array> {
  const { grid, signal } = options;
  throwIfCancelled(signal);
  if (grid.length < 2) return x0.slice();
  const field: VelocityField = async (x, t) => {
    const found = await velocity(x, t);
    await nextTurn();
    throwIfCancelled(signal);
    return found;
  };
  return options.solver === 'adaptive'
    ? solveAdaptively(field, x0, options)
    : solveOnGrid(field, x0, options);
}

async function solveOnGrid(
  field: VelocityField,
  x0: Float32Array,
  { solver, grid, onStep }: SolveOptions,
): Promise<Float32Array> {
  const [begin = 0, end = 1] = [grid[0], grid.at(-1)];
  let x = x0;
  for (let i = 1; i < grid.length; i++) {
    const [from = 0, to = 1] = [grid[i - 1], grid[i]];
    const step = to - from;
    if (solver === 'euler') {
      x = moved(x, step, await field(x, from));
    } else {
      const half = moved(x, step / 2, await field(x, from));
      x = moved(x, step, await field(half, (from + to) / 2));
    }
    onStep?.((to - begin) / (end - begin));
  }
  return x;
}

/** Heun's rule, second order; its difference from Euler's, half of h (v₂ − v₁), is the error that the step is judged by. */
async function solveAdaptively(
  field: VelocityField,
  x0: Float32Array,
  { grid, tolerance = usualTolerance, onStep }: SolveOptions,
): Promise<Float32Array> {
  const [begin = 0, end = 1] = [grid[0], grid.at(-1)];
  let step = (grid[1] ?? end) - begin;
  let t = begin;
  let x = x0;
  let here = await field(x, t);
  for (let evaluations = 1; t < end; evaluations++) {
    if (evaluations > mostEvaluations) throw neverArrives(tolerance);
    const isLast = t + step >= end - shortestStep;
    const h = isLast ? end - t : step;
    const there = await field(moved(x, h, here), t + h);
    const error = (h / 2) * rootMeanSquare(there, here);
    if (error <= tolerance || h <= shortestStep) {
      const mean = here.map((value, i) => (value + (there[i] as number)) / 2);
      x = moved(x, h, mean);
      t = isLast ? end : t + h;
      onStep?.((t - begin) / (end - begin));
      if (t < end) here = await field(x, t);
    }
    // The error grows with h²; a little less than what is allowed is aimed at.
    const factor = 0.9 * Math.sqrt(tolerance / Math.max(error, 1e-12));
    step = Math.max(shortestStep, h * Math.min(4, Math.max(0.2, factor)));
  }
  return x;
}

function moved(x: Float32Array, step: number, velocity: Float32Array): Float32Array {
  return x.map((value, i) => value + step * (velocity[i] as number));
}

function rootMeanSquare(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - (b[i] as number)) ** 2;
  const mean = sum / Math.max(1, a.length);
  return Number.isFinite(mean) ? Math.sqrt(mean) : Infinity;
}

function neverArrives(tolerance: number): LeitmotifError {
  return new LeitmotifError('inference-failed', {
    what: `The adaptive solver did not arrive within ${mostEvaluations} evaluations`,
    subject: `tolerance ${tolerance}`,
    next: 'Choose the solver euler or midpoint',
  });
}
