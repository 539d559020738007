/**
 * Finds the pitches of a line by dynamic programming: of all ways through the candidate notes, the cheapest.
 *
 * Costs follow what counterpoint teaching and corpus studies agree on (Huron, *Voice Leading*; von Hippel 2000):
 * steps before leaps, a leap is answered by a step the other way, strong beats take chord tones, a dissonance
 * resolves by step, the line keeps its motif's intervals and stays near its arch.
 */
import { mod, pitchesWithin } from '../theory/scale.ts';
import type { SeededRandom } from '../../../../bridge/protocol/seededRandom.ts';
import type { MidiNote, PitchClass, Ticks } from '../../../../bridge/protocol/units.ts';
import type { Band } from '../orchestration/registers.ts';

/** A place in the line that waits for its pitch. */
export interface LineSlot {
  tick: Ticks;
  duration: Ticks;
  /** Diatonic interval from the note before that the motif asks for. */
  interval: number | undefined;
  motif: boolean;
  /** On a beat that wants a chord tone. */
  strong: boolean;
  /** True where an appoggiatura is wanted: a dissonance that resolves by step. */
  leans?: boolean;
  /** Pitch classes allowed here: the chord's scale, lowest degree first. */
  scale: readonly PitchClass[];
  /** Pitch classes of the chord. */
  tones: readonly PitchClass[];
  /** Pitch classes wanted here, the best first; empty where anything goes. */
  goal: readonly PitchClass[];
  /** The pitch that the arch of the phrase passes through here. */
  arch: MidiNote;
  /** Voices that sound beside this one, here and at the slot before. Perfect parallels with them are dear. */
  against?: readonly OtherVoice[];
  /** The only pitch here: a note of a theme. */
  fixed?: MidiNote;
  /** No note above this one. */
  ceiling?: MidiNote;
  /** Not the pitch before: that one still sounds when this one begins. */
  fresh?: true;
  /** Never this one: it is struck while this one still sounds. */
  avoid?: MidiNote | undefined;
}

/** Two notes of another voice. */
export interface OtherVoice {
  now: MidiNote;
  before: MidiNote;
}

/** How dear things are. */
export interface LineCosts {
  leap: number;
  dissonance: number;
  /** Weight of the motif's intervals. */
  motif: number;
}

const leapDown = -1;
const leapUp = 1;
const settled = 0;
type Leap = typeof leapDown | typeof leapUp | typeof settled;

interface State {
  pitch: MidiNote;
  leap: Leap;
  cost: number;
  from: number;
  dissonant: boolean;
}

/** Pitches for the slots within a band. `before` is the note that the line comes from, where there is one. */
export function chooseLine(
  slots: readonly LineSlot[],
  band: Band,
  costs: LineCosts,
  random: SeededRandom,
  before?: MidiNote,
): MidiNote[] {
  const columns: State[][] = [];
  for (const [i, slot] of slots.entries()) {
    const previous = columns[i - 1];
    const column: State[] = [];
    for (const pitch of candidates(slot, band)) {
      const own = ownCost(slot, pitch, costs) + random.next() * 0.9;
      const dissonant = !slot.tones.includes(mod(pitch, 12));
      if (previous === undefined) {
        const again = slot.fresh === true && pitch === before ? 1000 : 0;
        const arrival = before === undefined ? 0 : intervalCost(pitch - before, costs.leap) * 0.6 + again;
        column.push({ pitch, leap: settled, cost: own + arrival, from: -1, dissonant });
      } else {
        column.push(...arrivals(previous, slot, pitch, own, dissonant, costs));
      }
    }
    columns.push(column);
  }
  return traceBack(columns);
}

function candidates(slot: LineSlot, band: Band): MidiNote[] {
  if (slot.fixed !== undefined) return [slot.fixed];
  const pitches: MidiNote[] = [];
  const high = Math.min(band.high, slot.ceiling ?? band.high);
  for (let pitch = band.low; pitch <= high; pitch++) {
    const pitchClass = mod(pitch, 12);
    if (pitch === slot.avoid) continue;
    if (slot.goal.length > 0 ? slot.goal.includes(pitchClass) : slot.scale.includes(pitchClass))
      pitches.push(pitch);
  }
  return pitches.length > 0 ? pitches : pitchesWithin(slot.tones, band.low - 12, band.high).slice(0, 8);
}

