/**
 * The beat of a line that somebody sang or played freely: seconds become quarters.
 *
 * From onset to onset each note gets the simple length that is nearest, and the tempo is the one at which lengths come out simple and near.
 * Nothing is measured from the beginning, so that a singer may drift.
 */
import { ticksPerQuarter } from '../../bridge/protocol/units.ts';
import type { BeatsPerMinute, Seconds, Ticks } from '../../bridge/protocol/units.ts';
import type { MelodyNote } from '../perception/hearMelody.ts';
import type { LineNote } from './themeFromNotes.ts';

/** A line on the grid. */
export interface LineInBeats {
  /** Quarters a minute. */
  tempo: BeatsPerMinute;
  notes: LineNote[];
}

/** Lengths in quarters, and how much each is doubted. Ours: what is rare in themes needs more evidence. */
type Lengths = readonly (readonly [quarters: number, doubt: number])[];
const binary: Lengths = [
  ...([
    [0.25, 1.2],
    [0.5, 0.3],
    [0.75, 1.4],
    [1, 0],
    [1.5, 0.8],
    [2, 0.4],
  ] as const),
  ...([
    [2.5, 2],
    [3, 0.9],
    [4, 1],
    [5, 2.5],
    [6, 1.8],
    [8, 2],
  ] as const),
];
const ternary: Lengths = [
  ...([
    [1 / 3, 0.8],
    [2 / 3, 0.8],
    [1, 0],
    [4 / 3, 1.6],
    [5 / 3, 1.8],
    [2, 0.4],
    [3, 0.9],
    [4, 1],
    [6, 1.8],
    [8, 2],
  ] as const),
];
/** Rests, and what sounds before them, are counted in sixteenths. */
const grid: Ticks = ticksPerQuarter / 4;
/** What triplets have to be better by. */
const doubtOfTriplets = 2;
/** How far a singer's onsets lie off the beat: so many seconds, and a share of the length. */
const looseness = { seconds: 0.04, share: 0.05 } as const;
/** Tempi that are tried, and the usual one with its spread in octaves (van Noorden and Moelants 1999, a little slower). */
const tempi = { slowest: 50, fastest: 180, ratio: 1.01, usual: 100, octaves: 0.5 } as const;

/** Puts a line on beats; `tempo` where it is known. Pure. */
export function beatsOfLine(notes: readonly MelodyNote[], tempo?: BeatsPerMinute): LineInBeats {
  const gaps = notes.slice(1).map(({ seconds }, i) => seconds - (notes[i]?.seconds ?? 0));
  const found = tempo === undefined ? bestTempo(gaps) : { tempo, ...simplest(gaps, 60 / tempo) };
  const beat: Seconds = 60 / found.tempo;
  let at = 0;
  const line = notes.map(({ pitch, duration }, i) => {
    const tick = Math.round(at * ticksPerQuarter);
    const next = found.quarters[i] ?? nearest(duration, beat, binary).quarters;
    at += next;
    const sounding = grid * Math.max(1, Math.round(((duration / beat) * ticksPerQuarter) / grid));
    const whole = Math.round(next * ticksPerQuarter);
    // What nearly reaches the next note does.
    const isHeld = i === notes.length - 1 || sounding > 0.7 * whole;
    return { tick, duration: isHeld ? whole : Math.min(sounding, whole), pitch };
  });
  return { tempo: found.tempo, notes: line };
}

interface Reading {
  quarters: number[];
  cost: number;
}

function bestTempo(gaps: readonly Seconds[]): Reading & { tempo: BeatsPerMinute } {
  let best: (Reading & { tempo: BeatsPerMinute }) | undefined;
  for (let tempo: number = tempi.slowest; tempo <= tempi.fastest; tempo *= tempi.ratio) {
    const reading = simplest(gaps, 60 / tempo);
    const cost = reading.cost + 0.5 * (Math.log2(tempo / tempi.usual) / tempi.octaves) ** 2;
    if (best === undefined || cost < best.cost) best = { tempo, quarters: reading.quarters, cost };
  }
  const found = best ?? { tempo: tempi.usual, quarters: [], cost: 0 };
  const total = found.quarters.reduce((sum, quarters) => sum + quarters, 0);
  const seconds = gaps.reduce((sum, gap) => sum + gap, 0);
  return { ...found, tempo: total > 0 && seconds > 0 ? (60 * total) / seconds : found.tempo };
}

/** The lengths that fit a beat best: halves and quarters of it, or thirds. */
function simplest(gaps: readonly Seconds[], beat: Seconds): Reading {
  const [even, odd] = [binary, ternary].map((lengths) => {
    const read = gaps.map((gap) => nearest(gap, beat, lengths));
    return {
      quarters: read.map(({ quarters }) => quarters),
      cost: read.reduce((sum, { cost }) => sum + cost, 0),
    };
  });
  if (even === undefined || odd === undefined) return { quarters: [], cost: 0 };
  return odd.cost + doubtOfTriplets < even.cost ? { ...odd, cost: odd.cost + doubtOfTriplets } : even;
}

function nearest(gap: Seconds, beat: Seconds, lengths: Lengths): { quarters: number; cost: number } {
  const spread = looseness.seconds + looseness.share * gap;
  return lengths
    .map(([quarters, doubt]) => ({ quarters, cost: doubt + 0.5 * ((gap - quarters * beat) / spread) ** 2 }))
    .reduce((best, one) => (one.cost < best.cost ? one : best));
}
