/** One window of the latent, from noise or from where a take was left, with several candidates where they are asked for. */
import { checkedGuidance } from '../flow/guidanceScale.ts';
import { solveOde } from '../flow/odeSolver.ts';
import { timeGrid } from '../flow/timeGrid.ts';
import { placeAt } from '../flow/transport.ts';
import { windowRows } from '../score/scoreControl.ts';
import { copyRow, rowsOf } from './latent.ts';
import { keepKnownRows } from './knownRows.ts';
import { tieRows } from './tiedRows.ts';
import type { MusflowSettings } from '../../../../bridge/protocol/musflow.ts';
import type { VelocityField } from '../flow/odeSolver.ts';
import type { Latent } from './latent.ts';

/** What a window is solved from. */
export interface WindowTask {
  /** The piece so far: what is known of it, and where a variation starts from. Not changed. */
  piece: Latent;
  /** Noise of the whole piece, of this candidate. */
  noise: Latent;
  /** Row at which the window begins; below 0 in a loop. */
  start: number;
  /** How far each of its rows is known, [256]. */
  known: Float32Array;
  /** The velocity of the window's 256 rows. */
  field: VelocityField;
  isLoop: boolean;
  /** How far to leave what `piece` holds, 0…1; 1 begins with noise alone. */
  from: number;
  settings: Pick<MusflowSettings, 'solver' | 'grid' | 'steps' | 'guidance'>;
  signal?: AbortSignal | undefined;
  onStep?: ((share: number) => void) | undefined;
}

/** The rows of the window, solved; those that are wholly known are as they were. */
export async function solveWindow(task: WindowTask): Promise<Latent> {
  const { piece, settings, isLoop, known, signal, onStep } = task;
  checkedGuidance(settings.guidance);
  // A loop shorter than a window has only so many rows of its own.
  const rows = isLoop ? Math.min(windowRows, piece.rows) : windowRows;
  const now = rowsOf(piece, task.start, rows, isLoop);
  const noise = rowsOf(task.noise, task.start, rows, isLoop);
  const begin = 1 - task.from;
  const grid = timeGrid(settings.grid, settings.steps, begin);
  if (grid.length === 1 || known.every((share) => share === 1)) return now;
  const field = keepKnownRows(tieRows(task.field, rows, piece), noise, now, known);
  const x = begin === 0 ? noise.data : placeAt(noise.data, now.data, begin);
  const data = await solveOde(field, x, { solver: settings.solver, grid, signal, onStep });
  const solved = { ...now, data };
  for (let row = 0; row < rows; row++) if (known[row] === 1) copyRow(now, row, solved, row);
  return solved;
}
