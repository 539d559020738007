/**
 * Changes of musical attributes on their way to the composer and back: gathered, asked for from a bar that is far enough ahead, and
 * taken over only where nothing of that bar was played yet. What came too late is asked for again, from a later bar.
 *
 * ```
 * change ─► gathered ─► steer (revision n+1 on n, from bar b) ─► first phrase of n+1 ─┬─ before what is played: taken over
 *              ▲                                                                     └─ too late: asked again
 *              └──────────────────────────────────────────────────────────────────────────┘
 * ```
 */
import type {
  PerformanceOrder,
  PerformedPhrase,
  SteeringEntry,
  SteeringValues,
} from '../protocol/performance.ts';
import type { Ticks } from '../protocol/units.ts';
import type { PhraseBuffer } from './phraseBuffer.ts';

/** When a change takes effect. */
export type ChangesAt = 'bar' | 'phrase';

/** What steering needs of the director. */
export interface SteeringContext {
  buffer: PhraseBuffer;
  ask: (order: PerformanceOrder) => void;
  /** The first tick that a change could still reach, with time for composing. */
  earliest: () => Ticks;
  /** Up to which tick notes were played; a change from there on is in time. */
  played: () => Ticks;
  /** It was taken over. */
  steered: (entry: SteeringEntry, tick: Ticks) => void;
}

interface Change {
  values: SteeringValues;
  section?: string | undefined;
}

/** Steering of one performance. */
export class Steering {
  readonly #context: SteeringContext;
  readonly #changesAt: ChangesAt;
  #waiting: Change | undefined;
  #asked: (Change & { revision: number; tick: Ticks }) | undefined;
  /** A section that was taken over, and has not begun. */
  #coming: { section: string; tick: Ticks } | undefined;
  #accepted = 0;
  #last = 0;

  constructor(changesAt: ChangesAt, context: SteeringContext) {
    this.#changesAt = changesAt;
    this.#context = context;
  }

  /** The section that a person asked for and that has not begun. */
  get queued(): string | undefined {
    return this.#waiting?.section ?? this.#asked?.section ?? this.#coming?.section;
  }

  /** What begins at a tick is no longer queued. */
  reached(tick: Ticks): void {
    if (this.#coming !== undefined && tick >= this.#coming.tick) this.#coming = undefined;
  }

  /** Gathers a change; {@link goOn} asks for it. */
  change(values: SteeringValues, section?: string): void {
    const { values: before = {}, section: queued } = this.#waiting ?? {};
    this.#waiting = { values: { ...before, ...values }, section: section ?? queued };
  }

  /** A composer without a memory is there: revisions begin anew, and what was asked of the old one is asked again. */
  attach(): number {
    if (this.#asked !== undefined) this.#waiting = merged(this.#asked, this.#waiting);
    this.#asked = undefined;
    this.#accepted = ++this.#last;
    return this.#accepted;
  }

  /** Asks for what was gathered, unless something is on its way. */
  goOn(): void {
    const change = this.#waiting;
    if (change === undefined || this.#asked !== undefined) return;
    const { buffer, ask, earliest } = this.#context;
    const isPhrase = this.#changesAt === 'phrase' || change.section !== undefined;
    const from = earliest();
    const line = isPhrase ? buffer.phraseLineAfter(from) : buffer.barLineAfter(from);
    if (line === undefined) return;
    const revision = ++this.#last;
    const { values, section } = change;
    const entry = { bar: line.bar, values, ...(section === undefined ? {} : { section }) };
    this.#waiting = undefined;
    this.#asked = { ...change, revision, tick: line.tick };
    ask({ kind: 'steer', revision, base: this.#accepted, entry });
  }

  /** Whether a phrase is to be played. The first of a revision that was asked for replaces what is buffered from there on. */
  accept(phrase: PerformedPhrase): boolean {
    if (phrase.revision === this.#accepted) return true;
    const asked = this.#asked;
    if (asked?.revision !== phrase.revision) return false;
    this.#asked = undefined;
    if (phrase.tick < this.#context.played()) {
      this.#waiting = merged(asked, this.#waiting);
      return false;
    }
    this.#accepted = phrase.revision;
    this.#context.buffer.cut(phrase.tick);
    if (asked.section !== undefined) this.#coming = { section: asked.section, tick: phrase.tick };
    const { values, section } = phrase.point;
    this.#context.steered(
      { bar: phrase.bar, values, ...(section === undefined ? {} : { section }) },
      phrase.tick,
    );
    return true;
  }
}

function merged(first: Change, second: Change | undefined): Change {
  return { values: { ...first.values, ...second?.values }, section: second?.section ?? first.section };
}
