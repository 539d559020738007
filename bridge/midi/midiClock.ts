/**
 * MIDI clock: 24 pulses a quarter note, song position, start, stop and continue.
 *
 * Every pulse is scheduled at the time that the music's own clock gives it, never at the one before plus an interval, so errors do not
 * add up. Start and continue come just before the pulse at which they take effect, as the specification wants it.
 */
import { ticksPerQuarter } from '../protocol/units.ts';
import type { Milliseconds, Ticks } from '../protocol/units.ts';
import type { Cancel, LookaheadScheduler } from '../transport/lookaheadScheduler.ts';
import type { MidiMessage } from './midiMessage.ts';

/** Tells when a tick sounds, by `performance.now()`; undefined while the music stands. `MusicalClock` gives both parts. */
export type WallAtTick = (tick: Ticks) => Milliseconds | undefined;

/** Ticks of a pulse. */
export const ticksPerPulse: Ticks = ticksPerQuarter / 24;
/** Ticks of a sixteenth note, the unit of song position. */
const ticksPerSixteenth: Ticks = ticksPerQuarter / 4;
const mostSixteenths = 0x3fff;
/** Before the first pulse. */
const startLead: Milliseconds = 1;

/** One clock for one or more outputs. */
export class MidiClock {
  readonly #scheduler: LookaheadScheduler;
  readonly #send: (message: MidiMessage) => void;
  #wallAtTick: WallAtTick = () => undefined;
  #cancel: Cancel | undefined;
  #isRunning = false;

  constructor(scheduler: LookaheadScheduler, send: (message: MidiMessage) => void) {
    this.#scheduler = scheduler;
    this.#send = send;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Runs from a tick on. Between two sixteenth notes it begins at the next one. */
  start(from: Ticks, wallAtTick: WallAtTick): void {
    this.stop();
    this.#isRunning = true;
    this.#wallAtTick = wallAtTick;
    const sixteenths = Math.ceil(from / ticksPerSixteenth);
    if (sixteenths > 0) this.#locate(sixteenths);
    const type = sixteenths === 0 ? 'start' : 'continue';
    const first = sixteenths * ticksPerSixteenth;
    const at = wallAtTick(first);
    if (at === undefined) return;
    this.#cancel = this.#scheduler.schedule(at - startLead, () => {
      this.#send({ type });
      this.#schedule(first);
    });
  }

  /** Stops; silent where it stands already. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#isRunning) this.#send({ type: 'stop' });
    this.#isRunning = false;
  }

  /** Tells where the music stands, while it stands. */
  locate(tick: Ticks): void {
    if (!this.#isRunning) this.#locate(Math.round(tick / ticksPerSixteenth));
  }

  /** Beyond 16383 sixteenths (17 minutes at 240 BPM) MIDI cannot count: nothing is said, and pulses go on. */
  #locate(sixteenths: number): void {
    if (sixteenths <= mostSixteenths) this.#send({ type: 'songPosition', sixteenths });
  }

  #schedule(tick: Ticks): void {
    const at = this.#wallAtTick(tick);
    if (at === undefined) return;
    this.#cancel = this.#scheduler.schedule(at, () => {
      this.#send({ type: 'clock' });
      this.#schedule(tick + ticksPerPulse);
    });
  }
}
