/** Where notes of a piano-roll lie on pixels. Pure: it draws nothing. */
import type { MidiNote, Seconds } from '../../../bridge/protocol/units.ts';
import type { NoteRow, RollNotes } from './rollNotes.ts';

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

/** Narrower notes are joined with those of their pitch that they touch: between them nothing would be seen. */
const narrow = 2;

/**
 * Puts the notes that are seen, of one part after another (so that a canvas changes its colour seldom). Notes too narrow to be
 * told apart become one rectangle: of a long piece seen whole, that is most.
 * @returns the number of rectangles put
 */
export function layNotes(
  notes: RollNotes,
  frame: RollFrame,
  { begin, put }: { begin: (part: number) => boolean; put: PutNote },
): number {
  const row = rowHeight(notes, frame.height);
  const height = Math.max(1, row - (row > 4 ? 1 : 0));
  const rows = new RowRuns((pitch, left, right, midiVelocity) => {
    put(left, (notes.highest - pitch) * row, right - left, height, midiVelocity);
  });
  notes.parts.forEach((part, index) => {
    if (begin(index)) layPart(part, frame, rows);
  });
  return rows.count;
}

function layPart(part: NoteRow, frame: RollFrame, rows: RowRuns): void {
  const scale = frame.width / (frame.to - frame.from);
  const [first, last] = part.between(frame.from, frame.to);
  for (let i = first; i < last; i++) {
    const note = part.notes[i];
    if (note === undefined) continue;
    const right = Math.min(frame.width, (note.onset + note.duration - frame.from) * scale);
    if (right < 0) continue;
    const left = Math.max(0, (note.onset - frame.from) * scale);
    // A gap of a pixel tells notes apart that follow at once.
    rows.add(note.pitch, left, Math.max(left + 1, right - (right - left > 3 ? 1 : 0)), note.midiVelocity);
  }
  rows.end();
}

/** Rectangles of one part that are not put yet, one a pitch. */
class RowRuns {
  count = 0;
  readonly #put: (pitch: MidiNote, left: number, right: number, midiVelocity: number) => void;
  readonly #left = new Float64Array(128);
  readonly #right = new Float64Array(128).fill(-1);
  readonly #midiVelocity = new Float64Array(128);

  constructor(put: (pitch: MidiNote, left: number, right: number, midiVelocity: number) => void) {
    this.#put = put;
  }

  add(pitch: MidiNote, left: number, right: number, midiVelocity: number): void {
    const before = this.#right[pitch] ?? -1;
    if (before >= 0 && left <= before + 0.5 && right - left <= narrow) {
      this.#right[pitch] = Math.max(before, right);
      this.#midiVelocity[pitch] = Math.max(this.#midiVelocity[pitch] ?? 0, midiVelocity);
      return;
    }
    this.#flush(pitch);
    this.#left[pitch] = left;
    this.#right[pitch] = right;
    this.#midiVelocity[pitch] = midiVelocity;
  }

  end(): void {
    for (let pitch = 0; pitch < 128; pitch++) this.#flush(pitch);
  }

  #flush(pitch: MidiNote): void {
    const right = this.#right[pitch] ?? -1;
    if (right < 0) return;
    this.#put(pitch, this.#left[pitch] ?? 0, right, this.#midiVelocity[pitch] ?? 0);
    this.#right[pitch] = -1;
    this.count++;
  }
}
