/** Counts what is really played, so that a take that is made again from the log can be held against it. */
import { heardGrid, joined, noNotes, withNote } from '../protocol/heardNotes.ts';
import type { NoteSum } from '../protocol/heardNotes.ts';
import type { PerformedSpan } from '../protocol/performance.ts';
import type { Frames, Hertz, Ticks } from '../protocol/units.ts';
import type { PartStretch } from './phraseBuffer.ts';

/** Eighth notes that are remembered: two hours at 160 BPM, more than may be kept. */
const mostSlots = 40_000;

/** One record. Its memory is taken once, so that an hour of performing costs no more than a minute. */
export class HeardRecord {
  readonly #sampleRate: Hertz;
  /** Which eighth note a slot holds, from 0 on; -1 where it holds none. */
  readonly #indices = new Int32Array(mostSlots).fill(-1);
  readonly #notes = new Uint32Array(mostSlots);
  readonly #checks = new Uint32Array(mostSlots);
  /** Sample frames that it took. */
  readonly #frames = new Float64Array(mostSlots);
  #until: Ticks = 0;

  constructor(sampleRate: Hertz) {
    this.#sampleRate = sampleRate;
  }

  /** Everything that begins in [from, until) was given out. */
  played(
    stretches: readonly PartStretch[],
    [from, until]: readonly [Ticks, Ticks],
    framesAt: (tick: Ticks) => Frames,
  ): void {
    for (const { part, notes } of stretches) {
      for (const note of notes) {
        const slot = this.#slot(note.tick);
        const sum = withNote(this.#sum(slot), part.role, note);
        this.#notes[slot] = sum.notes;
        this.#checks[slot] = sum.check;
      }
    }
    for (let tick = from; tick < until;) {
      const end = Math.min(until, (Math.floor(tick / heardGrid) + 1) * heardGrid);
      const slot = this.#slot(tick);
      this.#frames[slot] = (this.#frames[slot] as Frames) + framesAt(end) - framesAt(tick);
      tick = end;
    }
    this.#until = Math.max(this.#until, until);
  }

  /** What was heard of a span, as far as it has sounded. Both ends are bar lines. */
  between(from: Ticks, to: Ticks): NonNullable<PerformedSpan['heard']> {
    const until = Math.max(from, Math.min(to, Math.floor(this.#until / heardGrid) * heardGrid));
    let [sum, frames]: [NoteSum, Frames] = [noNotes, 0];
    for (let index = from / heardGrid; index < until / heardGrid; index++) {
      const slot = index % mostSlots;
      if (this.#indices[slot] !== index) continue;
      sum = joined(sum, this.#sum(slot));
      frames += this.#frames[slot] as Frames;
    }
    return { from, until, ...sum, seconds: frames / this.#sampleRate };
  }

  #sum(slot: number): NoteSum {
    return { notes: this.#notes[slot] as number, check: this.#checks[slot] as number };
  }

  /** Where a tick is counted; the oldest eighth note makes room. */
  #slot(tick: Ticks): number {
    const index = Math.floor(tick / heardGrid);
    const slot = index % mostSlots;
    if (this.#indices[slot] !== index) {
      this.#indices[slot] = index;
      this.#notes[slot] = 0;
      this.#checks[slot] = 0;
      this.#frames[slot] = 0;
    }
    return slot;
  }
}
