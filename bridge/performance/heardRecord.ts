/** Counts what is really played, so that a take that is made again from the log can be held against it. */
import { heardGrid, joined, noNotes, withNote } from '../protocol/heardNotes.ts';
import type { NoteSum } from '../protocol/heardNotes.ts';
import type { PerformedSpan } from '../protocol/performance.ts';
import type { Frames, Hertz, Ticks } from '../protocol/units.ts';
import type { PartStretch } from './phraseBuffer.ts';

/** Eighth notes that are remembered: two hours at 160 BPM, more than may be kept. */
const mostSlots = 40_000;

interface Slot {
  sum: NoteSum;
  /** Sample frames that it took. */
  frames: Frames;
}

/** One record. */
export class HeardRecord {
  readonly #sampleRate: Hertz;
  readonly #slots = new Map<number, Slot>();
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
        slot.sum = withNote(slot.sum, part.role, note);
      }
    }
    for (let tick = from; tick < until;) {
      const end = Math.min(until, (Math.floor(tick / heardGrid) + 1) * heardGrid);
      this.#slot(tick).frames += framesAt(end) - framesAt(tick);
      tick = end;
    }
    this.#until = Math.max(this.#until, until);
    for (const oldest of this.#slots.keys()) {
      if (this.#slots.size <= mostSlots) break;
      this.#slots.delete(oldest);
    }
  }

  /** What was heard of a span, as far as it has sounded. Both ends are bar lines. */
  between(from: Ticks, to: Ticks): NonNullable<PerformedSpan['heard']> {
    const until = Math.max(from, Math.min(to, Math.floor(this.#until / heardGrid) * heardGrid));
    let [sum, frames]: [NoteSum, Frames] = [noNotes, 0];
    for (let index = from / heardGrid; index < until / heardGrid; index++) {
      const slot = this.#slots.get(index);
      sum = joined(sum, slot?.sum ?? noNotes);
      frames += slot?.frames ?? 0;
    }
    return { from, until, ...sum, seconds: frames / this.#sampleRate };
  }

  #slot(tick: Ticks): Slot {
    const index = Math.floor(tick / heardGrid);
    const slot = this.#slots.get(index) ?? { sum: noNotes, frames: 0 };
    this.#slots.set(index, slot);
    return slot;
  }
}
