/** One part for each player of an arc: who comes back in a later passage is the same one. */
import type { Part } from '../../../../bridge/protocol/score.ts';
import type { Ticks } from '../../../../bridge/protocol/units.ts';

/** Joins the parts of passages, each with the tick at which it begins. */
export function joinParts(passages: readonly { tick: Ticks; parts: readonly Part[] }[]): Part[] {
  const joined = new Map<string, Part>();
  for (const { tick, parts } of passages) {
    for (const part of parts) {
      const player = `${part.role}/${part.instrument}`;
      const known = joined.get(player) ?? emptyPart(part, joined.size);
      joined.set(player, known);
      known.notes.push(...part.notes.map((note) => ({ ...note, tick: note.tick + tick })));
      known.controllers.push(...part.controllers.map((event) => ({ ...event, tick: event.tick + tick })));
      known.bends.push(...part.bends.map((event) => ({ ...event, tick: event.tick + tick })));
    }
  }
  return [...joined.values()].filter(({ notes }) => notes.length > 0).map(cleaned);
}

function emptyPart(part: Part, index: number): Part {
  const free = index % 15;
  const channel = part.channel === 9 ? 9 : free < 9 ? free : free + 1;
  return { ...part, channel, notes: [], controllers: [], bends: [] };
}

/** In order, and no note over the next one of its pitch: passages overlap by what connects them. */
export function cleaned(part: Part): Part {
  const notes = [...part.notes].sort((a, b) => a.tick - b.tick || a.pitch - b.pitch);
  const last = new Map<number, number>();
  const kept: Part['notes'] = [];
  for (const note of notes) {
    const index = last.get(note.pitch);
    const before = index === undefined ? undefined : kept[index];
    if (before?.tick === note.tick) continue;
    if (before !== undefined && index !== undefined && before.tick + before.duration >= note.tick)
      kept[index] = { ...before, duration: Math.max(1, note.tick - before.tick - 1) };
    last.set(note.pitch, kept.length);
    kept.push(note);
  }
  const controllers = [...part.controllers].sort((a, b) => a.tick - b.tick || a.controller - b.controller);
  return { ...part, notes: kept, controllers };
}
