/** From the outline that the host sent to the columns of pixels that are seen. */
import type { PeaksView } from '../../../bridge/protocol/panels/takeView.ts';
import type { ViewSpan } from './viewSpan.ts';

/** Most columns that are asked for: half a megabyte. */
export const mostColumns = 65_536;

/** Columns to ask for so that every pixel of a span has one: a power of two, so that small zooms ask for nothing new. */
export function columnsFor(span: ViewSpan, pixels: number): number {
  const wanted = Math.max(1, pixels) / Math.max(1e-6, span.to - span.from);
  return Math.min(mostColumns, 2 ** Math.ceil(Math.log2(Math.max(256, wanted))));
}

/** Least and greatest sample of every pixel of a span: min, max, min, max, …; a column that is narrower than a pixel is not lost. */
export function pixelPeaks(peaks: PeaksView, span: ViewSpan, pixels: number): Float32Array {
  const values = new Float32Array(peaks.values);
  const columns = Math.min(peaks.columns, Math.floor(values.length / 2));
  const result = new Float32Array(Math.max(0, pixels) * 2);
  const scale = ((span.to - span.from) * columns) / Math.max(1, pixels);
  for (let x = 0; x < pixels; x++) {
    const first = Math.floor(span.from * columns + x * scale);
    const last = Math.max(first + 1, Math.ceil(span.from * columns + (x + 1) * scale));
    let low = Infinity;
    let high = -Infinity;
    for (let c = Math.max(0, first); c < Math.min(columns, last); c++) {
      low = Math.min(low, values[2 * c] ?? 0);
      high = Math.max(high, values[2 * c + 1] ?? 0);
    }
    result[2 * x] = high < low ? 0 : low;
    result[2 * x + 1] = high < low ? 0 : high;
  }
  return result;
}
