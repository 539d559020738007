/**
 * Tells a child that hangs from one that the machine gives no time to. Two voices of the child are heard: its loop, which
 * answers whenever it turns, and a thread of its own, which answers whatever the loop does and says how much processor time
 * the process has had.
 *
 * | loop | thread | processor time | so it is |
 * |---|---|---|---|
 * | answers | | | well |
 * | silent | silent | | stopped: hung |
 * | silent | answers | next to none | waiting for what never comes: hung |
 * | silent | answers | as much as the patience | in a loop without end: hung |
 * | silent | answers | some | working as fast as it is let |
 */
import type { Milliseconds } from '../../bridge/protocol/units.ts';

/** So many beats without any sign are the patience. Beats and not seconds: a machine that slept has not missed any. */
const beatsOfPatience = 4;
/** Who is given so little of a beat does nothing. The watching thread itself takes a tenth of that. */
const little = 0.008;
const leastTime: Milliseconds = 5;
/** Before its first word a child is given so many times the patience, and one that works without a turn of its loop too. */
const starting = 3;
const atMost = 12;

/** Listens to one child. */
export class Heartbeat {
  /** Between two beats. */
  readonly every: Milliseconds;
  readonly #patience: Milliseconds;
  readonly #clock: () => Milliseconds;
  #lastBeat: Milliseconds;
  #isUp = false;
  /** Processor time of the process when it was last told, and what was used since the beat before. */
  #time: Milliseconds | undefined;
  #used: Milliseconds | undefined;
  #missed = 0;
  #silent = 0;
  #idle = 0;
  #spent: Milliseconds = 0;

  /** `patience`: after so long without a sign of life a child hangs. */
  constructor(patience: Milliseconds, clock: () => Milliseconds = () => performance.now()) {
    this.every = patience / beatsOfPatience;
    this.#patience = patience;
    this.#clock = clock;
    this.#lastBeat = clock();
  }

  /** The child's loop has turned. */
  turned(): void {
    this.#isUp = true;
    this.#missed = this.#silent = this.#idle = this.#spent = 0;
  }

  /** The child's thread says how much processor time the process has had since it began. */
  told(time: Milliseconds): void {
    this.#isUp = true;
    this.#used = (this.#used ?? 0) + (this.#time === undefined ? 0 : Math.max(0, time - this.#time));
    this.#time = time;
  }

  /** To be called every {@link every}; true where the child hangs. */
  beat(): boolean {
    const late = this.#clock() - this.#lastBeat - this.every;
    this.#lastBeat += late + this.every;
    const used = this.#used;
    this.#used = undefined;
    // Where not even we get our turn, or the machine slept, nobody can be blamed.
    if (late > this.every) return false;
    if (this.#isHung()) return true;
    this.#missed++;
    this.#silent = used === undefined ? this.#silent + 1 : 0;
    this.#idle = used !== undefined && used < Math.max(leastTime, this.every * little) ? this.#idle + 1 : 0;
    this.#spent += used ?? 0;
    return false;
  }

  #isHung(): boolean {
    const beats = this.#isUp ? beatsOfPatience : beatsOfPatience * starting;
    const isBusy = this.#missed >= beats && this.#spent >= this.#patience;
    return isBusy || this.#silent >= beats || this.#idle >= beats || this.#missed >= beatsOfPatience * atMost;
  }
}
