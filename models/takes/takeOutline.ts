/** The outline of a score for its recipe: where sections and chords begin, chords by their names. */
import { chordName } from '../../bridge/protocol/chordName.ts';
import type { Score } from '../../bridge/protocol/score.ts';
import type { TakeOutline } from '../../bridge/protocol/take.ts';

/** Chords are spelled in the key that holds where they begin. */
export function outlineOf({ sections, chords, keys }: Score): TakeOutline {
  return {
    sections: sections.map(({ tick, bar, label }) => ({ tick, bar, label })),
    chords: chords.map((chord) => {
      const key = keys.findLast(({ tick }) => tick <= chord.tick) ?? keys[0];
      return { tick: chord.tick, name: chordName(chord, key?.tonic ?? 'C'), numeral: chord.numeral };
    }),
  };
}
