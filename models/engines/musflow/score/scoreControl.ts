/**
 * Notes → control tensors: the score as the velocity network and the vocoder read it, one row for every 40 ms.
 *
 * The mirror of models/training/musflow/control.py, which holds the reasons; tests/fixtures/control.json holds both to the same values.
 */
import { drumClass, drumClasses } from './drumClasses.ts';
import { noteColumns } from './scoreNotes.ts';
import type { Seconds } from '../../../../bridge/protocol/units.ts';
import type { Matrix } from '../../../runtime/npyFile.ts';

/** Seconds of one control row, and of one latent row: four mel frames. */
export const rowSeconds: Seconds = 0.04;
/** Rows of a window of 10.24 s: what the velocity network sees at once. */
export const windowRows = 256;

const lowestPitch = 21;
const pitches = 88;
/** Melody, chords, bass: the roles that have pitch. */
const groups = 3;
const features = 3;
const drumRole = 3;
const tonalDecay: Seconds = 0.35;
const drumDecay: Seconds = 0.2;
/** How many rows a struck drum is told of after its onset. */
const drumRows = 20;
/** The program of a group that is silent. */
export const noProgram = 128;
/** Columns of a tonal row: `group · 264 + feature · 88 + (pitch − 21)`; features are onset, sustain, decay. */
export const tonalWidth = groups * features * pitches;
/** Columns of a drum row: `2 · class` is the onset, `2 · class + 1` the decay. */
export const drumWidth = 2 * drumClasses;

/** The score of a span of rows. */
export interface ScoreControl {
  rows: number;
  /** [rows, 792], 0…1. */
  tonal: Float32Array;
  /** [rows, 24], 0…1. */
  drums: Float32Array;
  /** [3]: the General MIDI program of melody, chords and bass; 128 where a group is silent. */
  programs: BigInt64Array;
}

/** Which rows of a piece: `first` … `first + rows − 1`, of `all` rows. */
export interface RowSpan {
  first: number;
  rows: number;
  all: number;
}

/**
 * The control tensors of `notes` [n, 6] over `rows` rows. Notes that begin before 0 or after the end are left out, and so are
 * pitches outside 21…108; overlapping notes of one pitch are joined by the maximum.
 */
export function scoreControl(notes: Matrix, rows: number): ScoreControl {
  return controlOfSpan(notes, { first: 0, rows, all: rows });
}

/** The same as those rows of the control of the whole piece: so a piece can be decoded in spans that fit together. */
export function controlOfSpan(notes: Matrix, { first, rows, all }: RowSpan): ScoreControl {
  const tonal = new Cells(first, rows, tonalWidth);
  const drums = new Cells(first, rows, drumWidth);
  const end = all * rowSeconds;
  for (let n = 0; n < notes.rows; n++) {
    const [role = 0, pitch = 0, onset = 0, duration = 0, velocity = 0] = noteAt(notes, n);
    // 10.24 s in single precision is a little less.
    if (!(onset >= 0 && onset < end - 1e-6)) continue;
    if (role === drumRole) {
      addDrum(drums, 2 * drumClass(pitch), onset, velocity);
    } else if (pitch >= lowestPitch && pitch < lowestPitch + pitches) {
      const column = role * features * pitches + pitch - lowestPitch;
      addTone(tonal, column, onset, Math.min(onset + duration, end), velocity);
    }
  }
  return { rows, tonal: tonal.values, drums: drums.values, programs: programsOf(notes) };
}

/** No notes at all: what the vocoder is given where no score is known. */
export function emptyControl(rows: number): ScoreControl {
  return scoreControl({ rows: 0, columns: noteColumns, data: new Float32Array(0) }, rows);
}

/** One program a tonal group, [3]: that which sounds longest in sum; of equals the lowest; 128 where there is none. */
export function programsOf(notes: Matrix): BigInt64Array {
  return BigInt64Array.from({ length: groups }, (_, group) => BigInt(programOf(notes, group)));
}

function programOf(notes: Matrix, group: number): number {
  const seconds = new Map<number, number>();
  for (let n = 0; n < notes.rows; n++) {
    const [role, , , duration = 0, , program = 0] = noteAt(notes, n);
    if (role === group) seconds.set(program, (seconds.get(program) ?? 0) + duration);
  }
  const [longest] = [...seconds].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return longest?.[0] ?? noProgram;
}

function noteAt({ data, columns }: Matrix, n: number): Float32Array {
  return data.subarray(n * columns, (n + 1) * columns);
}

/** A span of rows of a table. Rows count from the start of the piece; what lies outside the span is dropped. */
class Cells {
  readonly first: number;
  readonly end: number;
  readonly values: Float32Array;
  readonly #width: number;

  constructor(first: number, rows: number, width: number) {
    this.first = first;
    this.end = first + rows;
    this.#width = width;
    this.values = new Float32Array(rows * width);
  }

  raise(row: number, column: number, value: number): void {
    if (row < this.first || row >= this.end) return;
    const at = (row - this.first) * this.#width + column;
    if (value > (this.values[at] as number)) this.values[at] = value;
  }
}

/** An onset, split linearly over the two rows whose centres enclose it. */
function addOnset(cells: Cells, column: number, onset: Seconds, velocity: number): void {
  const position = onset / rowSeconds - 0.5;
  const row = Math.floor(position);
  const share = position - row;
  cells.raise(row, column, (1 - share) * velocity);
  cells.raise(row + 1, column, share * velocity);
}

function addTone(cells: Cells, column: number, onset: Seconds, end: Seconds, velocity: number): void {
  addOnset(cells, column, onset, velocity);
  const last = Math.min(cells.end, Math.ceil(end / rowSeconds));
  for (let row = Math.max(cells.first, Math.floor(onset / rowSeconds)); row < last; row++) {
    const sounding = Math.min(end, (row + 1) * rowSeconds) - Math.max(onset, row * rowSeconds);
    const sustain = velocity * Math.min(1, Math.max(0, sounding / rowSeconds));
    const age = Math.max(0, (row + 0.5) * rowSeconds - onset);
    cells.raise(row, column + pitches, sustain);
    cells.raise(row, column + 2 * pitches, sustain * Math.exp(-age / tonalDecay));
  }
}

function addDrum(cells: Cells, column: number, onset: Seconds, velocity: number): void {
  addOnset(cells, column, onset, velocity);
  // 0.12 s in single precision is a little less, and yet the fourth row.
  const struck = Math.floor(onset / rowSeconds + 1e-4);
  const last = Math.min(cells.end, struck + drumRows);
  for (let row = Math.max(cells.first, struck); row < last; row++) {
    const age = Math.max(0, (row + 0.5) * rowSeconds - onset);
    cells.raise(row, column + 1, velocity * Math.exp(-age / drumDecay));
  }
}
