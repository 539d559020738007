/** A theme in a piece: its notes in a key, at a speed, within what an instrument can play. */
import { instruments } from '../../../../bridge/protocol/instruments.ts';
import { ticksPerQuarter } from '../../../../bridge/protocol/units.ts';
import { mod, modeIntervals } from '../theory/scale.ts';
import type { RoleInstrument } from '../../../../bridge/protocol/attributes.ts';
import type { Theme } from '../../../../bridge/protocol/cue.ts';
import type { ThemeNotes } from '../../../../bridge/protocol/themes.ts';
import type { MidiNote, Ticks } from '../../../../bridge/protocol/units.ts';
import type { Motif } from '../melody/motif.ts';
import type { Band } from '../orchestration/registers.ts';
import type { Key } from '../theory/scale.ts';

/** Voices that state themes, the best first. */
export const themeRoles = ['lead', 'counter', 'figure'] as const;
/** One of the {@link themeRoles}. */
export type ThemeRole = (typeof themeRoles)[number];

/** How much longer the notes are than in the book. */
export type ThemeSpeed = 0.5 | 1 | 2;

/** What a phrase is to state. */
export interface ThemeUse {
  theme: Theme & { motif: ThemeNotes };
  role: ThemeRole;
  factor: ThemeSpeed;
  /** Sounds against the lead's theme. */
  against?: string;
}

/** A note of a statement. Ticks count from the start of the piece or passage. */
export interface StatedNote {
  tick: Ticks;
  duration: Ticks;
  pitch: MidiNote;
}

/** A theme with its pitches. */
export interface Statement extends ThemeUse {
  notes: StatedNote[];
}

/** Where a statement begins and ends. */
export function spanOf({ notes }: Pick<Statement, 'notes'>): [Ticks, Ticks] {
  const [first, last] = [notes[0], notes.at(-1)];
  return [first?.tick ?? 0, (last?.tick ?? 0) + (last?.duration ?? 0)];
}

/** Onsets, lengths and semitones above the tonic of a theme's notes that end within `room`; the last may be cut short, never by half. */
export function themeLine(
  motif: ThemeNotes,
  factor: ThemeSpeed,
  key: Key,
  room: Ticks,
): { tick: Ticks; duration: Ticks; semitones: number }[] {
  const line: { tick: Ticks; duration: Ticks; semitones: number }[] = [];
  let quarters = 0;
  for (const note of motif) {
    const tick = Math.round(quarters * factor * ticksPerQuarter);
    quarters += note.quarters;
    const end = Math.round(quarters * factor * ticksPerQuarter);
    const duration = Math.min(end, room) - tick;
    if (duration <= 0 || duration * 2 < end - tick) break;
    const semitones = 12 * Math.floor(note.degree / 7) + (modeIntervals[key.mode][mod(note.degree, 7)] ?? 0);
    line.push({ tick, duration, semitones: semitones + note.alteration });
  }
  return line;
}

/** What a statement is placed in. */
export interface StatementPlace {
  key: Key;
  /** First tick, and ticks until it has to be over. */
  tick: Ticks;
  room: Ticks;
  band: Band;
  player: RoleInstrument;
}

/** Fewest notes of a theme that are a statement of it. */
export const fewestStated = 3;

/** A theme in its place: as many notes as fit the time and the instrument, in the octave nearest to the band; none where too few fit. */
export function stateTheme(use: ThemeUse, place: StatementPlace): Statement | undefined {
  const { key, tick, room, band, player } = place;
  const [low, high] = instruments[player.instrument].range;
  let line = themeLine(use.theme.motif, use.factor, key, room);
  for (; line.length >= fewestStated; line = line.slice(0, -1)) {
    const semitones = line.map((note) => note.semitones + key.tonicClass);
    const [least, most] = [Math.min(...semitones), Math.max(...semitones)];
    const lowest = Math.ceil((low - least) / 12);
    const highest = Math.floor((high - most) / 12);
    if (lowest > highest) continue;
    const wanted = Math.round((band.centre - (least + most) / 2) / 12);
    const octave = Math.min(highest, Math.max(lowest, wanted));
    const notes = line.map((note, i) => ({
      tick: tick + note.tick,
      duration: note.duration,
      pitch: (semitones[i] ?? 0) + 12 * octave,
    }));
    return { ...use, notes };
  }
  return undefined;
}

/** The head of a theme as the motif of what follows it: one bar where that has three notes, else two. */
export function motifOfTheme(motif: ThemeNotes, factor: ThemeSpeed, bar: Ticks): Motif | undefined {
  const first = motif[0]?.degree ?? 0;
  let quarters = 0;
  const notes = motif.map(({ degree, quarters: length }) => {
    const offset = Math.round(quarters * factor * ticksPerQuarter);
    quarters += length;
    return { offset, duration: Math.round(length * factor * ticksPerQuarter), step: degree - first };
  });
  const within = (end: Ticks): Motif['notes'] =>
    notes
      .filter(({ offset }) => offset < end)
      .map((note) => ({ ...note, duration: Math.min(note.duration, end - note.offset) }));
  if (within(bar).length >= fewestStated) return { bars: 1, notes: within(bar) };
  const two = within(2 * bar);
  return two.length >= fewestStated && two.some(({ offset }) => offset >= bar)
    ? { bars: 2, notes: two }
    : undefined;
}
