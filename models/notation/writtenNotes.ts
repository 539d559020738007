/**
 * Lengths as they were played → lengths as they are written, with what their difference says: staccato, tenuto, slurs; and
 * accents from velocities.
 *
 * Players end notes early and let them ring. A note that fills most of the time to the next one is written up to it; a
 * short one before a near neighbour is written up to it with a dot; the rest end on the grid and rests follow.
 */
import type { Note } from '../../bridge/protocol/score.ts';
import type { MidiNote, MidiVelocity, Ticks } from '../../bridge/protocol/units.ts';
import type { Stroke, WrittenOnsets } from './quantizeOnsets.ts';

/** A note as it is written. */
export interface WrittenNote {
  tick: Ticks;
  end: Ticks;
  pitch: MidiNote;
  midiVelocity: MidiVelocity;
  articulation?: 'staccato' | 'tenuto';
  isAccent?: true;
  /** Played into the next note. */
  isLegato?: true;
}

/** How a part's lengths are read. */
export interface LengthOptions {
  /** End of the music; nothing is written beyond. */
  endTick: Ticks;
  /** Drums: every stroke is written up to the next one or the end of its beat, whatever its length. */
  isStruck: boolean;
  beatEnd: (tick: Ticks) => Ticks;
  /** End of the bar that a tick lies in. */
  barEnd: (tick: Ticks) => Ticks;
}

/** Share of the time to the next onset from which a note counts as sounding up to it. */
const filled = 0.6;
/** A note may be played this much shorter than it is written, and is still held over other onsets. */
const heldShare = 1.25;
/** How much stronger than its neighbours, of 127. */
const accent = 13;

/** The written notes of a part, in order. Where two fall on one place with one pitch, the stronger one is kept. */
export function writtenNotes({ strokes, triplets }: WrittenOnsets, options: LengthOptions): WrittenNote[] {
  const onsets = strokes.map(({ tick }) => tick);
  const samePitch = nextOnsets(strokes, options.endTick);
  const notes = strokes.flatMap((stroke, i) =>
    distinct(stroke.notes).map((note): WrittenNote => {
      const found = options.isStruck
        ? { end: Math.min(onsets[i + 1] ?? Infinity, options.beatEnd(stroke.tick)) }
        : endOf(note, i, onsets, options);
      const latest = Math.min(samePitch(i, note.pitch), options.endTick);
      const end = Math.min(onGrid(found.end, triplets, options), latest);
      const { tick } = stroke;
      const { pitch, midiVelocity } = note;
      return { ...found, tick, end: Math.max(end, tick + 30), pitch, midiVelocity };
    }),
  );
  return options.isStruck ? withAccents(notes) : withAccents(tenutoAmongShort(notes));
}

type End = Pick<WrittenNote, 'end' | 'articulation' | 'isLegato'> & { isFull?: boolean };

function endOf({ duration }: Note, index: number, onsets: readonly Ticks[], options: LengthOptions): End {
  const tick = onsets[index] ?? 0;
  const next = onsets[index + 1] ?? options.endTick;
  const reach = Math.max(1, next - tick);
  if (duration > reach + 60) return { end: heldEnd(tick, duration, index, onsets, options) };
  if (duration >= filled * reach) {
    const isLegato = duration > reach && next < options.endTick;
    return { end: next, isFull: duration >= 0.96 * reach, ...(isLegato ? { isLegato } : {}) };
  }
  if (reach <= 480) {
    const beat = options.beatEnd(tick);
    // Short notes are not tied: over a beat they become shorter and a rest follows.
    if (beat >= next || duration > 1.3 * (beat - tick)) return { end: next, articulation: 'staccato' };
    return { end: beat, ...(duration < filled * (beat - tick) ? { articulation: 'staccato' } : {}) };
  }
  const least = tick + duration - 14;
  const end = Math.min(
    next,
    duration > 240 ? beatFrom(tick, least, options) : gridFrom(tick, duration, options),
  );
  return { end, ...(duration < 0.45 * (end - tick) ? { articulation: 'staccato' } : {}) };
}

