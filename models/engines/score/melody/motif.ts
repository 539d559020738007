/** Motifs: a few notes with one rhythm and one contour, and the classical ways of changing them. */
import type { SeededRandom } from '../../../../bridge/protocol/seededRandom.ts';
import type { Ticks, Unit } from '../../../../bridge/protocol/units.ts';
import type { BarGrid } from '../request.ts';
import type { MelodyProfile } from '../styles/styleProfile.ts';

/** A note of a motif: its place from the start of the motif and its diatonic distance from the first note. */
export interface MotifNote {
  offset: Ticks;
  duration: Ticks;
  /** Diatonic steps above (or below) the first note. */
  step: number;
}

/** A motif of one or two bars. */
export interface Motif {
  bars: 1 | 2;
  notes: MotifNote[];
}

/** What an invented motif depends on. */
export interface MotifRequest {
  grid: BarGrid;
  melody: MelodyProfile;
  density: Unit;
  random: SeededRandom;
}

/** Ways to divide a beat group, as parts of twelve; `dotted` marks the uneven ones. */
const divisions: Readonly<
  Record<'simple' | 'compound', readonly { parts: readonly number[]; dotted: boolean }[]>
> = {
  simple: [
    { parts: [12], dotted: false },
    { parts: [6, 6], dotted: false },
    { parts: [9, 3], dotted: true },
    { parts: [6, 3, 3], dotted: false },
    { parts: [3, 3, 6], dotted: false },
    { parts: [3, 3, 3, 3], dotted: false },
  ],
  compound: [
    { parts: [12], dotted: false },
    { parts: [8, 4], dotted: false },
    { parts: [4, 8], dotted: true },
    { parts: [4, 4, 4], dotted: false },
    { parts: [6, 2, 4], dotted: true },
  ],
};

/** Notes in a beat group that the style and the density ask for. */
export function notesPerGroup(melody: MelodyProfile, density: Unit): number {
  return melody.activity[0] + (melody.activity[1] - melody.activity[0]) * density;
}

/** Divides one beat group; an empty list lets the note before it go on. */
export function divideGroup(
  length: Ticks,
  notes: number,
  melody: MelodyProfile,
  random: SeededRandom,
): Ticks[] {
  if (notes < 1 && !random.chance(notes)) return [];
  const kind = length % 720 === 0 ? 'compound' : 'simple';
  const usable = divisions[kind].filter(
    ({ parts }) => kind === 'compound' || parts.every((part) => part >= melody.finest),
  );
  const target = Math.max(1, kind === 'compound' ? notes * 1.4 : notes);
  const chosen = random.pickWeighted(usable, ({ parts, dotted }) => {
    const distance = parts.length - target;
    return (dotted ? melody.dotted : 1) / (1 + 6 * distance * distance);
  });
  return chosen.parts.map((part) => (part * length) / 12);
}

const fewestNotes = 3;
const mostNotes = 7;

/** Invents a motif: a rhythm of three to seven notes and a contour of steps with at most one leap. */
export function inventMotif(request: MotifRequest): Motif {
  const { grid, melody, random } = request;
  const rate = notesPerGroup(melody, request.density);
  const expected = rate * grid.groups.length;
  const preferred = melody.motifBars.length > 1 && expected >= fewestNotes ? 1 : melody.motifBars[0];
  const bars = expected < fewestNotes ? 2 : expected > mostNotes ? 1 : (preferred ?? 1);
  const rhythm = bestRhythm(request, bars, rate);
  const contour = drawContour(rhythm.length, random);
  return { bars, notes: rhythm.map((note, i) => ({ ...note, step: contour[i] ?? 0 })) };
}

function bestRhythm(request: MotifRequest, bars: 1 | 2, rate: number): { offset: Ticks; duration: Ticks }[] {
  let best: { offset: Ticks; duration: Ticks }[] = [];
  let bestRating = -Infinity;
  for (let attempt = 0; attempt < 8; attempt++) {
    const rhythm = drawRhythm(request, bars, rate);
    const count = rhythm.length;
    const kinds = new Set(rhythm.map((note) => note.duration)).size;
    const rating =
      Math.min(2, kinds) - Math.max(0, fewestNotes - count) * 2 - Math.max(0, count - mostNotes) * 2;
    if (rating > bestRating) {
      best = rhythm;
      bestRating = rating;
    }
  }
  return best;
}

function drawRhythm(request: MotifRequest, bars: 1 | 2, rate: number): { offset: Ticks; duration: Ticks }[] {
  const { grid, melody, random } = request;
  const rhythm: { offset: Ticks; duration: Ticks }[] = [];
  let offset = 0;
  for (let bar = 0; bar < bars; bar++) {
    for (const length of grid.groups) {
      const parts = divideGroup(length, rate, melody, random);
      const last = rhythm.at(-1);
      if (parts.length === 0 && last !== undefined) last.duration += length;
      else if (parts.length === 0) rhythm.push({ offset, duration: length });
      let at = offset;
      for (const part of parts) {
        rhythm.push({ offset: at, duration: part });
        at += part;
      }
      offset += length;
    }
  }
  return melody.syncopation === undefined ? rhythm : syncopate(rhythm, melody.syncopation, request);
}

