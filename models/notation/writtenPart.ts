/** A part of the score as it is written: its staves, their voices, and how it is transposed. */
import { instruments } from '../../bridge/protocol/instruments.ts';
import { barIndexAt } from './bars.ts';
import { quantizeOnsets } from './quantizeOnsets.ts';
import { clefOf, hasTwoStaves, soundingOffset, transpositionOf } from './staves.ts';
import { voicesOf } from './voices.ts';
import { writtenNotes } from './writtenNotes.ts';
import type { Part } from '../../bridge/protocol/score.ts';
import type { Ticks } from '../../bridge/protocol/units.ts';
import type { Bar } from './bars.ts';
import type { Clef, Transposition } from './staves.ts';
import type { Voices } from './voices.ts';
import type { WrittenNote } from './writtenNotes.ts';

/** One staff. */
export interface WrittenStaff {
  clef: Clef;
  voices: Voices;
}

/** A part as it is written. Pitches are sounding ones. */
export interface WrittenPart {
  part: Part;
  notes: WrittenNote[];
  staves: WrittenStaff[];
  /** Beats that are divided into three. */
  triplets: ReadonlySet<Ticks>;
  transposition: Transposition | undefined;
  isKit: boolean;
}

/** Writes a part down. */
export function writePartDown(part: Part, bars: readonly Bar[], endTick: Ticks): WrittenPart {
  const { kit, family } = instruments[part.instrument];
  const played = [...part.notes].sort((a, b) => a.tick - b.tick || a.pitch - b.pitch);
  const onsets = quantizeOnsets(played, bars);
  const barAt = (tick: Ticks): Bar | undefined => bars[barIndexAt(bars, tick)];
  const notes = writtenNotes(onsets, {
    endTick,
    isStruck: kit === true || (family === 'drums' && part.role === 'percussion'),
    barEnd: (tick) => endOf(barAt(tick)),
    beatEnd: (tick) => endOf(barAt(tick)?.beats.findLast((beat) => beat.tick <= tick)),
  });
  const transposition = transpositionOf(part.instrument);
  const offset = soundingOffset(transposition);
  const staves = stavesOf(part, notes, bars).map((inside) => ({
    clef: clefOf(
      part.instrument,
      inside.map(({ pitch }) => pitch - offset),
    ),
    voices: voicesOf(inside),
  }));
  const isKit = kit === true;
  return { part, notes, staves, triplets: onsets.triplets, transposition, isKit };
}

function endOf(span: { tick: Ticks; length: Ticks } | undefined): Ticks {
  return span === undefined ? 0 : span.tick + span.length;
}

/** Of a keyboard's part those of each hand: a bar that one hand can play is not divided. */
function stavesOf(part: Part, notes: readonly WrittenNote[], bars: readonly Bar[]): WrittenNote[][] {
  const pitches = notes.map(({ pitch }) => pitch);
  if (!hasTwoStaves(part.instrument, pitches)) return [[...notes]];
  const byBar = new Map<number, WrittenNote[]>();
  for (const note of notes) {
    const bar = barIndexAt(bars, note.tick);
    byBar.set(bar, [...(byBar.get(bar) ?? []), note]);
  }
  const upper: WrittenNote[] = [];
  const lower: WrittenNote[] = [];
  for (const inside of byBar.values()) {
    const split = handSplit(inside.map(({ pitch }) => pitch));
    for (const note of inside) (note.pitch >= split ? upper : lower).push(note);
  }
  return [upper, lower];
}

/** The lowest note of the right hand. */
function handSplit(pitches: readonly number[]): number {
  const low = Math.min(...pitches);
  const high = Math.max(...pitches);
  if (low >= 55) return 0;
  if (high <= 64) return 128;
  if (high - low > 16) return 60;
  return pitches.reduce((sum, pitch) => sum + pitch, 0) >= 60 * pitches.length ? 0 : 128;
}
