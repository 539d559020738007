/**
 * Finds a theme in notes, blindly: it is given onsets and pitches, and the theme as the book has it. Nothing of the engine reaches it.
 *
 * A theme is there where its rhythm is (at its own speed, half or double) with its intervals, whatever the mode makes of them: a third may be
 * minor or major. Other notes between its own are not allowed within one part.
 */
import { ticksPerQuarter } from '../../bridge/protocol/units.ts';
import type { Note } from '../../bridge/protocol/score.ts';
import type { ThemeNotes } from '../../bridge/protocol/themes.ts';
import type { Ticks } from '../../bridge/protocol/units.ts';

/** A place where a theme was found. */
export interface FoundTheme {
  tick: Ticks;
  /** How much longer its notes are than in the book. */
  factor: number;
  /** How many of its notes are there, from its first. */
  notes: number;
}

/** Speeds at which a theme is known again. */
const factors = [1, 2, 0.5] as const;
/** Semitones that a diatonic step of each size may have in the seven modes. */
const sizes: readonly (readonly [number, number])[] = [
  [0, 0],
  [1, 3],
  [3, 4],
  [4, 6],
  [6, 8],
  [8, 9],
  [9, 11],
];
/** Ticks that a player may be early or late. */
const looseness: Ticks = 60;

/** Ticks by which swing moves what stands between beats further than that: triplets are 80 late, and players wander by 30. */
const swing: Ticks = 50;

/** All places in the notes of one part where at least `least` notes of a theme are found one after the other; all of its notes unless told. */
export function findTheme(
  notes: readonly Pick<Note, 'tick' | 'pitch'>[],
  motif: ThemeNotes,
  least: number = motif.length,
): FoundTheme[] {
  const line = [...notes].sort((a, b) => a.tick - b.tick || b.pitch - a.pitch);
  const found: FoundTheme[] = [];
  line.forEach((first, start) => {
    // A theme begins on the highest note of what sounds together.
    if (line[start - 1]?.tick === first.tick) return;
    for (const factor of factors) {
      const count = matching(line, start, motif, factor);
      if (count >= least) found.push({ tick: first.tick, factor, notes: count });
    }
  });
  return found;
}

function matching(
  line: readonly Pick<Note, 'tick' | 'pitch'>[],
  start: number,
  motif: ThemeNotes,
  factor: number,
): number {
  const first = line[start];
  const head = motif[0];
  if (first === undefined || head === undefined) return 0;
  let [at, quarters, before] = [start, 0, first];
  for (let i = 1; i < motif.length; i++) {
    const [last, next] = [motif[i - 1], motif[i]];
    if (last === undefined || next === undefined) return i;
    quarters += last.quarters;
    const expected = first.tick + quarters * factor * ticksPerQuarter;
    const loose = Math.min(looseness, 0.4 * last.quarters * factor * ticksPerQuarter);
    const note = line[at + 1];
    if (note === undefined || !isNear(note.tick, expected, first.tick, loose)) return i;
    const bend = next.alteration - last.alteration;
    if (!isInterval(note.pitch - before.pitch - bend, next.degree - last.degree)) return i;
    at++;
    before = note;
  }
  return motif.length;
}

/** True where a note is where it is expected, or as much later as swing makes it; a swung first note makes the others seem early. */
function isNear(tick: Ticks, expected: Ticks, first: Ticks, loose: Ticks): boolean {
  const late = isBetweenBeats(tick) ? swing : 0;
  const early = isBetweenBeats(first) ? swing : 0;
  return tick - expected <= loose + late && expected - tick <= loose + early;
}

function isBetweenBeats(tick: Ticks): boolean {
  const place = tick % ticksPerQuarter;
  return Math.min(place, ticksPerQuarter - place) > looseness;
}

function isInterval(semitones: number, steps: number): boolean {
  const size = Math.abs(steps);
  const [low, high] = sizes[size % 7] ?? [0, 0];
  const octaves = 12 * Math.floor(size / 7);
  const up = steps < 0 ? -semitones : semitones;
  return up >= low + octaves && up <= high + octaves;
}
