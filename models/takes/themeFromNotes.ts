/** Notes that somebody wrote become a theme: a single line on a grid, as degrees of its key. */
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { fewestThemeNotes } from '../../bridge/protocol/themes.ts';
import { ticksPerQuarter } from '../../bridge/protocol/units.ts';
import { modeIntervals } from '../engines/score/theory/scale.ts';
import type { Note } from '../../bridge/protocol/score.ts';
import type { ThemeNotes } from '../../bridge/protocol/themes.ts';
import type { MidiNote, Ticks } from '../../bridge/protocol/units.ts';
import type { FoundKey } from './keyFinder.ts';

/** A note of a line. */
export type LineNote = Pick<Note, 'tick' | 'duration' | 'pitch'>;

/** The finest length in a theme: players are not exact, and a sixteenth is as fast as a theme is known. */
const grid: Ticks = ticksPerQuarter / 4;
/** Notes of a triplet, where they fit better. */
const tripletGrid: Ticks = ticksPerQuarter / 3;
/** The schema's own limit. */
const mostNotes = 500;
/** Bounds of a motif that is looked for. */
const motifNotes = { fewest: 4, most: 7 } as const;

/** The highest note of every onset on the grid, in order. */
export function lineOf(notes: readonly LineNote[]): LineNote[] {
  const step = gridOf(notes);
  const placed = notes.map((note) => {
    const tick = Math.round(note.tick / step) * step;
    return { tick, duration: Math.max(step, Math.round(note.duration / step) * step), pitch: note.pitch };
  });
  placed.sort((a, b) => a.tick - b.tick || b.pitch - a.pitch);
  return placed.filter((note, i) => placed[i - 1]?.tick !== note.tick);
}

function gridOf(notes: readonly LineNote[]): Ticks {
  const off = (step: Ticks): number =>
    notes.reduce((sum, { tick }) => sum + Math.abs(tick - Math.round(tick / step) * step), 0);
  return off(tripletGrid) < 0.6 * off(grid) ? tripletGrid : grid;
}

/**
 * A line as degrees of a key, each note as long as until the next. The octave is the one in which most of it lies above the tonic.
 *
 * @throws LeitmotifError `themes-invalid` for too few or too many notes; `subject` is named in it
 */
export function themeFromLine(
  line: readonly LineNote[],
  { tonic, mode }: Pick<FoundKey, 'tonic' | 'mode'>,
  subject: string,
): ThemeNotes {
  if (line.length < fewestThemeNotes || line.length > mostNotes)
    throw new LeitmotifError('themes-invalid', {
      what: `A theme has ${fewestThemeNotes} to ${mostNotes} notes, and there are ${line.length} here`,
      subject,
      next: 'Name a range of bars with --bars, such as --bars 1-2',
    });
  const middle = [...line].sort((a, b) => a.pitch - b.pitch)[Math.floor(line.length / 2)]?.pitch ?? 60;
  const home = tonic + 12 * Math.floor((middle - tonic) / 12);
  return line.map(({ tick, duration, pitch }, i) => ({
    ...degreeOf(pitch - home, modeIntervals[mode]),
    quarters: ((line[i + 1]?.tick ?? tick + duration) - tick) / ticksPerQuarter,
  }));
}

/** The degree of a pitch above the tonic; what is foreign to the scale is a lowered degree, but the raised fourth. */
function degreeOf(semitones: number, scale: readonly number[]): { degree: number; alteration: number } {
  const octave = Math.floor(semitones / 12);
  const within = semitones - 12 * octave;
  const exact = scale.indexOf(within);
  if (exact >= 0) return { degree: exact + 7 * octave, alteration: 0 };
  const above = [...scale, 12].indexOf(within + 1);
  const below = scale.indexOf(within - 1);
  if (below >= 0 && (within === 6 || above < 0)) return { degree: below + 7 * octave, alteration: 1 };
  return { degree: above + 7 * octave, alteration: -1 };
}

/** The motif of a piece: the notes whose intervals and rhythm come back most often, longer ones first; the opening where nothing does. */
export function mainMotif(line: readonly LineNote[]): LineNote[] {
  let best: { notes: LineNote[]; rating: number } | undefined;
  for (let length = motifNotes.most; length >= motifNotes.fewest; length--) {
    const counts = new Map<string, { start: number; count: number }>();
    for (let start = 0; start + length <= line.length; start++) {
      const window = line.slice(start, start + length);
      if (window.every(({ pitch }) => pitch === window[0]?.pitch)) continue;
      const name = contourOf(window);
      const known = counts.get(name) ?? { start, count: 0 };
      counts.set(name, { ...known, count: known.count + 1 });
    }
    for (const { start, count } of counts.values()) {
      const rating = count < 2 ? 0 : (count - 1) * (length - 2);
      if (best === undefined || rating > best.rating)
        best = { notes: line.slice(start, start + length), rating };
    }
  }
  return best?.notes ?? [...line];
}

/** Intervals as steps of about a second, so that a sequence is the same motif; and the time from note to note. */
function contourOf(window: readonly LineNote[]): string {
  return window
    .slice(1)
    .map(({ tick, pitch }, i) => {
      const before = window[i] ?? { tick, pitch };
      return `${Math.sign(pitch - before.pitch) * stepsOf(Math.abs(pitch - before.pitch))}@${tick - before.tick}`;
    })
    .join(' ');
}

function stepsOf(semitones: MidiNote): number {
  return ([0, 1, 1, 2, 2, 3, 4, 4, 5, 5, 6, 6][semitones % 12] ?? 0) + 7 * Math.floor(semitones / 12);
}

/** Until the first rest of a beat after enough notes; what sings is in phrases. */
export function firstPhrase(line: readonly LineNote[]): LineNote[] {
  const end = line.findIndex(({ tick }, i) => {
    const before = line[i - 1];
    if (before === undefined || i < motifNotes.fewest) return false;
    return (
      i >= 12 ||
      tick - (before.tick + before.duration) >= ticksPerQuarter ||
      before.duration >= 3 * ticksPerQuarter
    );
  });
  return end < 0 ? line.slice(0, 12) : line.slice(0, end);
}
