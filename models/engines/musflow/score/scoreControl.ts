/**
 * Notes → control tensors: the score as the velocity network and the vocoder read it, one row for every 40 ms.
 *
 * The mirror of models/training/musflow/control.py, which holds the reasons; tests/fixtures/control.json holds both to the same values.
 */
import { styles } from '../../../../bridge/protocol/attributes.ts';
import { drumClass, drumClasses } from './drumClasses.ts';
import { noteColumns } from './scoreNotes.ts';
import type { Style } from '../../../../bridge/protocol/attributes.ts';
import type { Seconds } from '../../../../bridge/protocol/units.ts';
import type { Matrix } from '../../../runtime/npyFile.ts';

/** Seconds of one control row, and of one latent row: four mel frames. */
export const rowSeconds: Seconds = 0.04;
/** Rows of a window of 10.24 s: what the velocity network sees at once. */
export const windowRows = 256;

const lowestPitch = 21;
const pitches = 88;
/** Melody, chords, bass: the roles that have pitch. */
const roles = 3;
/** The role of each tonal group: a role's first group is of the program that sounds longest in it, its last of all that are left. */
const roleOfGroup = [0, 0, 1, 1, 1, 2];
const groups = roleOfGroup.length;
const features = 3;
const drumRole = 3;
const tonalDecay: Seconds = 0.35;
const drumDecay: Seconds = 0.2;
/** How many rows a struck drum is told of after its onset. */
const drumRows = 20;
/** The program of a group that is silent. */
const noProgram = 128;
/** Drums that sound different: General MIDI's kits (standard, electronic, brush, orchestral), and taiko. A kit's number is its place here. */
const kitPrograms = [0, 24, 40, 48, 116];
/** The number of any other kit, of several, and of none. */
const noKit = kitPrograms.length;
/** The number of an unknown style. */
const noStyle = styles.length;
/** How many numbers tell who plays: a program for each tonal group, and the kit. */
export const players = groups + 1;
/** Columns of one group or role: `feature · 88 + (pitch − 21)`; features are onset, sustain, decay. */
const tonalColumns = features * pitches;
/** Columns of a tonal row by group. */
export const tonalWidth = groups * tonalColumns;
/** Columns of a tonal row by role, as the vocoder has it. */
export const roleWidth = roles * tonalColumns;
/** Columns of a drum row: `2 · class` is the onset, `2 · class + 1` the decay. */
export const drumWidth = 2 * drumClasses;

/** The score of a span of rows. */
export interface ScoreControl {
  rows: number;
  /** By group, [rows, 1584], 0…1. */
  tonal: Float32Array;
  /** [rows, 24], 0…1. */
  drums: Float32Array;
  /** [7]: the General MIDI program of each group, 128 where it is silent; and the number of the kit. */
  programs: BigInt64Array;
  /** The number of the style, whose room it sounds in. */
  style: number;
}

/** Which rows of a piece: `first` … `first + rows − 1`, of `all` rows. */
export interface RowSpan {
  first: number;
  rows: number;
  all: number;
}

/**
 * The control tensors of `notes` [n, 6] over `rows` rows. What began before 0 and sounds on is told by its sustain and decay; what
 * begins after the end is left out, and so are pitches outside 21…108. Overlapping notes of one pitch are joined by the maximum.
 */
export function scoreControl(notes: Matrix, rows: number, style?: Style): ScoreControl {
  return controlOfSpan(notes, { first: 0, rows, all: rows }, style);
}

/** The same as those rows of the control of the whole piece: so a piece can be decoded in spans that fit together. */
export function controlOfSpan(notes: Matrix, { first, rows, all }: RowSpan, style?: Style): ScoreControl {
  const { groupOf, programs } = grouped(notes);
  const tonal = new Cells(first, rows, tonalWidth);
  const drums = new Cells(first, rows, drumWidth);
  const end = all * rowSeconds;
  for (let n = 0; n < notes.rows; n++) {
    const [role = 0, pitch = 0, onset = 0, duration = 0, velocity = 0, program = 0] = noteAt(notes, n);
    // 10.24 s in single precision is a little less.
    if (!(onset < end - 1e-6)) continue;
    if (role === drumRole) {
      addDrum(drums, 2 * drumClass(pitch), onset, velocity);
    } else if (pitch >= lowestPitch && pitch < lowestPitch + pitches) {
      const group = groupOf.get(playerKey(role, program)) as number;
      const column = group * tonalColumns + pitch - lowestPitch;
      addTone(tonal, column, onset, Math.min(onset + duration, end), velocity);
    }
  }
  const number = style === undefined ? noStyle : styles.indexOf(style);
  return { rows, tonal: tonal.values, drums: drums.values, programs, style: number };
}

/** No notes at all: what the vocoder is given where no score is known. */
export function emptyControl(rows: number): ScoreControl {
  return scoreControl({ rows: 0, columns: noteColumns, data: new Float32Array(0) }, rows);
}

/** The tonal rows by role, [rows, 792], as the vocoder has them: the maximum over a role's groups. */
export function tonalOfRoles({ rows, tonal }: ScoreControl): Float32Array {
  const found = new Float32Array(rows * roleWidth);
  for (let row = 0; row < rows; row++) {
    for (const [group, role] of roleOfGroup.entries()) {
      const from = row * tonalWidth + group * tonalColumns;
      const to = row * roleWidth + role * tonalColumns;
      for (let i = 0; i < tonalColumns; i++) {
        const value = tonal[from + i] as number;
        if (value > (found[to + i] as number)) found[to + i] = value;
      }
    }
  }
  return found;
}

/**
 * The group of each role and program, and {@link ScoreControl.programs}. A role's programs are in the order of the seconds that they sound
 * in sum, of equals the lowest first.
 */
function grouped(notes: Matrix): { groupOf: Map<number, number>; programs: BigInt64Array } {
  const seconds = new Map<number, number>();
  const kits = new Set<number>();
  for (let n = 0; n < notes.rows; n++) {
    const [role = 0, , , duration = 0, , program = 0] = noteAt(notes, n);
    const key = playerKey(role, program);
    if (role === drumRole) kits.add(program);
    else seconds.set(key, (seconds.get(key) ?? 0) + duration);
  }
  const programs = Array.from({ length: players }, (_, i) => (i < groups ? noProgram : noKit));
  const groupOf = new Map<number, number>();
  for (let role = 0; role < roles; role++) {
    const own = [...roleOfGroup.keys()].filter((group) => roleOfGroup[group] === role);
    const playing = [...seconds].filter(([key]) => Math.floor(key / noProgram) === role);
    playing.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    for (const [place, [key]] of playing.entries()) {
      const group = own[Math.min(place, own.length - 1)] as number;
      groupOf.set(key, group);
      if (place < own.length) programs[group] = key % noProgram;
    }
  }
  const [kit = -1] = kits;
  if (kits.size === 1 && kitPrograms.includes(kit)) programs[groups] = kitPrograms.indexOf(kit);
  return { groupOf, programs: BigInt64Array.from(programs, BigInt) };
}

/** One number for a role and a program. */
function playerKey(role: number, program: number): number {
  return role * noProgram + program;
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
