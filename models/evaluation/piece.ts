/**
 * A piece as the metrics read it: notated time, nothing of how it was played. Real music and ours both become this, so
 * that one definition measures both.
 */
import { instruments } from '../../bridge/protocol/instruments.ts';
import { barQuarters } from '../../bridge/protocol/meter.ts';
import { ticksPerQuarter } from '../../bridge/protocol/units.ts';
import type { Part, Score } from '../../bridge/protocol/score.ts';
import type { MidiNote, Ticks } from '../../bridge/protocol/units.ts';

/** A note without its loudness. */
export interface PieceNote {
  tick: Ticks;
  duration: Ticks;
  pitch: MidiNote;
}

/** Notes of one part, sorted by tick, then pitch. */
export type Line = readonly PieceNote[];

/** A piece. */
export interface Piece {
  name: string;
  /** Pitched parts, the leading one first. */
  lines: readonly Line[];
  /** Unpitched parts. */
  drums: readonly Line[];
  /** First tick of every bar, ascending. */
  bars: readonly Ticks[];
  /** End of the last bar. */
  end: Ticks;
}

/** Twelfths of a quarter: finer than any note value that is counted, coarser than how loosely a part is played. */
const grid = ticksPerQuarter / 12;
/** A tone that reaches this little into the next one of its part was played legato, not written longer. */
const legato = 2 * grid;

/** Reads a score: the lead first, onsets and ends on the grid, legato overlaps cut. */
export function pieceOfScore(score: Score, name: string): Piece {
  const bar = barQuarters(score.meters[0]?.meter ?? '4/4') * ticksPerQuarter;
  const pitched = score.parts.filter((part) => !isUnpitched(part));
  const leading = [...pitched].sort((a, b) => Number(b.role === 'lead') - Number(a.role === 'lead'));
  return {
    name,
    lines: leading.map((part) => notatedLine(part, score.endTick)),
    drums: score.parts.filter(isUnpitched).map((part) => notatedLine(part, score.endTick)),
    bars: Array.from({ length: score.bars }, (_, i) => i * bar),
    end: score.endTick,
  };
}

/** True for kits and for drums whose pitch means nothing; timpani are tuned. */
export function isUnpitched(part: Part): boolean {
  const { kit, family, program } = instruments[part.instrument] as {
    kit?: true;
    family: string;
    program: number;
  };
  return kit === true || (family === 'drums' && program !== instruments.timpani.program);
}

function notatedLine(part: Part, end: Ticks): PieceNote[] {
  const notes = part.notes
    .map(({ tick, duration, pitch }) => {
      const from = toGrid(tick);
      return { tick: from, duration: Math.max(grid, Math.min(end, toGrid(tick + duration)) - from), pitch };
    })
    .filter((note) => note.tick < end)
    .sort((a, b) => a.tick - b.tick || a.pitch - b.pitch);
  const onsets = [...new Set(notes.map((note) => note.tick))];
  return notes.map((note) => cutLegato(note, onsets));
}

function toGrid(tick: Ticks): Ticks {
  return Math.max(0, Math.round(tick / grid) * grid);
}

function cutLegato(note: PieceNote, onsets: readonly Ticks[]): PieceNote {
  const end = note.tick + note.duration;
  const within = onsets.find((tick) => tick > note.tick && tick < end && end - tick <= legato);
  return within === undefined ? note : { ...note, duration: within - note.tick };
}

/** The highest note of every onset of the leading part: what is heard as the melody. */
export function melodyOf(piece: Piece): Line {
  const highest = new Map<Ticks, PieceNote>();
  for (const note of piece.lines[0] ?? []) {
    const known = highest.get(note.tick);
    if (known === undefined || note.pitch > known.pitch) highest.set(note.tick, note);
  }
  return [...highest.values()];
}

/** All pitched notes of a piece. */
export function pitchedNotes(piece: Piece): PieceNote[] {
  return piece.lines.flat();
}

/** The first bars of a piece, notes cut at their end: pieces of one length are compared with each other. */
export function firstBars(piece: Piece, count: number): Piece {
  const end = piece.bars[count] ?? piece.end;
  const cut = (line: Line): Line =>
    line
      .filter((note) => note.tick < end)
      .map((note) => ({ ...note, duration: Math.min(note.duration, end - note.tick) }));
  const lines = piece.lines.map(cut).filter((line) => line.length > 0);
  return { ...piece, lines, drums: piece.drums.map(cut), bars: piece.bars.slice(0, count), end };
}
