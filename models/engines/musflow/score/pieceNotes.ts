/** The notes of a piece as its windows and its vocoder read them; a loop's are repeated so that none of them meets an end. */
import { controlOfSpan, rowSeconds, scoreControl, windowRows } from './scoreControl.ts';
import { notesWithin } from './scoreNotes.ts';
import type { Style } from '../../../../bridge/protocol/attributes.ts';
import type { Seconds } from '../../../../bridge/protocol/units.ts';
import type { Matrix } from '../../../runtime/npyFile.ts';
import type { ScoreControl } from './scoreControl.ts';
import type { NoteRow } from './scoreNotes.ts';

/** The notes of a piece of a whole number of rows. */
export class PieceNotes {
  readonly #notes: readonly NoteRow[];
  readonly #rows: number;
  readonly #isLoop: boolean;
  readonly #before: number;
  readonly #whole: Matrix;
  readonly #style: Style | undefined;

  /**
   * @param rows length of the piece in rows of 40 ms; what `notes` [role, pitch, onset, duration, velocity, program] are timed within
   * @param style whose room it sounds in, where that is known
   */
  constructor(notes: readonly NoteRow[], rows: number, isLoop: boolean, style?: Style) {
    this.#style = style;
    this.#rows = rows;
    this.#isLoop = isLoop;
    // A window begins at most a window before the loop, and ends at most two behind its start.
    this.#before = isLoop ? Math.ceil(windowRows / rows) : 0;
    const turns = isLoop ? 2 * this.#before + 1 : 1;
    this.#notes = isLoop ? repeatedNotes(notes, rows * rowSeconds, -this.#before, turns) : notes;
    const from = -this.#before * rows * rowSeconds;
    this.#whole = notesWithin(this.#notes, from, turns * rows * rowSeconds);
  }

  /** The control of a window, as training cut it: what began before the window and sounds on is told without its onset. */
  window(start: number): ScoreControl {
    const seconds = windowRows * rowSeconds;
    return scoreControl(notesWithin(this.#notes, start * rowSeconds, seconds), windowRows, this.#style);
  }

  /** Rows of the control of the whole, as the vocoder needs them; rows outside a loop go on round it. */
  span(first: number, rows: number): ScoreControl {
    const turns = 2 * this.#before + 1;
    const all = this.#isLoop ? turns * this.#rows : this.#rows;
    return controlOfSpan(this.#whole, { first: first + this.#before * this.#rows, rows, all });
  }
}

function repeatedNotes(notes: readonly NoteRow[], period: Seconds, first: number, turns: number): NoteRow[] {
  return Array.from({ length: turns }, (_, i) => (first + i) * period).flatMap((shift) =>
    notes.map(([role = 0, pitch = 0, onset = 0, ...rest]) => [role, pitch, onset + shift, ...rest]),
  );
}

/** Notes in another tempo: a loop is stretched to a whole number of rows, by at most 20 ms. */
export function stretchedNotes(notes: readonly NoteRow[], factor: number): NoteRow[] {
  return notes.map(([role = 0, pitch = 0, onset = 0, duration = 0, ...rest]) => {
    return [role, pitch, onset * factor, duration * factor, ...rest];
  });
}
