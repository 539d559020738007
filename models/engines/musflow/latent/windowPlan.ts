/**
 * Longer than 10.24 s: windows of 256 rows, each of which carries the last 64 rows of the one before it.
 *
 * ```
 *  rows     0        192       256              448
 *  first    ├──────────────────┤
 *  second            ├─known─╲─┤ new ───────────┤
 *                             ╲ the last 16 known rows give way gradually
 * ```
 *
 * Known rows follow their own straight path from the noise to what they are (`knownRows.ts`), so that the network continues them at
 * every step of the solver. The head is then final after one window and can be played while the rest is solved, which averaging all
 * windows at each step (MultiDiffusion, Bar-Tal et al. 2023) does not allow. A loop ends with a window that knows both of its sides.
 */
import { windowRows } from '../score/scoreControl.ts';

/** Rows of one window that are known from the one before. */
export const overlapRows = 64;
/** The last of the known rows, which give way to the new ones. */
export const rampRows = 16;
/** Rows over which the spectrograms of two windows are faded into each other: both have the same latent there. */
const fadeRows = 32;

/** Rows of a window from `from` up to `to`, not included. */
export interface RowRange {
  from: number;
  to: number;
}

/** One window. */
export interface Window {
  /** Row of the piece at which it begins; below 0 for the first of a loop. */
  start: number;
  /** How far each of its 256 rows is known when its turn comes: 1 known, 0 new. */
  known: Float32Array;
  /** Where its spectrogram comes in and goes out, in rows of the window; absent at the ends of a piece. */
  fadeIn?: RowRange;
  fadeOut?: RowRange;
}

/** The windows of a piece of `rows` rows, in the order in which they are solved. A loop shorter than a window has one, which is tied to itself. */
export function windowPlan(rows: number, isLoop: boolean): Window[] {
  if (rows <= windowRows && !(isLoop && rows === windowRows)) {
    return [{ start: 0, known: new Float32Array(windowRows) }];
  }
  return withFades(isLoop ? loopStarts(rows) : openStarts(rows), rows, isLoop);
}

/** Evenly on, the last one ending with the piece. */
function openStarts(rows: number): number[] {
  const starts = [0];
  const last = rows - windowRows;
  while ((starts.at(-1) ?? 0) < last) starts.push(Math.min(last, (starts.at(-1) ?? 0) + advance));
  return starts;
}

/** The first begins before the loop does, so that the last, which closes it, finds rows that may give way on its right. */
function loopStarts(rows: number): number[] {
  const closing = rows + overlapRows - rampRows - windowRows;
  const starts = [-rampRows];
  const end = (): number => (starts.at(-1) ?? 0) + windowRows;
  const last = rows - rampRows - windowRows;
  // What is left must fit between the two sides that the closing window knows.
  while (rows - rampRows - end() > windowRows - 2 * overlapRows) {
    starts.push(Math.min(end() - overlapRows, last));
  }
  return [...starts, closing];
}

const advance = windowRows - overlapRows;

function withFades(starts: readonly number[], rows: number, isLoop: boolean): Window[] {
  const windows = starts.map((start, i): Window => {
    const before = starts[i - 1];
    const known = new Float32Array(windowRows);
    if (before !== undefined) know(known, before + windowRows - start);
    return { start, known };
  });
  for (let i = 1; i < windows.length; i++) {
    const [earlier, later] = [windows[i - 1] as Window, windows[i] as Window];
    const to = earlier.start + windowRows - rampRows;
    fade(earlier, later, to - fadeRows, to, 0);
  }
  const [first, last] = [windows[0], windows.at(-1)];
  if (isLoop && first !== undefined && last !== undefined) {
    const right = rows - last.start;
    for (let row = right - rampRows; row < windowRows; row++) {
      const share = row >= right ? 1 : eased((row - right + rampRows + 0.5) / rampRows);
      last.known[row] = Math.max(last.known[row] ?? 0, share);
    }
    fade(last, first, rows - rampRows, rows, rows);
  }
  return windows;
}

/** Rows up to `end` are known, the last {@link rampRows} of them less and less. */
function know(known: Float32Array, end: number): void {
  for (let row = 0; row < end; row++) {
    known[row] = row < end - rampRows ? 1 : eased((end - row - 0.5) / rampRows);
  }
}

/** Rows `from` … `to` of the piece; a loop's first window sees them `turn` rows earlier. */
function fade(earlier: Window, later: Window, from: number, to: number, turn: number): void {
  earlier.fadeOut = { from: from - earlier.start, to: to - earlier.start };
  later.fadeIn = { from: from - turn - later.start, to: to - turn - later.start };
}

/** From 0 to 1 without a corner. */
function eased(share: number): number {
  return 0.5 - 0.5 * Math.cos(Math.PI * Math.min(1, Math.max(0, share)));
}

/** How much a window's spectrogram counts at a place within it, in rows. Weights of all windows at one place add up to 1. */
export function windowWeight({ fadeIn, fadeOut }: Window, row: number): number {
  const rising = fadeIn === undefined ? 1 : (row - fadeIn.from) / (fadeIn.to - fadeIn.from);
  const falling = fadeOut === undefined ? 1 : (fadeOut.to - row) / (fadeOut.to - fadeOut.from);
  return Math.min(1, Math.max(0, rising)) * Math.min(1, Math.max(0, falling));
}
