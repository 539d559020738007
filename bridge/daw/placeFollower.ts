/**
 * How far our clock is to move, so that it is where a DAW says it is.
 *
 * A DAW tells its place ten times a second or so, each time a little late and never the same. What is far off is a jump and is
 * followed at once; a small distance only where several tellings agree on it, or the music would tremble.
 */
import type { Milliseconds } from '../protocol/units.ts';

/** A distance from here on is a jump. */
const jump: Milliseconds = 80;
/** A distance below is none. */
const still: Milliseconds = 12;
/** Tellings whose median is believed. */
const window = 15;

/** One follower. */
export class PlaceFollower {
  #distances: Milliseconds[] = [];

  /** `distance` is the DAW's place minus ours. @returns by how much to move now, 0 for not at all */
  heard(distance: Milliseconds): Milliseconds {
    if (Math.abs(distance) >= jump) {
      this.forget();
      return distance;
    }
    this.#distances.push(distance);
    if (this.#distances.length < window) return 0;
    const sorted = [...this.#distances].sort((a, b) => a - b);
    const median = sorted[(window - 1) / 2] ?? 0;
    this.#distances = Math.abs(median) < still ? this.#distances.slice(1) : [];
    return Math.abs(median) < still ? 0 : median;
  }

  /** Begins anew: what was told was of another place or tempo. */
  forget(): void {
    this.#distances = [];
  }
}