/** Of a note that sounds over later onsets: the one that it reaches, the bar line, or the grid. */
function heldEnd(
  tick: Ticks,
  duration: Ticks,
  index: number,
  onsets: readonly Ticks[],
  { barEnd, endTick }: LengthOptions,
): Ticks {
  const least = tick + duration - 60;
  const most = tick + duration * heldShare;
  if (least >= endTick - 60) return endTick;
  const bar = barEnd(least);
  for (let i = index + 1; i < onsets.length; i++) {
    const onset = onsets[i] ?? 0;
    if (onset >= least)
      return Math.min(onset <= most ? onset : Infinity, bar <= most ? bar : Infinity, gridAfter(least));
  }
  return Math.min(bar <= most ? bar : Infinity, endTick <= most ? endTick : Infinity, gridAfter(least));
}

function gridAfter(tick: Ticks): Ticks {
  return Math.ceil(tick / 240) * 240;
}

/** The first end of a beat that is not before `least`. */
function beatFrom(tick: Ticks, least: Ticks, { beatEnd, endTick }: LengthOptions): Ticks {
  let end = beatEnd(tick);
  while (end < least && end < endTick) end = beatEnd(end);
  return end;
}

/** The next sixteenth or eighth, counted back from the bar line, which a short bar may put off the grid. */
function gridFrom(tick: Ticks, duration: Ticks, { barEnd }: LengthOptions): Ticks {
  const step = duration <= 100 ? 120 : 240;
  const end = barEnd(tick);
  return end - Math.floor((end - tick - duration + 14) / step) * step;
}

/** An end within a beat of triplets lies on one of its thirds. */
function onGrid(end: Ticks, triplets: ReadonlySet<Ticks>, { beatEnd }: LengthOptions): Ticks {
  const beat = beatEnd(end - 1) - 480;
  if (!triplets.has(beat)) return end;
  return beat + Math.max(80, Math.round((end - beat) / 80) * 80);
}

function distinct(notes: readonly Note[]): Note[] {
  const byPitch = new Map<MidiNote, Note>();
  for (const note of notes) {
    const other = byPitch.get(note.pitch);
    if (other === undefined || other.midiVelocity < note.midiVelocity) byPitch.set(note.pitch, note);
  }
  return [...byPitch.values()].sort((a, b) => a.pitch - b.pitch);
}

/** When a pitch is struck again after a stroke. */
function nextOnsets(strokes: readonly Stroke[], endTick: Ticks): (index: number, pitch: MidiNote) => Ticks {
  const next = new Map<number, Ticks>();
  const byStroke: Map<MidiNote, Ticks>[] = [];
  for (let i = strokes.length - 1; i >= 0; i--) {
    const stroke = strokes[i];
    const found = new Map<MidiNote, Ticks>();
    for (const { pitch } of stroke?.notes ?? []) found.set(pitch, next.get(pitch) ?? endTick);
    for (const { pitch } of stroke?.notes ?? []) next.set(pitch, stroke?.tick ?? 0);
    byStroke[i] = found;
  }
  return (index, pitch) => byStroke[index]?.get(pitch) ?? endTick;
}

/** Full lengths among notes that are mostly played short are meant. */
function tenutoAmongShort(notes: readonly (WrittenNote & { isFull?: boolean })[]): WrittenNote[] {
  const full = notes.filter(({ isFull, isLegato }) => isFull === true && isLegato !== true).length;
  const isRare = full <= notes.length * 0.1;
  return notes.map(({ isFull, ...note }) =>
    isRare && isFull === true && note.isLegato !== true ? { ...note, articulation: 'tenuto' } : note,
  );
}

/** An accent stands out of the eight notes before and after it. */
function withAccents(notes: readonly WrittenNote[]): WrittenNote[] {
  const reach = 8;
  const sums = [0];
  for (const { midiVelocity } of notes) sums.push((sums.at(-1) ?? 0) + midiVelocity);
  return notes.map((note, i) => {
    const from = Math.max(0, i - reach);
    const until = Math.min(notes.length, i + reach + 1);
    const mean = ((sums[until] ?? 0) - (sums[from] ?? 0)) / (until - from);
    return until - from > 4 && note.midiVelocity >= mean + accent ? { ...note, isAccent: true } : note;
  });
}
