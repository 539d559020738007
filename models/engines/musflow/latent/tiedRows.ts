/** A loop that is shorter than a window: the network sees it again and again until its window is full, and the copies stay equal. */
import { windowRows } from '../score/scoreControl.ts';
import { copyRow, eachNumber, emptyLatent, rowsOf } from './latent.ts';
import type { VelocityField } from '../flow/odeSolver.ts';
import type { Latent, LatentShape } from './latent.ts';

/** The field over a loop of `rows` rows: the mean of the velocities of all copies of a row. */
export function tieRows(field: VelocityField, rows: number, shape: LatentShape): VelocityField {
  if (rows >= windowRows) return field;
  return async (x, t) => {
    const wide = rowsOf({ ...shape, rows, data: x }, 0, windowRows, true);
    return meanOfCopies({ ...wide, data: await field(wide.data, t) }, rows).data;
  };
}

/** Row r of the result is the mean of rows r, r + rows, r + 2 · rows, … */
export function meanOfCopies(wide: Latent, rows: number): Latent {
  const mean = emptyLatent(wide, rows);
  for (let row = 0; row < rows; row++) copyRow(wide, row, mean, row);
  const { channels, bands } = wide;
  for (let row = rows; row < wide.rows; row++) {
    for (let channel = 0; channel < channels; channel++) {
      const to = (channel * rows + (row % rows)) * bands;
      const from = (channel * wide.rows + row) * bands;
      for (let band = 0; band < bands; band++) {
        mean.data[to + band] = (mean.data[to + band] as number) + (wide.data[from + band] as number);
      }
    }
  }
  eachNumber(mean, (i, row) => {
    mean.data[i] = (mean.data[i] as number) / Math.ceil((wide.rows - row) / rows);
  });
  return mean;
}
