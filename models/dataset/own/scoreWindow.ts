/**
 * A span of a score as a score of its own, so that a clip from the middle of a piece costs its own length to render and
 * not that of all before it.
 *
 *   piece ──┬── lead-in ──┬────── clip ──────┬── rest
 *           └ what sounds here already is begun again, if it is held; what was struck long ago has died away
 */
import { instruments } from '../../../bridge/protocol/instruments.ts';
import { secondsToTick, tickToSeconds } from '../../../bridge/protocol/tempoMap.ts';
import type { ControllerEvent, Note, Part, Score, TempoChange } from '../../../bridge/protocol/score.ts';
import type { Seconds, Ticks } from '../../../bridge/protocol/units.ts';

/** A score that begins with a lead-in. */
export interface ScoreWindow {
  score: Score;
  /** Seconds before the clip, which are played and thrown away: attacks and reverberation of what went before. */
  leadIn: Seconds;
  /** Where in the whole piece the clip begins. */
  from: Seconds;
}

/** Long enough for attacks to be over and rooms to be filled. */
const usualLeadIn: Seconds = 1.5;
/** Played beyond the clip, so that the fade at the end of what is played lies outside it. */
const beyond: Seconds = 0.1;

/** Cuts `seconds` out of a score from `from` on (0 or later). */
export function windowOf(score: Score, from: Seconds, seconds: Seconds): ScoreWindow {
  const { tempos } = score;
  const first = Math.floor(secondsToTick(tempos, Math.max(0, from - usualLeadIn)));
  const start = tickToSeconds(tempos, first);
  const leadIn = from - start;
  const last = Math.ceil(secondsToTick(tempos, from + seconds + beyond));
  const cut: Score = {
    ...score,
    parts: score.parts.map((part) => cutPart(part, first, last)),
    tempos: cutTempos(tempos, first),
    // No ring-out: the fade is as short as can be, and beyond the clip.
    endTick: last - first,
    seconds: leadIn + seconds + beyond,
  };
  return { score: cut, leadIn, from };
}

function cutTempos(tempos: readonly TempoChange[], first: Ticks): TempoChange[] {
  const before = tempos.findLast(({ tick }) => tick <= first) ?? tempos[0];
  const after = tempos.filter(({ tick }) => tick > first);
  return [...(before === undefined ? [] : [{ ...before, tick: first }]), ...after].map((change) => ({
    ...change,
    tick: change.tick - first,
  }));
}

function cutPart(part: Part, first: Ticks, last: Ticks): Part {
  return {
    ...part,
    notes: part.notes.flatMap((note) => cutNote(note, first, last, isHeld(part))),
    controllers: [...standing(part.controllers, first), ...within(part.controllers, first, last)],
    bends: [...latest(part.bends, first), ...within(part.bends, first, last)],
  };
}

/** True for what sounds as long as it is played. */
function isHeld({ instrument }: Part): boolean {
  const { excitation } = instruments[instrument];
  return excitation !== 'struck' && excitation !== 'plucked';
}

function cutNote(note: Note, first: Ticks, last: Ticks, held: boolean): Note[] {
  const end = note.tick + note.duration;
  if (note.tick >= last || end <= first) return [];
  if (note.tick >= first) return [{ ...note, tick: note.tick - first }];
  return held ? [{ ...note, tick: 0, duration: end - first }] : [];
}

/** The last value of every controller before the cut, set at its beginning. */
function standing(events: readonly ControllerEvent[], first: Ticks): ControllerEvent[] {
  const last = new Map<number, ControllerEvent>();
  for (const event of events) if (event.tick < first) last.set(event.controller, event);
  return [...last.values()].map((event) => ({ ...event, tick: 0 }));
}

function latest<E extends { tick: Ticks }>(events: readonly E[], first: Ticks): E[] {
  const event = events.findLast(({ tick }) => tick < first);
  return event === undefined ? [] : [{ ...event, tick: 0 }];
}

function within<E extends { tick: Ticks }>(events: readonly E[], first: Ticks, last: Ticks): E[] {
  return events
    .filter(({ tick }) => tick >= first && tick < last)
    .map((event) => ({ ...event, tick: event.tick - first }));
}
