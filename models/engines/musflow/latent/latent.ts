/** A latent: [channels, rows, bands] in row-major order, as the networks have it; one row is 40 ms. */
import { matrixOf } from '../../../runtime/npyFile.ts';
import type { Matrix } from '../../../runtime/npyFile.ts';

/** Channels and bands of a latent. */
export interface LatentShape {
  channels: number;
  bands: number;
}

/** A latent of unit deviation. */
export interface Latent extends LatentShape {
  rows: number;
  data: Float32Array;
}

/** A latent of zeros. */
export function emptyLatent({ channels, bands }: LatentShape, rows: number): Latent {
  return { channels, bands, rows, data: new Float32Array(channels * rows * bands) };
}

/** Rows `first + i` of a latent, i in 0 … rows − 1. Rows outside count from the other end (a loop), or are 0 where `wrap` is false. */
export function rowsOf(latent: Latent, first: number, rows: number, wrap: boolean): Latent {
  const taken = emptyLatent(latent, rows);
  for (let row = 0; row < rows; row++) {
    const from = sourceRow(first + row, latent.rows, wrap);
    if (from !== undefined) copyRow(latent, from, taken, row);
  }
  return taken;
}

/** The row that a row beyond the ends stands for; undefined where there is none. */
export function sourceRow(row: number, rows: number, wrap: boolean): number | undefined {
  if (row >= 0 && row < rows) return row;
  return wrap ? ((row % rows) + rows) % rows : undefined;
}

/** Copies one row over all channels. Both have the same channels and bands. */
export function copyRow(from: Latent, row: number, to: Latent, toRow: number): void {
  const { channels, bands } = from;
  for (let channel = 0; channel < channels; channel++) {
    const start = (channel * from.rows + row) * bands;
    to.data.set(from.data.subarray(start, start + bands), (channel * to.rows + toRow) * bands);
  }
}

/** Calls `visit` with the index of each number and the row that it is in. */
export function eachNumber(
  { channels, rows, bands }: Omit<Latent, 'data'>,
  visit: (index: number, row: number) => void,
): void {
  for (let channel = 0, index = 0; channel < channels; channel++) {
    for (let row = 0; row < rows; row++) {
      for (let band = 0; band < bands; band++) visit(index++, row);
    }
  }
}

/** A latent as a table of a row for every 40 ms and `channels · bands` columns, channel after channel: how a take keeps it. */
export function tableOf(latent: Latent): Matrix {
  const { channels, bands, rows, data } = latent;
  const table = matrixOf([], channels * bands);
  const values = new Float32Array(rows * channels * bands);
  eachNumber(latent, (index, row) => {
    const channel = Math.floor(index / (rows * bands));
    values[(row * channels + channel) * bands + (index % bands)] = data[index] as number;
  });
  return { ...table, rows, data: values };
}

/** The latent of such a table; undefined where the table has other columns. */
export function latentOf({ rows, columns, data }: Matrix, shape: LatentShape): Latent | undefined {
  const { channels, bands } = shape;
  if (columns !== channels * bands || rows === 0) return undefined;
  const latent = emptyLatent(shape, rows);
  eachNumber(latent, (index, row) => {
    const channel = Math.floor(index / (rows * bands));
    latent.data[index] = data[(row * channels + channel) * bands + (index % bands)] as number;
  });
  return latent;
}