/** Ties what is struck between beats over the next beat, where it may: the beat is anticipated. */
function syncopate(
  rhythm: readonly { offset: Ticks; duration: Ticks }[],
  share: Unit,
  { grid, random }: MotifRequest,
): { offset: Ticks; duration: Ticks }[] {
  const tied: { offset: Ticks; duration: Ticks }[] = [];
  for (const note of rhythm) {
    const before = tied.at(-1);
    const mayTie =
      before !== undefined &&
      before.offset % grid.beat !== 0 &&
      note.offset % grid.beat === 0 &&
      before.duration <= 240;
    if (mayTie && note.offset % grid.bar !== 0 && random.chance(share)) before.duration += note.duration;
    else tied.push({ ...note });
  }
  return tied;
}

type Contour = 'rise' | 'fall' | 'arch' | 'valley' | 'turn' | 'call';
const contours: readonly Contour[] = ['rise', 'fall', 'arch', 'valley', 'turn', 'call'];

function drawContour(length: number, random: SeededRandom): number[] {
  const contour = random.pick(contours);
  const leapAt = random.below(Math.max(1, length - 1)) + 1;
  const leap = random.pick([2, 2, 3, 3, 4, 5, 7]);
  const steps = [0];
  for (let i = 1; i < length; i++) {
    const answers = i === leapAt + 1 && leap > 3;
    const last = (steps[i - 1] ?? 0) - (steps[i - 2] ?? 0);
    const direction = answers ? -Math.sign(last) : contourDirection(contour, i, length);
    const size = i === leapAt ? leap : answers ? 1 : random.chance(0.12) ? 0 : random.chance(0.2) ? 2 : 1;
    steps.push((steps[i - 1] ?? 0) + direction * size);
  }
  return steps;
}

function contourDirection(contour: Contour, i: number, length: number): 1 | -1 {
  const firstHalf = i <= length / 2;
  switch (contour) {
    case 'rise':
      return 1;
    case 'fall':
      return -1;
    case 'arch':
      return firstHalf ? 1 : -1;
    case 'valley':
      return firstHalf ? -1 : 1;
    case 'turn':
      return i % 2 === 1 ? 1 : -1;
    case 'call':
      return i === 1 ? 1 : -1;
  }
}

/** The contour upside down. */
export function invert(motif: Motif): Motif {
  return { ...motif, notes: motif.notes.map((note) => ({ ...note, step: -note.step })) };
}

/** The motif at half speed: one bar becomes two; of two bars the first. */
export function augment(motif: Motif, bar: Ticks): Motif {
  const head = motif.bars === 2 ? fragment(motif, bar) : motif;
  const notes = head.notes.map((note) => ({ ...note, offset: note.offset * 2, duration: note.duration * 2 }));
  return { bars: 2, notes };
}

/** The motif at double speed: two bars become one; one bar is heard twice, a step lower the second time. */
export function diminish(motif: Motif, bar: Ticks): Motif {
  const half = motif.notes.map((note) => ({ ...note, offset: note.offset / 2, duration: note.duration / 2 }));
  if (motif.bars === 2) return { bars: 1, notes: half };
  const again = half.map((note) => ({ ...note, offset: note.offset + bar / 2, step: note.step - 1 }));
  return { bars: 1, notes: [...half, ...again] };
}

/** The first bar, or the first half of a one-bar motif, heard again until a bar is full. */
export function fragment(motif: Motif, bar: Ticks): Motif {
  if (motif.bars === 2) {
    return {
      bars: 1,
      notes: clip(
        motif.notes.filter((note) => note.offset < bar),
        bar,
      ),
    };
  }
  const half = halfOf(motif, bar);
  const head = clip(
    motif.notes.filter((note) => note.offset < half),
    half,
  );
  const again = head.map((note) => ({ ...note, offset: note.offset + half, step: note.step - 1 }));
  return { bars: 1, notes: clip([...head, ...again], bar) };
}

/** The half of the bar, moved to the nearest onset of the motif's rhythm grid. */
function halfOf(motif: Motif, bar: Ticks): Ticks {
  const onsets = motif.notes.map((note) => note.offset).filter((offset) => offset > 0);
  const middle = bar / 2;
  const isOnset = onsets.includes(middle);
  return isOnset || bar % 960 === 0 ? middle : (onsets.find((offset) => offset >= middle) ?? middle);
}

function clip(notes: readonly MotifNote[], end: Ticks): MotifNote[] {
  return notes
    .filter((note) => note.offset < end)
    .map((note) => ({ ...note, duration: Math.min(note.duration, end - note.offset) }));
}
