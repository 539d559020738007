/** The rest of a score from a moment on, so that playing may begin anywhere. */
import { secondsToTick } from '../../bridge/protocol/tempoMap.ts';
import type { Part, Score } from '../../bridge/protocol/score.ts';
import type { Seconds, Ticks } from '../../bridge/protocol/units.ts';

/** General MIDI's channel 10. */
const percussionChannel = 9;
/** A note that has less than this left, a 32nd, is not struck again. */
const leastRest: Ticks = 60;

/**
 * A score that begins `from` seconds after the start of this one. Notes that sound at that moment begin there with what
 * is left of them; controllers, bends, tempo, meter and key stand as they stood. From 0 it is the same score; at or after
 * the end it has no notes and no length.
 */
export function scoreFrom(score: Score, from: Seconds): Score {
  if (from <= 0) return score;
  const start = Math.round(secondsToTick(score.tempos, from));
  return {
    ...score,
    parts: score.parts.map((part) => partFrom(part, start)),
    tempos: standing(score.tempos, start),
    meters: standing(score.meters, start),
    keys: standing(score.keys, start),
    sections: score.sections.filter(({ tick }) => tick >= start).map((each) => moved(each, start)),
    chords: score.chords.filter(({ tick }) => tick >= start).map((each) => moved(each, start)),
    markers: score.markers.filter(({ tick }) => tick >= start).map((each) => moved(each, start)),
    endTick: Math.max(0, score.endTick - start),
    seconds: Math.max(0, score.seconds - from),
  };
}

function partFrom(part: Part, start: Ticks): Part {
  // Drums do not sound on: what was struck before is over.
  const isStruck = part.channel === percussionChannel;
  const notes = part.notes.flatMap((note) => {
    const end = note.tick + note.duration;
    if (note.tick >= start) return [moved(note, start)];
    return isStruck || end - start < leastRest ? [] : [{ ...note, tick: 0, duration: end - start }];
  });
  const numbers = [...new Set(part.controllers.map(({ controller }) => controller))];
  const controllers = numbers
    .flatMap((number) =>
      standing(
        part.controllers.filter(({ controller }) => controller === number),
        start,
      ),
    )
    .sort((a, b) => a.tick - b.tick);
  return { ...part, notes, controllers, bends: standing(part.bends, start) };
}

/** What holds at the moment, put at the beginning, and all that comes after it. */
function standing<T extends { tick: Ticks }>(changes: readonly T[], start: Ticks): T[] {
  const before = changes.filter(({ tick }) => tick <= start).slice(-1);
  const after = changes.filter(({ tick }) => tick > start);
  return [...before.map((change) => ({ ...change, tick: 0 })), ...after.map((each) => moved(each, start))];
}

function moved<T extends { tick: Ticks }>(event: T, start: Ticks): T {
  return { ...event, tick: event.tick - start };
}
