/** Draws the outline of a sound. */
import { pixelPeaks } from './peaksColumns.ts';
import type { PeaksView } from '../../../bridge/protocol/panels/takeView.ts';
import type { ViewSpan } from './viewSpan.ts';

/** Draws the part of a take that a span shows, in the middle of `width` × `height` CSS pixels. */
export function drawWaveform(
  context: CanvasRenderingContext2D,
  peaks: PeaksView,
  { span, width, height, colour }: { span: ViewSpan; width: number; height: number; colour: string },
): void {
  const values = pixelPeaks(peaks, span, width);
  const middle = height / 2;
  context.fillStyle = colour;
  for (let x = 0; x < width; x++) {
    const top = middle - Math.min(1, values[2 * x + 1] ?? 0) * (middle - 1);
    const bottom = middle - Math.max(-1, values[2 * x] ?? 0) * (middle - 1);
    context.fillRect(x, top, 1, Math.max(1, bottom - top));
  }
}
