/** What sounds on the beats, voice by voice: for measures of harmony that need no chord names. */
import { ticksPerQuarter } from '../../../bridge/protocol/units.ts';
import type { MidiNote, Ticks, Unit } from '../../../bridge/protocol/units.ts';
import type { Line, Piece } from '../piece.ts';

/** The notes that sound at a moment by voice; a part that plays chords has a voice for each note, from below. */
export type Sonority = ReadonlyMap<string, MidiNote>;

/** The sonority of every quarter of every bar, first to last. */
export function beatSonorities(piece: Piece): Sonority[] {
  return beats(piece).map((tick) => sonorityAt(piece.lines, tick));
}

function beats({ bars, end }: Piece): Ticks[] {
  return bars.flatMap((start, i) => {
    const length = (bars[i + 1] ?? end) - start;
    return Array.from(
      { length: Math.ceil(length / ticksPerQuarter) },
      (_, beat) => start + beat * ticksPerQuarter,
    );
  });
}

function sonorityAt(lines: readonly Line[], tick: Ticks): Sonority {
  const voices = lines.flatMap((line, part) => {
    const sounding = line.filter((note) => note.tick <= tick && note.tick + note.duration > tick);
    const pitches = [...new Set(sounding.map((note) => note.pitch))].sort((a, b) => a - b);
    return pitches.map((pitch, rank): [string, MidiNote] => [`${part}/${rank}`, pitch]);
  });
  return new Map(voices);
}

/**
 * Share of the beats on which something dissonant sounds: any two pitch classes a semitone, a tone or a tritone apart
 * (interval classes 1, 2, 6; so sevenths, suspensions and passing notes on the beat). Beats with fewer than two notes are
 * left out; 0 where there are no others.
 */
export function dissonantBeats(sonorities: readonly Sonority[]): Unit {
  const chords = sonorities.filter((sonority) => sonority.size > 1);
  return chords.length === 0 ? 0 : chords.filter(isDissonant).length / chords.length;
}

function isDissonant(sonority: Sonority): boolean {
  const classes = [...new Set([...sonority.values()].map((pitch) => pitch % 12))];
  return classes.some((a, i) =>
    classes.slice(i + 1).some((b) => [1, 2, 6, 10, 11].includes(Math.abs(a - b))),
  );
}

/**
 * Parallel fifths, octaves and unisons per pair of beats between which at least two voices move: both voices move, and
 * the interval between them is the same perfect one before and after (Fux 1725).
 */
export function parallelPerfects(sonorities: readonly Sonority[]): number {
  let [found, changes] = [0, 0];
  for (let i = 1; i < sonorities.length; i++) {
    const moves = movesBetween(sonorities[i - 1] as Sonority, sonorities[i] as Sonority);
    if (moves.length < 2) continue;
    changes++;
    found += moves.flatMap((a, k) => moves.slice(k + 1).filter((b) => isParallel(a, b))).length;
  }
  return changes === 0 ? 0 : found / changes;
}

interface Move {
  from: MidiNote;
  to: MidiNote;
}

function movesBetween(before: Sonority, now: Sonority): Move[] {
  return [...now].flatMap(([voice, to]) => {
    const from = before.get(voice);
    return from === undefined || from === to ? [] : [{ from, to }];
  });
}

function isParallel(a: Move, b: Move): boolean {
  const first = Math.abs(a.from - b.from) % 12;
  const second = Math.abs(a.to - b.to) % 12;
  return first === second && (first === 0 || first === 7);
}
