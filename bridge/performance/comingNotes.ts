/** What of a phrase has to be decoded before it is played: each pitch and velocity of a part once, in the order of time. */
import { livePart } from './notePlayer.ts';
import type { PerformedPhrase } from '../protocol/performance.ts';
import type { ComingNote } from '../synthesizer/synthesizerMessages.ts';

/** Those of the first bar, and the others. */
export function comingNotes({ parts, tick, endTick, bars }: PerformedPhrase): {
  first: ComingNote[];
  rest: ComingNote[];
} {
  const barEnd = tick + (endTick - tick) / bars;
  const seen = new Set<string>();
  const notes = parts
    .flatMap((part, of) => {
      const player = livePart(part);
      return part.notes.map(({ tick: at, pitch, midiVelocity }) => ({
        at,
        name: `${of}/${pitch}/${midiVelocity}`,
        note: { part: player, pitch, midiVelocity },
      }));
    })
    .sort((a, b) => a.at - b.at)
    .filter(({ name }) => !seen.has(name) && seen.add(name));
  const of = (isFirst: boolean): ComingNote[] =>
    notes.filter(({ at }) => at < barEnd === isFirst).map(({ note }) => note);
  return { first: of(true), rest: of(false) };
}
