/** Where a deck is read, with a fade of its own: a head comes in, runs, and leaves; heads that overlap are a crossfade. */
import type { Frames } from '../../../bridge/protocol/units.ts';
import { longestQuantum } from './deck.ts';
import type { Deck } from './deck.ts';
import { GainRamp } from './gainRamp.ts';
import { advance, runAt, seamOf } from './playOrder.ts';
import type { PlayOrder } from './playOrder.ts';

/** Frames of the fades in and out: 6 ms at 44.1 kHz. */
export const headFade: Frames = 256;

const scratch = { left: new Float32Array(longestQuantum), right: new Float32Array(longestQuantum) };
const before = { left: new Float32Array(longestQuantum), right: new Float32Array(longestQuantum) };
const curve = new Float32Array(longestQuantum);

/** One place in one deck. */
export class PlayHead {
  readonly deck: Deck;
  frame: Frames;
  /** False while it waits for samples or for its time. */
  isRunning = false;
  /** True where it ran out of samples: it then waits for more of them than at first. */
  isStarved = false;
  /** True at the end of the source. */
  hasEnded = false;
  readonly #gain = new GainRamp(0);
  /** Another order than the deck's: what leaves goes straight on where a loop's beginning is not here. */
  #order: PlayOrder | undefined;

  constructor(deck: Deck, frame: Frames) {
    this.deck = deck;
    this.frame = frame;
  }

  /** True when the fade out is over. */
  get isGone(): boolean {
    return this.#gain.value === 0 && !this.#gain.isMoving;
  }

  start(fade: Frames): void {
    this.isRunning = true;
    this.isStarved = false;
    this.#gain.aim(1, fade);
  }

  /** Fades out over `fade`, or over what there is. */
  leave(fade: Frames): void {
    const { deck, frame } = this;
    const straight: PlayOrder = { frames: deck.frames, loop: null };
    const round = deck.available(frame, fade);
    const on = round < fade ? deck.available(frame, fade, straight) : 0;
    if (on > round) this.#order = straight;
    else this.#order = { frames: deck.frames, loop: deck.loop };
    this.#gain.aim(0, Math.max(round, on));
  }

  /** Goes on without a sound. */
  skip(count: Frames): void {
    this.frame = advance(this.deck, this.frame, count);
  }

  /** Adds the next `count` frames to the output and goes on by them. */
  render(left: Float32Array, right: Float32Array, count: Frames): void {
    scratch.left.fill(0, 0, count);
    scratch.right.fill(0, 0, count);
    this.#read(count);
    this.#gain.fill(curve, count);
    for (let i = 0; i < count; i += 1) {
      const gain = curve[i] ?? 0;
      left[i] = (left[i] ?? 0) + gain * (scratch.left[i] ?? 0);
      right[i] = (right[i] ?? 0) + gain * (scratch.right[i] ?? 0);
    }
  }

  #read(count: Frames): void {
    const order = this.#order ?? this.deck;
    const seam = seamOf(order);
    let done = 0;
    while (done < count && !this.hasEnded) {
      const { end, then } = runAt(order, this.frame);
      const seamStart = end - seam;
      const isInSeam = this.frame >= seamStart;
      const run = Math.min(count - done, (isInSeam ? end : seamStart) - this.frame);
      if (run > 0) {
        this.deck.mixInto(scratch.left, scratch.right, done, this.frame, run);
        if (isInSeam) this.#blend(done, run, end, then, seam);
        this.frame += run;
        done += run;
      }
      if (this.frame < end) continue;
      if (then === undefined) this.hasEnded = true;
      else this.frame = then;
    }
  }

  /** Fades the end of a run into what is before the frame where it goes on, so that both meet without a step. */
  #blend(offset: number, count: Frames, end: Frames, then: Frames | undefined, seam: Frames): void {
    before.left.fill(0, offset, offset + count);
    before.right.fill(0, offset, offset + count);
    if (then !== undefined)
      this.deck.mixInto(before.left, before.right, offset, this.frame - end + then, count);
    for (let i = 0; i < count; i += 1) {
      const share = (this.frame - (end - seam) + i + 1) / seam;
      const at = offset + i;
      scratch.left[at] = (scratch.left[at] ?? 0) * (1 - share) + (before.left[at] ?? 0) * share;
      scratch.right[at] = (scratch.right[at] ?? 0) * (1 - share) + (before.right[at] ?? 0) * share;
    }
  }
}
