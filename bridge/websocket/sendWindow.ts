/**
 * How much sound is on its way to one listener: what was sent and is not acknowledged.
 *
 * TCP cannot tell. A client that stands still shows no backlog until the system's buffers are full, and those hold eleven
 * seconds of sound; so listeners acknowledge what they took in.
 */
import { sequenceDistance } from '../protocol/pcmFrame.ts';
import type { Frames } from '../protocol/units.ts';

/** The window of one listener. */
export class SendWindow {
  readonly #limit: Frames;
  #onItsWay: { sequence: number; length: Frames }[] = [];
  #frames: Frames = 0;
  #extra: Frames = 0;

  /** @param limit sound that may be on its way */
  constructor(limit: Frames) {
    this.#limit = limit;
  }

  /** Whether so much more may be sent. */
  hasRoom(length: Frames): boolean {
    return this.#frames + length <= this.#limit + this.#extra;
  }

  /** Counts a frame that was sent. */
  sent(sequence: number, length: Frames): void {
    this.#onItsWay.push({ sequence, length });
    this.#frames += length;
  }

  /** Makes room for sound that is sent at once after a cut, until the listener has caught up. */
  widen(length: Frames): void {
    this.#extra = length;
  }

  /** Counts an acknowledgement. @returns false for a sequence that is not on its way, which changes nothing */
  acknowledge(sequence: number): boolean {
    const at = this.#onItsWay.findIndex((frame) => frame.sequence === sequence);
    const [oldest] = this.#onItsWay;
    // The same sequence twice, or one of before: harmless.
    if (at < 0) return oldest === undefined || sequenceDistance(sequence, oldest.sequence) > 0;
    const taken = this.#onItsWay.slice(0, at + 1);
    this.#onItsWay = this.#onItsWay.slice(at + 1);
    for (const { length } of taken) this.#frames -= length;
    if (2 * this.#frames <= this.#limit) this.#extra = 0;
    return true;
  }
}
