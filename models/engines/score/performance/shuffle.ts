/** Swing: time inside every beat is bent, so that its half comes later and all that is shorter goes along. */
import type { Ticks } from '../../../../bridge/protocol/units.ts';
import type { Composition } from '../composition.ts';
import type { Shuffle } from '../styles/styleProfile.ts';

/**
 * The notes as a style swings them; untouched where it does not, and in meters whose beats are no multiple of the one that is
 * divided (a jig has its triplets already). In ticks, so at any tempo.
 */
export function shuffled<N extends { tick: Ticks; duration: Ticks }>(
  notes: readonly N[],
  { profile, request }: Pick<Composition, 'profile' | 'request'>,
): N[] {
  const { shuffle } = profile.performance;
  const { beat, bar } = request.grid;
  if (shuffle === undefined || beat % shuffle.beat !== 0 || bar % shuffle.beat !== 0) return [...notes];
  return notes.map((note) => {
    const tick = bend(note.tick, shuffle);
    return { ...note, tick, duration: Math.max(1, bend(note.tick + note.duration, shuffle) - tick) };
  });
}

/** Where a place on the grid is played. Whole beats stay. */
function bend(tick: Ticks, { beat, middle }: Shuffle): Ticks {
  const inside = tick % beat;
  const half = beat / 2;
  const bent =
    inside <= half ? (inside * middle) / half : middle + ((inside - half) * (beat - middle)) / half;
  return tick - inside + Math.round(bent);
}
