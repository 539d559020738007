/**
 * Where the performance lies on the clock. Both count ticks; they differ by where it began, and begin to differ by more wherever the
 * transport stops, jumps, or the music was missing for a while: then the music goes on at a bar line of the clock.
 */
import { beatQuarters } from '../protocol/meter.ts';
import { ticksPerQuarter } from '../protocol/units.ts';
import type { Frames, Milliseconds, Ticks } from '../protocol/units.ts';
import type { MusicalClock } from '../transport/musicalClock.ts';

/** One place. */
export class MusicPlace {
  readonly #clock: MusicalClock;
  #anchor: { music: Ticks; clock: Ticks; frames: Frames } | undefined;

  constructor(clock: MusicalClock) {
    this.#clock = clock;
  }

  /** False while the music stands. */
  get isPlaced(): boolean {
    return this.#anchor !== undefined;
  }

  /** The music goes on from a tick of its own at the first bar line of the clock at or after a frame. False while the clock stands. */
  place(music: Ticks, from: Frames): boolean {
    const line = this.#clock.nextBar(from);
    if (line === undefined) return false;
    this.#anchor = { music, clock: line.tick, frames: line.frames };
    return true;
  }

  /**
   * The music goes on in the middle of a bar: a bar line of it falls on the last one of the clock. Answers the tick at which it comes in;
   * undefined while the clock stands.
   */
  enter(music: Ticks, from: Frames): Ticks | undefined {
    const { tick, beat, meter, isRolling } = this.#clock.positionAt(from);
    if (!isRolling) return undefined;
    const passed = (beat - 1) * beatQuarters(meter) * ticksPerQuarter;
    this.#anchor = { music, clock: tick - passed, frames: from };
    return Math.round(music + passed);
  }

  /** The music stands. */
  lift(): void {
    this.#anchor = undefined;
  }

  /** The tick of the music at a frame, not rounded; undefined while it stands. Before its beginning it is less than that. */
  tickAt(frames: Frames): Ticks | undefined {
    const { tick, isRolling } = this.#clock.positionAt(frames);
    return this.#anchor === undefined || !isRolling
      ? undefined
      : tick - this.#anchor.clock + this.#anchor.music;
  }

  /** The frame of a tick of the music. `near` is a frame before it, by which it is found among earlier passes. */
  framesAt(music: Ticks, near: Frames): Frames {
    const anchor = this.#anchor;
    if (anchor === undefined) return near;
    const from = Math.max(anchor.frames, near - this.#clock.sampleRate);
    return this.#clock.framesAtTick(music - anchor.music + anchor.clock, from) ?? near;
  }

  /** When a frame sounds. */
  wallAt(frames: Frames): Milliseconds {
    return this.#clock.wallAtFrames(frames);
  }
}
