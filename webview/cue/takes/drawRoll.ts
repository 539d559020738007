/** Draws a piano-roll: rows of keys, bars, sections, notes. */
import { clockTime, rulerStep } from './timeWords.ts';
import { isBlackKey, pitchName } from './pitchNames.ts';
import { layNotes, rowHeight, rowTop, timeToPixel } from './rollGeometry.ts';
import type { ScoreView } from '../../../bridge/protocol/panels/takeView.ts';
import type { Seconds } from '../../../bridge/protocol/units.ts';
import type { RollFrame } from './rollGeometry.ts';
import { firstIndex } from './rollNotes.ts';
import type { RollNotes } from './rollNotes.ts';

/** Height of the line of times and sections above the keys. */
export const rulerHeight = 20;

/** Colours as CSS writes them. */
export interface RollColours {
  text: string;
  line: string;
  black: string;
  /** By index of part. */
  parts: readonly string[];
}

/** What is drawn. */
export interface RollDrawing {
  score: ScoreView;
  notes: RollNotes;
  from: Seconds;
  to: Seconds;
  /** By index of part. */
  hidden: readonly boolean[];
  colours: RollColours;
  font: string;
}

/** Draws all that is seen; returns the number of notes' rectangles. */
export function drawRoll(
  context: CanvasRenderingContext2D,
  drawing: RollDrawing,
  width: number,
  height: number,
): number {
  const frame: RollFrame = { from: drawing.from, to: drawing.to, width, height: height - rulerHeight };
  context.font = drawing.font;
  drawRuler(context, drawing, frame);
  context.save();
  context.translate(0, rulerHeight);
  drawKeys(context, drawing, frame);
  drawBars(context, drawing, frame);
  const count = layNotes(drawing.notes, frame, {
    begin: (part) => {
      context.fillStyle = drawing.colours.parts[part] ?? drawing.colours.text;
      return drawing.hidden[part] !== true;
    },
    put: (x, y, w, h, midiVelocity) => {
      context.globalAlpha = 0.5 + (midiVelocity >> 4) / 14;
      context.fillRect(x, y, w, h);
    },
  });
  context.globalAlpha = 1;
  drawKeyNames(context, drawing, frame);
  context.restore();
  return count;
}

function drawKeys(
  context: CanvasRenderingContext2D,
  { notes, colours }: RollDrawing,
  frame: RollFrame,
): void {
  const row = rowHeight(notes, frame.height);
  for (let pitch = notes.lowest; pitch <= notes.highest; pitch++) {
    const top = rowTop(notes, frame.height, pitch);
    if (isBlackKey(pitch)) {
      context.fillStyle = colours.black;
      context.fillRect(0, top, frame.width, row);
    }
    if (pitch % 12 !== 0) continue;
    context.fillStyle = colours.line;
    context.fillRect(0, Math.round(top + row) - 1, frame.width, 1);
  }
}

function drawKeyNames(
  context: CanvasRenderingContext2D,
  { notes, colours }: RollDrawing,
  frame: RollFrame,
): void {
  context.fillStyle = colours.text;
  context.textBaseline = 'bottom';
  for (let pitch = notes.lowest; pitch <= notes.highest; pitch++)
    if (pitch % 12 === 0 && rowTop(notes, frame.height, pitch) > 8)
      context.fillText(
        pitchName(pitch),
        4,
        rowTop(notes, frame.height, pitch) + rowHeight(notes, frame.height),
      );
}

/** Lines of bars; of many only every second, fourth, … so that they stay lines. */
function drawBars(context: CanvasRenderingContext2D, drawing: RollDrawing, frame: RollFrame): void {
  const { bars } = drawing.score;
  const first = firstIndex(bars.length, (i) => (bars[i] ?? 0) >= frame.from);
  const last = firstIndex(bars.length, (i) => (bars[i] ?? 0) > frame.to);
  let every = 1;
  while (((last - first) / every) * 12 > frame.width) every *= 2;
  context.fillStyle = drawing.colours.line;
  for (let i = Math.ceil(first / every) * every; i < last; i += every)
    context.fillRect(Math.round(timeToPixel(frame, bars[i] ?? 0)), 0, 1, frame.height);
}

function drawRuler(
  context: CanvasRenderingContext2D,
  { score, colours }: RollDrawing,
  frame: RollFrame,
): void {
  context.textBaseline = 'middle';
  context.fillStyle = colours.line;
  context.fillRect(0, rulerHeight - 1, frame.width, 1);
  context.fillStyle = colours.text;
  const step = rulerStep(((frame.to - frame.from) / frame.width) * 80);
  const taken: (readonly [number, number])[] = [];
  for (const { label, start } of score.sections) {
    const x = timeToPixel(frame, start);
    const width = context.measureText(label).width;
    if (x < -width || x > frame.width || label === '') continue;
    context.fillRect(Math.round(x), 0, 2, rulerHeight - 1);
    context.fillText(label, Math.max(0, x) + 6, rulerHeight / 2);
    taken.push([x - 4, Math.max(0, x) + width + 12]);
  }
  for (let time = Math.ceil(frame.from / step) * step; time <= frame.to; time += step) {
    const x = timeToPixel(frame, time);
    const words = clockTime(time, step < 1);
    const end = x + context.measureText(words).width + 4;
    if (taken.some(([from, to]) => x < to && end > from) || end > frame.width) continue;
    context.globalAlpha = 0.75;
    context.fillText(words, x + 3, rulerHeight / 2);
    context.globalAlpha = 1;
  }
}
