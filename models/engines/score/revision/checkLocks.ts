/** Holds a revised piece against what was to be kept: what it says is kept, is. */
import { isPlayedIn, mostEarly, rangeOfBars } from './barRange.ts';
import { readLocks } from './locks.ts';
import { mod } from '../theory/scale.ts';
import type { Change } from '../../../../bridge/protocol/revision.ts';
import type { ControllerEvent, Note, Part, Score } from '../../../../bridge/protocol/score.ts';
import type { Role } from '../../../../bridge/protocol/roles.ts';
import type { Ticks } from '../../../../bridge/protocol/units.ts';
import type { BarRange } from './barRange.ts';
import type { Piece } from './piece.ts';

/** What did not hold, in words; empty where all did. */
export function checkLocks(
  before: Pick<Piece, 'score'>,
  after: Pick<Piece, 'score'>,
  change: Change,
): string[] {
  const broken: string[] = [];
  const { keep, bars, extend, attributes } = change;
  const locks = readLocks(keep);
  const [old, now] = [before.score, after.score];
  for (const role of locks.roles)
    if (notesText(old, role) !== notesText(now, role)) broken.push(`the notes of the ${role} changed`);
  if (keep.includes('harmony') && chordsText(old) !== chordsText(now)) broken.push('the chords changed');
  if (keep.includes('instruments') && attributes.instruments === undefined)
    broken.push(...otherPlayers(old, now).map((role) => `the ${role} has another instrument`));
  const range = bars === undefined ? undefined : rangeOfBars(old, bars);
  if (range !== undefined) {
    broken.push(...outsideOf(old, now, range, range.start));
    if (JSON.stringify(old.tempos) !== JSON.stringify(now.tempos)) broken.push('the tempo changed');
  }
  if (locks.rhythm && rhythmText(old, range) !== rhythmText(now, range))
    broken.push('the rhythm of the melody changed');
  // A final fade begins a little before the last bar line; who goes on does not fade.
  const added = { start: old.endTick, end: Infinity };
  if (extend !== undefined) broken.push(...outsideOf(old, now, added, old.endTick - 240));
  return broken;
}

/** What changed outside of a range: notes up to its seams, and what every controller is set to up to a tick and after the range. */
function outsideOf(old: Score, now: Score, range: BarRange, settledUntil: Ticks): string[] {
  const broken: string[] = [];
  const roles = new Set([...old.parts, ...now.parts].map(({ role }) => role));
  for (const role of roles) {
    const [was, is] = [old, now].map(({ parts }) => parts.find((part) => part.role === role));
    if (notesOutside(was, range) !== notesOutside(is, range))
      broken.push(`the notes of the ${role} changed outside of the bars`);
    if (standingOutside(was, range, settledUntil) !== standingOutside(is, range, settledUntil))
      broken.push(`the controllers of the ${role} changed outside of the bars`);
  }
  return broken;
}

function notesOutside(part: Part | undefined, range: BarRange): string {
  const outside = (part?.notes ?? []).filter((note) => !isPlayedIn(note, range));
  return outside
    .map(({ tick, duration, pitch, midiVelocity }) => {
      const heard = tick < range.start ? Math.min(duration, Math.max(1, range.start - tick)) : duration;
      return `${tick}:${heard}:${pitch}:${midiVelocity}`;
    })
    .join(' ');
}

/** What every controller is set to outside of the range, where it changes and at the end of the range. */
function standingOutside(part: Part | undefined, { end }: BarRange, until: Ticks): string {
  const events = part?.controllers ?? [];
  const outside = events.filter(({ tick }) => tick < until || tick > end);
  const numbers = [...new Set(outside.map(({ controller }) => controller))].sort((a, b) => a - b);
  const atEnd = numbers.map((number) => `${number}=${valueAt(events, number, end)}`);
  const texts = outside.map(({ tick, controller, value }) => `${tick}:${controller}:${value}`).sort();
  return [...texts, ...(end === Infinity ? [] : atEnd)].join(' ');
}

function valueAt(events: readonly ControllerEvent[], number: number, tick: Ticks): number {
  return events.findLast((event) => event.controller === number && event.tick <= tick)?.value ?? 0;
}

function notesOf({ parts }: Score, role: Role): Note[] {
  return parts.filter((part) => part.role === role).flatMap(({ notes }) => notes);
}

function heardLength({ tick, duration }: Note, end: Ticks): Ticks {
  return Math.min(duration, Math.max(1, end - tick));
}

function notesText(score: Score, role: Role): string {
  return notesOf(score, role)
    .map((note) => `${note.tick}:${heardLength(note, score.endTick)}:${note.pitch}`)
    .join(' ');
}

/** Onsets and lengths of the melody; at the seams of a range held notes end. */
function rhythmText(score: Score, range: BarRange | undefined): string {
  return notesOf(score, 'lead')
    .map((note) => {
      const length = heardLength(note, score.endTick);
      if (range === undefined) return `${note.tick}:${length}`;
      const seam = note.tick + mostEarly < range.start ? range.start : range.end;
      const isBefore = note.tick + mostEarly < range.end;
      return `${note.tick}:${isBefore ? Math.min(length, Math.max(1, seam - note.tick)) : length}`;
    })
    .join(' ');
}

/** Chords where they change, whatever they are called. */
function chordsText({ chords, endTick }: Score): string {
  const told = chords.flatMap(({ tick, root, tones, bass }, i) => {
    const before = chords[i - 1];
    const text = [root, bass, ...tones].map((one) => mod(one, 12)).join(',');
    const isSame =
      before !== undefined &&
      [before.root, before.bass, ...before.tones].map((one) => mod(one, 12)).join(',') === text;
    return isSame ? [] : [`${tick}:${text}`];
  });
  return [...told, endTick].join(' ');
}

function otherPlayers(old: Score, now: Score): Role[] {
  return now.parts.flatMap(({ role, instrument, program }) => {
    const were = old.parts.filter((part) => part.role === role);
    const isSame = were.some((was) => was.instrument === instrument && was.program === program);
    return were.length === 0 || isSame ? [] : [role];
  });
}
