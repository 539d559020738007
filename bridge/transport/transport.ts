/**
 * Play, stop, place, tempo and meter of the bridge, and every beat told ahead of its time.
 *
 *   play, stop, locate, tempo ─► MusicalClock ─► onChange
 *                                    └► next beat ─► scheduler, `ahead` before it ─► onBeat
 */
import { barQuarters, beatQuarters } from '../protocol/meter.ts';
import { ticksPerQuarter } from '../protocol/units.ts';
import { MusicalClock } from './musicalClock.ts';
import type { Meter } from '../protocol/attributes.ts';
import type { BeatsPerMinute, Hertz, Milliseconds, Ticks } from '../protocol/units.ts';
import type { Cancel, LookaheadScheduler } from './lookaheadScheduler.ts';
import type { MusicalPosition } from './musicalClock.ts';

/** Told that it plays, stopped or went elsewhere, at a time by `performance.now()`. */
export type TransportListener = (position: MusicalPosition, at: Milliseconds, origin: string) => void;
/** Told of a beat ahead of its time. */
export type BeatListener = (position: MusicalPosition, at: Milliseconds) => void;

/** How long before its time a beat is told. */
export const beatLead: Milliseconds = 100;

/** One transport. */
export class Transport {
  readonly clock: MusicalClock;
  readonly #scheduler: LookaheadScheduler;
  readonly #listeners = new Set<TransportListener>();
  readonly #beatListeners = new Set<BeatListener>();
  #cancelBeat: Cancel = () => undefined;

  constructor(scheduler: LookaheadScheduler, sampleRate: Hertz = 48_000) {
    this.#scheduler = scheduler;
    this.clock = new MusicalClock({ sampleRate, startedAt: performance.now() });
  }

  /** Where it is. */
  position(at: Milliseconds = performance.now()): MusicalPosition {
    return this.clock.positionAt(this.clock.framesAtWall(at));
  }

  /** Rolls. Nothing where it rolls already. */
  play(at: Milliseconds, origin: string): void {
    if (this.position(at).isRolling) return;
    this.clock.start(this.clock.framesAtWall(at));
    this.#changed(at, origin);
  }

  /** Stands. Nothing where it stands already. */
  stop(at: Milliseconds, origin: string): void {
    if (!this.position(at).isRolling) return;
    this.clock.stop(this.clock.framesAtWall(at));
    this.#changed(at, origin);
  }

  /** Goes to the beginning of a bar, counted in the meter that holds. */
  locate(bar: number, at: Milliseconds, origin: string): void {
    const { meter } = this.position(at);
    this.locateTick((bar - 1) * barQuarters(meter) * ticksPerQuarter, at, origin);
  }

  /** Goes to a tick from the beginning; bars are counted in the meter that holds. */
  locateTick(tick: Ticks, at: Milliseconds, origin: string): void {
    this.clock.locate(tick, this.clock.framesAtWall(at));
    this.#changed(at, origin);
  }

  /** Another tempo from a time on. */
  setTempo(tempo: BeatsPerMinute, at: Milliseconds, origin: string): void {
    this.clock.setTempo(tempo, this.clock.framesAtWall(at));
    this.#changed(at, origin);
  }

  /** Another meter from the next bar on. */
  setMeter(meter: Meter, at: Milliseconds, origin: string): void {
    this.clock.setMeter(meter, this.clock.framesAtWall(at));
    this.#changed(at, origin);
  }

  /** Tells of changes. @returns ends it */
  onChange(tell: TransportListener): () => void {
    this.#listeners.add(tell);
    return () => this.#listeners.delete(tell);
  }

  /** Tells every beat. @returns ends it */
  onBeat(tell: BeatListener): () => void {
    this.#beatListeners.add(tell);
    return () => this.#beatListeners.delete(tell);
  }

  /** Tells no more beats. */
  close(): void {
    this.#cancelBeat();
  }

  #changed(at: Milliseconds, origin: string): void {
    const position = this.position(at);
    for (const tell of [...this.#listeners]) tell(position, at, origin);
    this.#cancelBeat();
    if (position.isRolling) this.#planBeat(nextBeat(position), this.clock.framesAtWall(at));
  }

  #planBeat(tick: number, from: number): void {
    const frames = this.clock.framesAtTick(tick, from);
    if (frames === undefined) return;
    const at = this.clock.wallAtFrames(frames);
    this.#cancelBeat = this.#scheduler.schedule(at - beatLead, () => {
      const position = this.clock.positionAt(frames);
      for (const tell of [...this.#beatListeners]) tell(position, this.clock.wallAtFrames(frames));
      this.#planBeat(nextBeat(position), frames + 1);
    });
  }
}

/** The tick of the beat after a position; meters that change between are met at their bar line, which is a beat. */
function nextBeat({ tick, beat, meter }: MusicalPosition): number {
  const length = beatQuarters(meter) * ticksPerQuarter;
  const barLength = barQuarters(meter) * ticksPerQuarter;
  const intoBar = (beat - 1) * length;
  // 7/8 ends in half a beat.
  const next = Math.min(barLength, (Math.floor(beat - 1 + 1e-3) + 1) * length);
  return tick - intoBar + next;
}
