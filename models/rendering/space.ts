/** The rooms that music sounds in: what each style's reverberation is like, in numbers that a person could measure. */
import type { Style } from '../../bridge/protocol/attributes.ts';
import type { Decibels, Milliseconds, Seconds, Unit } from '../../bridge/protocol/units.ts';

/** A room. */
export interface Space {
  /** Name to show. */
  title: string;
  /** Time in which low and middle frequencies fall by 60 dB, 0.1–10 s. */
  decay: Seconds;
  /** The same at 5 kHz; air and curtains shorten it. At most {@link Space.decay}. */
  brightDecay: Seconds;
  /** Silence between the sound and its reverberation, 0–100 ms. */
  preDelay: Milliseconds;
  /** Scale of the reflecting paths: 1 is a concert hall with paths of 12–29 m, 0.35 a room. 0.2–1.6. */
  size: number;
  /** Energy of the reverberation against the dry sound when a part sends all of itself (CC91 at 127). */
  level: Decibels;
  /** Share of the reverberation that is early reflections, 0–1. */
  early: Unit;
}

/** The room of each style. */
export const styleSpaces: Readonly<Record<Style, Space>> = {
  cinematic: space('Scoring stage', 2.3, 1.3, 24, 1, -2, 0.35),
  choral: space('Church', 3.2, 1.6, 32, 1.25, 0, 0.25),
  strings: space('Chamber', 1.5, 0.95, 14, 0.62, -3, 0.45),
  piano: space('Recital hall', 1.7, 1.05, 16, 0.7, -4, 0.4),
  folk: space('Room', 0.75, 0.5, 6, 0.38, -5, 0.55),
  ambient: space('Long hall', 4.6, 2.6, 30, 1.35, 1, 0.12),
  electronic: space('Plate', 1.9, 1.5, 12, 0.55, -4, 0.1),
  horror: space('Dark cavern', 4.2, 0.9, 42, 1.5, 0, 0.2),
  jazz: space('Club', 0.7, 0.45, 7, 0.4, -5, 0.5),
  bossa: space('Studio lounge', 0.9, 0.6, 9, 0.45, -5, 0.45),
  blues: space('Bar', 0.8, 0.5, 8, 0.42, -5, 0.5),
  rock: space('Live room', 1.1, 0.75, 10, 0.55, -5, 0.45),
  pop: space('Bright plate', 1.5, 1.2, 16, 0.5, -5, 0.12),
  synthwave: space('Large plate', 2.4, 1.9, 18, 0.6, -3, 0.08),
  lofi: space('Bedroom', 0.6, 0.3, 5, 0.32, -5, 0.55),
  chiptune: space('Small box', 0.35, 0.25, 2, 0.22, -9, 0.5),
  comedy: space('Dry stage', 0.95, 0.6, 10, 0.5, -5, 0.5),
  march: space('Parade ground', 1.4, 0.8, 22, 0.9, -6, 0.5),
  waltz: space('Ballroom', 1.9, 1.15, 20, 0.85, -3, 0.35),
  celtic: space('Stone tavern', 1.1, 0.75, 9, 0.45, -4, 0.5),
};

function space(
  title: string,
  decay: Seconds,
  brightDecay: Seconds,
  preDelay: Milliseconds,
  size: number,
  level: Decibels,
  early: Unit,
): Space {
  return { title, decay, brightDecay, preDelay, size, level, early };
}
