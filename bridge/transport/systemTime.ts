/**
 * Milliseconds of `performance.now()` ↔ the time of day as OSC's timetags say it (NTP, 64 bit): seconds since 1900 and a
 * fraction in 2⁻³² s.
 *
 * The time of day is set and slewed while a program runs and `performance.now()` is not, so their distance is looked at again.
 */
import type { Milliseconds, Seconds } from '../protocol/units.ts';

/** A time as OSC writes it; both are unsigned 32-bit integers. */
export interface Timetag {
  /** Since the beginning of 1900, UTC. */
  seconds: number;
  /** In 2⁻³² s. */
  fraction: number;
}

/** Means "at once" (OSC 1.0). */
export const immediately: Timetag = { seconds: 0, fraction: 1 };

/** From 1900 to 1970. */
const unixEpoch: Seconds = 2_208_988_800;
const fractions = 2 ** 32;
/** `Date.now()` is cut to whole milliseconds; what differs by more was set or slewed. */
const tolerance: Milliseconds = 1.5;

/** True for the timetag that means "at once". */
export function isImmediate({ seconds, fraction }: Timetag): boolean {
  return seconds === 0 && fraction <= 1;
}

/** A timetag of seconds since 1900, to the nearest fraction. Exact to 2⁻³² s up to some millions of seconds. */
export function timetagOf(since1900: Seconds): Timetag {
  const seconds = Math.floor(since1900);
  const fraction = Math.round((since1900 - seconds) * fractions);
  const carried = fraction === fractions ? seconds + 1 : seconds;
  return { seconds: carried >>> 0, fraction: fraction === fractions ? 0 : fraction };
}

/** Seconds since 1900 of a timetag. */
export function timetagSeconds({ seconds, fraction }: Timetag): Seconds {
  return seconds + fraction / fractions;
}

/** The two clocks of this machine. */
export class SystemTime {
  readonly #now: () => Milliseconds;
  readonly #timeOfDay: () => Milliseconds;
  #origin: Milliseconds;

  /** `now` is `performance.now()`, and `timeOfDay` `Date.now()`, but in tests. */
  constructor(
    now: () => Milliseconds = () => performance.now(),
    timeOfDay: () => Milliseconds = () => Date.now(),
    origin: Milliseconds = performance.timeOrigin,
  ) {
    this.#now = now;
    this.#timeOfDay = timeOfDay;
    this.#origin = origin;
  }

  /** The timetag of a time by `performance.now()`. */
  timetagAt(ms: Milliseconds): Timetag {
    const unix = this.#lookedAt() + ms;
    // Whole seconds apart from the rest: a double holds both together to a quarter of a microsecond only.
    const seconds = Math.floor(unix / 1000);
    return timetagOf(unixEpoch + seconds + (unix - seconds * 1000) / 1000);
  }

  /** The time by `performance.now()` of a timetag; now, where it says "at once". */
  msAt(timetag: Timetag): Milliseconds {
    if (isImmediate(timetag)) return this.#now();
    const unix = (timetag.seconds - unixEpoch) * 1000 + (timetag.fraction / fractions) * 1000;
    return unix - this.#lookedAt();
  }

  #lookedAt(): Milliseconds {
    const timeOfDay = this.#timeOfDay();
    const expected = this.#origin + this.#now();
    // Cut to whole milliseconds, the time of day lies half a millisecond ahead of what it says.
    if (Math.abs(timeOfDay + 0.5 - expected) > tolerance) this.#origin += timeOfDay + 0.5 - expected;
    return this.#origin;
  }
}
