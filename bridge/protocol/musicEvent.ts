/** What happens in the music, as it is told to OSC peers and to listeners. */
import type { TakeEvent } from './oscAddress.ts';

/** One event. */
export type MusicEvent =
  /** A chord begins: its name, such as `Dm7`, and its numeral in the key, such as `ii7`. */
  | { kind: 'chord'; name: string; numeral: string }
  /** A section begins, with its first bar. */
  | { kind: 'section'; label: string; bar: number }
  /** What became of a take. */
  | { kind: 'take'; event: TakeEvent; name: string };
