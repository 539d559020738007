/** Where notes of a piano-roll lie on pixels. Pure: it draws nothing. */
import type { MidiNote, Seconds } from '../../../bridge/protocol/units.ts';
import type { RollNotes } from './rollNotes.ts';

/** What is seen, and how large it is drawn. */
export interface RollFrame {
  from: Seconds;
  to: Seconds;
  /** CSS pixels. */
  width: number;
  height: number;
}

/** One rectangle, in CSS pixels. */
export type PutNote = (x: number, y: number, width: number, height: number, midiVelocity: number) => void;

/** Height of a row. */
export function rowHeight(notes: RollNotes, height: number): number {
  return height / (notes.highest - notes.lowest + 1);
}

/** Top of a pitch's row. */
export function rowTop(notes: RollNotes, height: number, pitch: MidiNote): number {
  return (notes.highest - pitch) * rowHeight(notes, height);
}

/** The pitch whose row is at `y`. */
export function pitchAtRow(notes: RollNotes, height: number, y: number): MidiNote {
  return notes.highest - Math.floor(y / rowHeight(notes, height));
}

/** Horizontal place of a time. */
export function timeToPixel({ from, to, width }: RollFrame, time: Seconds): number {
  return ((time - from) / (to - from)) * width;
}

/**
 * Puts the notes that are seen, of one part after another (so that a canvas changes its colour seldom). A note that would lie
 * on pixels which one of its part and pitch covers already is left out: of a long piece seen whole, that is most.
 * @returns the number of rectangles put
 */
export function layNotes(
  notes: RollNotes,
  frame: RollFrame,
  { parts, begin, put }: { parts: number; begin: (part: number) => boolean; put: PutNote },
): number {
  const [first, last] = notes.between(frame.from, frame.to);
  const height = rowHeight(notes, frame.height);
  const scale = frame.width / (frame.to - frame.from);
  const gap = height > 4 ? 1 : 0;
  let count = 0;
  const covered = new Float64Array(128);
  for (let part = 0; part < parts; part++) {
    if (!begin(part)) continue;
    covered.fill(-Infinity);
    for (let i = first; i < last; i++) {
      const note = notes.notes[i];
      if (note === undefined || note.part !== part) continue;
      const right = Math.min(frame.width, (note.onset + note.duration - frame.from) * scale);
      if (right < 0) continue;
      const left = Math.max(0, (note.onset - frame.from) * scale);
      const end = Math.max(left + 1, right - (right - left > 3 ? 1 : 0));
      if (end <= (covered[note.pitch] ?? 0) + 0.5) continue;
      covered[note.pitch] = end;
      put(
        left,
        (notes.highest - note.pitch) * height,
        end - left,
        Math.max(1, height - gap),
        note.midiVelocity,
      );
      count++;
    }
  }
  return count;
}
