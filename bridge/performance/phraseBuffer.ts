/**
 * Phrases that were composed and are still to be played, of one revision. Another revision replaces what comes from its first bar on,
 * if nothing of that was played yet.
 */
import type { Tonic } from '../protocol/attributes.ts';
import type { PerformedPhrase } from '../protocol/performance.ts';
import type { ChordChange, ControllerEvent, Note, Part } from '../protocol/score.ts';
import type { Ticks } from '../protocol/units.ts';

/** A part's events of a stretch. */
export interface PartStretch {
  part: Part;
  notes: Note[];
  controllers: ControllerEvent[];
}

/** One buffer. Bars and ticks are the performance's. */
export class PhraseBuffer {
  #phrases: PerformedPhrase[] = [];

  /** The bar after the last one that is here. */
  get endBar(): number {
    const last = this.#phrases.at(-1);
    return last === undefined ? 0 : last.bar + last.bars;
  }

  /** The tick after the last bar; 0 where nothing is here. */
  get endTick(): Ticks {
    return this.#phrases.at(-1)?.endTick ?? 0;
  }

  /** The last phrase, from which another composer can go on. */
  get last(): PerformedPhrase | undefined {
    return this.#phrases.at(-1);
  }

  /** Adds the phrase that follows. False where it does not. */
  add(phrase: PerformedPhrase): boolean {
    if (this.#phrases.length > 0 && phrase.tick !== this.endTick) return false;
    this.#phrases.push(phrase);
    return true;
  }

  /** Leaves out everything from a tick on; notes over it end there. */
  cut(tick: Ticks): void {
    this.#phrases = this.#phrases.flatMap((phrase) => (phrase.tick < tick ? [cutPhrase(phrase, tick)] : []));
  }

  /** Forgets phrases that end before a tick; the last one is kept. */
  forget(tick: Ticks): void {
    while (this.#phrases.length > 1 && (this.#phrases[0]?.endTick ?? tick) <= tick) this.#phrases.shift();
  }

  /** The phrase at a tick. */
  phraseAt(tick: Ticks): PerformedPhrase | undefined {
    return this.#phrases.find((phrase) => tick >= phrase.tick && tick < phrase.endTick);
  }

  /** The first bar line at or after a tick, and where it lies; undefined beyond what is here. */
  barLineAfter(tick: Ticks): { bar: number; tick: Ticks } | undefined {
    for (const phrase of this.#phrases) {
      if (phrase.endTick < tick) continue;
      const length = (phrase.endTick - phrase.tick) / phrase.bars;
      const count = Math.max(0, Math.ceil((tick - phrase.tick) / length));
      return { bar: phrase.bar + count, tick: phrase.tick + count * length };
    }
    return undefined;
  }

  /** The first phrase that begins at or after a tick, or the place where the next one will. */
  phraseLineAfter(tick: Ticks): { bar: number; tick: Ticks } | undefined {
    const next = this.#phrases.find((phrase) => phrase.tick >= tick);
    if (next !== undefined) return { bar: next.bar, tick: next.tick };
    return this.endTick >= tick ? { bar: this.endBar, tick: this.endTick } : undefined;
  }

  /** What begins in [from, to), by part. */
  stretch(from: Ticks, to: Ticks): PartStretch[] {
    const isIn = ({ tick }: { tick: Ticks }): boolean => tick >= from && tick < to;
    return this.#phrases
      .filter(({ tick, isLast, endTick }) => tick < to && (isLast || endTick >= from))
      .flatMap(({ parts }) =>
        parts.map((part) => ({
          part,
          notes: part.notes.filter(isIn),
          controllers: part.controllers.filter(isIn),
        })),
      )
      .filter(({ notes, controllers }) => notes.length + controllers.length > 0);
  }

  /** What sounds at a tick though it began before, as if it began there. */
  held(tick: Ticks): PartStretch[] {
    return this.#phrases
      .flatMap(({ parts }) => parts)
      .map((part) => ({
        part,
        controllers: part.controllers.filter((event) => event.tick < tick),
        notes: part.notes
          .filter((note) => note.tick < tick && note.tick + note.duration > tick)
          .map((note) => ({ ...note, tick, duration: note.tick + note.duration - tick })),
      }))
      .filter(({ notes }) => notes.length > 0);
  }

  /** Chords that begin in [from, to), with the tonic of their key. */
  chords(from: Ticks, to: Ticks): { chord: ChordChange; tonic: Tonic }[] {
    return this.#phrases.flatMap(({ chords, key: { tonic } }) =>
      chords.filter(({ tick }) => tick >= from && tick < to).map((chord) => ({ chord, tonic })),
    );
  }

  /** Phrases that begin in [from, to). */
  beginning(from: Ticks, to: Ticks): PerformedPhrase[] {
    return this.#phrases.filter(({ tick }) => tick >= from && tick < to);
  }
}

function cutPhrase(phrase: PerformedPhrase, tick: Ticks): PerformedPhrase {
  if (phrase.endTick <= tick) return phrase;
  const length = (phrase.endTick - phrase.tick) / phrase.bars;
  return {
    ...phrase,
    bars: Math.round((tick - phrase.tick) / length),
    endTick: tick,
    isLast: false,
    chords: phrase.chords.filter((chord) => chord.tick < tick),
    parts: phrase.parts.map((part) => ({
      ...part,
      notes: part.notes
        .filter((note) => note.tick < tick)
        .map((note) => ({ ...note, duration: Math.min(note.duration, tick - note.tick) })),
      controllers: part.controllers.filter((event) => event.tick <= tick),
      bends: part.bends.filter((event) => event.tick < tick),
    })),
  };
}