function ownCost(slot: LineSlot, pitch: MidiNote, costs: LineCosts): number {
  const pitchClass = mod(pitch, 12);
  const consonant = slot.tones.includes(pitchClass);
  const long = slot.duration >= 480;
  const dissonance =
    slot.leans === true
      ? consonant
        ? 3
        : 0
      : consonant
        ? 0
        : (slot.strong ? 7 : long ? 3 : 0.5) * costs.dissonance;
  const distance = Math.abs(pitch - slot.arch);
  const goalRank = slot.goal.indexOf(pitchClass);
  return dissonance + distance * 0.16 + Math.max(0, distance - 7) * 0.5 + Math.max(0, goalRank) * 1.2;
}

/** The best state for each way of arriving at a pitch: by step, by a leap up, by a leap down. */
function arrivals(
  previous: readonly State[],
  slot: LineSlot,
  pitch: MidiNote,
  own: number,
  dissonant: boolean,
  costs: LineCosts,
): State[] {
  const best = new Map<Leap, State>();
  previous.forEach((state, from) => {
    const move = pitch - state.pitch;
    const leap: Leap = move >= 5 ? leapUp : move <= -5 ? leapDown : settled;
    const cost = state.cost + own + moveCost(state, move, slot, costs);
    const known = best.get(leap);
    if (known === undefined || cost < known.cost) best.set(leap, { pitch, leap, cost, from, dissonant });
  });
  return [...best.values()];
}

function moveCost(state: State, move: number, slot: LineSlot, costs: LineCosts): number {
  let cost = intervalCost(move, costs.leap);
  if (move === 0 && slot.fresh === true) cost += 1000;
  if (state.leap !== settled && !(Math.sign(move) === -state.leap && Math.abs(move) <= 4))
    cost += 2.5 * costs.leap;
  if (state.dissonant && (Math.abs(move) > 2 || move === 0)) cost += 4 * costs.dissonance;
  if (slot.interval !== undefined) {
    cost += costs.motif * Math.min(4, Math.abs(diatonicSize(move) - slot.interval));
  }
  for (const other of slot.against ?? []) {
    if (isParallel(state.pitch, state.pitch + move, other)) cost += 6;
  }
  return cost;
}

/** True where two voices move from one perfect interval to the same one (fifth, octave, unison). */
export function isParallel(from: MidiNote, to: MidiNote, other: OtherVoice): boolean {
  if (from === to || other.before === other.now) return false;
  const first = mod(from - other.before, 12);
  const second = mod(to - other.now, 12);
  return first === second && (first === 0 || (to > other.now ? first === 7 : first === 5));
}

/** Diatonic size of a move in semitones, the sign kept: a third is 2. */
export function diatonicSize(semitones: number): number {
  const size = [0, 1, 1, 2, 2, 3, 4, 4, 5, 5, 6, 6][Math.abs(semitones) % 12] ?? 0;
  return Math.sign(semitones) * (size + 7 * Math.floor(Math.abs(semitones) / 12));
}

function intervalCost(semitones: number, leap: number): number {
  const size = Math.abs(semitones);
  if (size === 0) return 1.1;
  if (size <= 2) return 0;
  if (size <= 4) return 0.6 * leap;
  if (size === 6) return 6 * leap;
  if (size <= 7) return 2 * leap;
  if (size <= 9) return 3.4 * leap;
  if (size === 12) return 3.6 * leap;
  return 8 * leap;
}

function traceBack(columns: readonly State[][]): MidiNote[] {
  const pitches: MidiNote[] = [];
  let at = cheapest(columns.at(-1) ?? []);
  for (let i = columns.length - 1; i >= 0; i--) {
    const state = columns[i]?.[at];
    if (state === undefined) break;
    pitches.unshift(state.pitch);
    at = state.from;
  }
  return pitches;
}

function cheapest(column: readonly State[]): number {
  let best = 0;
  column.forEach((state, i) => {
    if (state.cost < (column[best]?.cost ?? Infinity)) best = i;
  });
  return best;
}
