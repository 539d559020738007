/**
 * Puts a passage into a part: outside of the range every note and every controller value is what it was.
 *
 * Notes that were held over a seam end there; the controllers stand at the end of the range as they stood there before.
 */
import { isPlayedIn, mostEarly } from './barRange.ts';
import type { ControllerEvent, Note, Part } from '../../../../bridge/protocol/score.ts';
import type { Ticks } from '../../../../bridge/protocol/units.ts';
import type { BarRange } from './barRange.ts';

/** Modulation wheel: vibrato of a note that may be gone. */
const modulation = 1;
/** A legato overlap is heard as a connection, not as a held note. */
const legato: Ticks = 20;

/** A part with its passage, and how many held notes end at the seams now. */
export interface JoinedPart {
  part: Part;
  cut: number;
}

/** Joins. `fresh` has ticks of the range, which has no end where it ends the piece; nothing of it is there where the role rests. */
export function joinAtSeams(old: Part, fresh: Part | undefined, range: BarRange): JoinedPart {
  const { start, end } = range;
  const outside = old.notes.filter((note) => !isPlayedIn(note, range));
  const within = (fresh?.notes ?? []).map((note) =>
    entering({ ...note, tick: intoBars(note.tick + start, range) }, outside, start),
  );
  const { notes: before, cut } = cutAt(
    outside.filter(({ tick }) => tick < start),
    within,
    start,
  );
  const after = outside.filter(({ tick }) => tick >= start);
  const notes = [...before, ...within.flatMap((note) => clear(note, after, end)), ...after];
  return {
    part: {
      ...old,
      notes: notes.sort((a, b) => a.tick - b.tick || a.pitch - b.pitch),
      controllers: joinControllers(old, fresh, range),
      bends: old.bends.filter(({ tick }) => tick < start || tick >= end),
    },
    cut,
  };
}

/** A rolled chord at the end of the range, or a player who is very early, still plays in the range. */
function intoBars(tick: Ticks, { start, end }: BarRange): Ticks {
  return Math.min(Math.max(tick, start - mostEarly), end - mostEarly - 1);
}

/** A player may come in a little early, but not while the same pitch still sounds. */
function entering(note: Note, outside: readonly Note[], start: Ticks): Note {
  const isHeld = outside.some(
    ({ tick, duration, pitch }) => pitch === note.pitch && tick <= note.tick && tick + duration > note.tick,
  );
  return { ...note, tick: isHeld ? Math.max(start, note.tick) : Math.max(0, note.tick) };
}

/** Notes before the range that sound into it end at the seam; a legato overlap may stay where its pitch is not struck. */
function cutAt(
  before: readonly Note[],
  within: readonly Note[],
  start: Ticks,
): { notes: Note[]; cut: number } {
  let cut = 0;
  const notes = before.map((note) => {
    const over = note.tick + note.duration - start;
    const struck = within.some(({ tick, pitch }) => pitch === note.pitch && tick <= start + over);
    if (over <= 0 || (over <= legato && !struck)) return note;
    if (over > legato) cut++;
    return { ...note, duration: Math.max(1, start - note.tick) };
  });
  return { notes, cut };
}

/** A note of the range ends at the seam, and before its pitch is struck after it. */
function clear(note: Note, after: readonly Note[], end: Ticks): Note[] {
  const struck = after.find(
    ({ tick, pitch }) => pitch === note.pitch && tick <= note.tick + note.duration && tick < end + legato,
  );
  const until = Math.min(note.tick + note.duration, end, struck?.tick ?? Infinity);
  return until <= note.tick ? [] : [{ ...note, duration: until - note.tick }];
}

function joinControllers(
  old: Part,
  fresh: Part | undefined,
  { start, end: seam }: BarRange,
): ControllerEvent[] {
  // Who comes in early after the range is to find the controllers as they were.
  const end = seam - mostEarly;
  const within = (fresh?.controllers ?? []).map((event) => ({
    ...event,
    tick: Math.max(start, event.tick + start),
  }));
  const inside = within.filter(({ tick }) => tick < end);
  const outside = old.controllers.filter(({ tick }) => tick < start || tick >= end);
  const numbers = new Set([...old.controllers, ...inside].map(({ controller }) => controller));
  const still = standing(outside, modulation, start) ?? 0;
  const opens = inside.some(({ tick, controller }) => controller === modulation && tick === start);
  const settled = still === 0 || opens ? [] : [{ tick: start, controller: modulation, value: 0 }];
  const restored = [...numbers].flatMap((controller): ControllerEvent[] => {
    const stood = standing(old.controllers, controller, end) ?? 0;
    const stands =
      standing([...settled, ...inside], controller, end) ?? standing(outside, controller, start) ?? 0;
    return stood === stands || end === Infinity ? [] : [{ tick: end, controller, value: stood }];
  });
  // What is restored at the seam comes before what happens there.
  return [
    ...outside.filter(({ tick }) => tick < start),
    ...[...settled, ...inside].sort((a, b) => a.tick - b.tick || a.controller - b.controller),
    ...restored,
    ...outside.filter(({ tick }) => tick >= end),
  ];
}

/** The value that a controller has before a tick. */
function standing(events: readonly ControllerEvent[], controller: number, tick: Ticks): number | undefined {
  return events.findLast((event) => event.controller === controller && event.tick < tick)?.value;
}
