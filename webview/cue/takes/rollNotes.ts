/** The notes of a score, laid out so that those of any span of time are found without looking at the rest. */
import type { NoteView, ScoreView } from '../../../bridge/protocol/panels/takeView.ts';
import type { MidiNote, Seconds } from '../../../bridge/protocol/units.ts';

/** First index in `0…length` for which `isPast` holds; it holds for all after that. */
export function firstIndex(length: number, isPast: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isPast(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Notes that rise by onset, of a whole score or of one part. */
export class NoteRow {
  readonly notes: readonly NoteView[];
  /** Latest end of all notes up to each one: rises, so it can be searched. */
  readonly #ends: Float64Array;

  /** @param notes rising by onset */
  constructor(notes: readonly NoteView[]) {
    this.notes = notes;
    let end = -Infinity;
    this.#ends = Float64Array.from(notes, ({ onset, duration }) => (end = Math.max(end, onset + duration)));
  }

  /** Indices of the notes that may sound between two times: `[first, last)`. Those within that ended before are few. */
  between(from: Seconds, to: Seconds): readonly [number, number] {
    const first = firstIndex(this.notes.length, (i) => (this.#ends[i] ?? 0) > from);
    const last = firstIndex(this.notes.length, (i) => (this.notes[i]?.onset ?? 0) >= to);
    return [first, Math.max(first, last)];
  }
}

/** All notes of a score, their range of pitch, and those of each part. */
export class RollNotes extends NoteRow {
  readonly lowest: MidiNote;
  readonly highest: MidiNote;
  /** By index of part. */
  readonly parts: readonly NoteRow[];

  constructor(score: ScoreView) {
    const notes = [...score.notes].sort((a, b) => a.onset - b.onset || a.pitch - b.pitch);
    super(notes);
    const parts: NoteView[][] = score.parts.map(() => []);
    let low = Infinity;
    let high = -Infinity;
    for (const note of notes) {
      parts[note.part]?.push(note);
      low = Math.min(low, note.pitch);
      high = Math.max(high, note.pitch);
    }
    this.parts = parts.map((part) => new NoteRow(part));
    // An octave at least, so that a single note is no wall.
    const isEmpty = notes.length === 0;
    const room = isEmpty ? 0 : Math.max(0, 12 - (high - low));
    this.lowest = isEmpty ? 54 : Math.max(0, low - Math.ceil(room / 2) - 1);
    this.highest = isEmpty ? 66 : Math.min(127, high + Math.floor(room / 2) + 1);
  }

  /** The note at a time and pitch, the one that began last where several do. */
  at(time: Seconds, pitch: MidiNote): NoteView | undefined {
    const [first, last] = this.between(time, time + 1e-9);
    for (let i = last - 1; i >= first; i--) {
      const note = this.notes[i];
      if (note?.pitch === pitch && note.onset <= time && note.onset + note.duration > time) return note;
    }
    return undefined;
  }
}
