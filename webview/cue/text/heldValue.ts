/**
 * A value that the person is changing while snapshots of the document keep coming in.
 *
 * The document is the truth, but it answers late: a snapshot that was taken before the person's last change must not undo that
 * change under their fingers. Pure; it knows neither fields nor messages.
 */
import type { Milliseconds } from '../../../bridge/protocol/units.ts';

/** How long a change that was sent may stay unanswered before the document's own value is shown again. */
export const heldPatience: Milliseconds = 3000;

/** Holds one value. What is shown is {@link HeldValue.shown}. */
export class HeldValue<T> {
  readonly #isSame: (a: T, b: T) => boolean;
  #shown: T;
  /** The document's value when the change began. */
  #base: T;
  #isChanged = false;
  /** Sent and not yet answered, oldest first. */
  #sent: T[] = [];
  #sentAt: Milliseconds = 0;

  constructor(value: T, isSame: (a: T, b: T) => boolean = Object.is) {
    this.#isSame = isSame;
    this.#shown = value;
    this.#base = value;
  }

  /** What the field shows. */
  get shown(): T {
    return this.#shown;
  }

  /** Whether the person changed something that was not sent yet. */
  get isChanged(): boolean {
    return this.#isChanged;
  }

  /** The person changed it. */
  change(value: T): void {
    this.#shown = value;
    this.#isChanged = true;
  }

  /** What is shown was sent to the document. */
  send(now: Milliseconds): void {
    this.#isChanged = false;
    this.#sent.push(this.#shown);
    this.#sentAt = now;
  }

  /**
   * A snapshot brings the document's value; returns what to show. Kept against it: what was not sent yet, and what was sent and
   * has not been answered. Taken from it: answers, and values that are neither the old one nor one of ours (undo, another editor).
   */
  arrive(value: T, now: Milliseconds): T {
    const answered = this.#sent.findLastIndex((sent) => this.#isSame(sent, value));
    if (answered >= 0) this.#sent.splice(0, answered + 1);
    const isForeign = answered < 0 && !this.#isSame(value, this.#base);
    this.#base = value;
    if (this.#isChanged) return this.#shown;
    const isWaiting = this.#sent.length > 0 && now - this.#sentAt < heldPatience;
    if (isWaiting && !isForeign) return this.#shown;
    this.#sent = [];
    this.#shown = value;
    return value;
  }
}
