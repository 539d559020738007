/**
 * What a style is usually played in, for briefs that leave it open: nothing here counts against what was said, given or
 * heard. Styles that are at home in every meter and tempo are not listed.
 */
import type { Meter, Style } from '../../bridge/protocol/attributes.ts';
import type { BeatsPerMinute } from '../../bridge/protocol/units.ts';
import type { Votes } from './votes.ts';

/** The habits of a style. */
export interface StyleHabits {
  /** Votes for its meters; the scenes' votes add up to about 2. */
  meters: Votes<Meter>;
  /** Slowest and fastest tempo that is inferred for it. */
  tempo: readonly [BeatsPerMinute, BeatsPerMinute];
}

function habits(
  meters: readonly (readonly [Meter, number])[],
  tempo: readonly [BeatsPerMinute, BeatsPerMinute],
): StyleHabits {
  return { meters: new Map(meters), tempo };
}

/** The habits of the styles that have some. */
export const styleHabits: Readonly<Partial<Record<Style, StyleHabits>>> = {
  jazz: habits([['4/4', 3]], [72, 184]),
  bossa: habits([['4/4', 6]], [108, 148]),
  blues: habits([['4/4', 4]], [68, 136]),
  rock: habits([['4/4', 4]], [104, 172]),
  pop: habits([['4/4', 4]], [80, 132]),
  synthwave: habits([['4/4', 6]], [80, 126]),
  lofi: habits([['4/4', 6]], [62, 92]),
  chiptune: habits([['4/4', 4]], [108, 180]),
  comedy: habits([['4/4', 1.5]], [84, 156]),
  march: habits(
    [
      ['4/4', 1.5],
      ['2/4', 0.7],
      ['6/8', 0.3],
    ],
    [66, 126],
  ),
  waltz: habits([['3/4', 9]], [84, 184]),
  celtic: habits(
    [
      ['6/8', 2],
      ['4/4', 0.5],
    ],
    [72, 132],
  ),
};
