/** The spans in which a piece becomes sound: the first short, so that it is heard soon. They do not change the samples. */
import { overlapAround } from './vocodeSpan.ts';
import type { RowRange } from './latent/windowPlan.ts';

const firstRows = 32;
const mostRows = 128;

/** Spans of rows that cover a piece, each at most twice as long as the one before. */
export function soundSpans(rows: number): RowRange[] {
  const spans: RowRange[] = [];
  for (let from = 0, length = firstRows; from < rows; length = Math.min(mostRows, 2 * length)) {
    const to = Math.min(rows, from + length);
    spans.push({ from, to });
    from = to;
  }
  return spans;
}

/** Whether a span can be made when so many rows of the spectrogram are ready. */
export function isSpanReady({ to }: RowRange, ready: number, rows: number): boolean {
  return ready >= Math.min(rows, to + overlapAround.after);
}
