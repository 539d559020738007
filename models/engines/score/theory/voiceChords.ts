/**
 * Voices chords by search: of all ways to lay a chord within a band, the sequence with the least motion and the fewest
 * faults. Rules: smallest total motion, no parallel fifths or octaves where the style is strict, no crossing, upper
 * voices within an octave of each other, nothing close below the low-interval limit.
 *
 * Low-interval limits after common orchestration practice: no thirds or seconds with a lower note below C3 (48),
 * no fifths below G1 (31).
 */
import { mod, pitchesWithin } from './scale.ts';
import type { SeededRandom } from '../../../../bridge/protocol/seededRandom.ts';
import type { MidiNote, PitchClass } from '../../../../bridge/protocol/units.ts';
import type { Band } from '../orchestration/registers.ts';

/** A chord that waits for its voicing. */
export interface ChordToVoice {
  /** Root first. */
  tones: readonly PitchClass[];
  /** Sounding bass note, below all voices. */
  bass: MidiNote | undefined;
  /** Melody note at the chord's onset: counted as the top voice against parallels. */
  melody: MidiNote | undefined;
  /** What bass and melody sounded just before the chord: where they come from. */
  before: { bass: MidiNote | undefined; melody: MidiNote | undefined };
  /** Voices to lay the chord in. */
  voices: number;
  /** Cost of another lowest note than the root; 0 where a bass sees to it. */
  inversionCost: number;
  /** Lowest melody note over the chord: all voices stay under it where the band leaves room. */
  ceiling: MidiNote | undefined;
}

/** How chords are voiced. */
export interface VoicingRules {
  band: Band;
  strict: boolean;
  random: SeededRandom;
  /** The voicing that the first chord comes from, ascending; absent at the beginning of a piece. */
  from?: readonly MidiNote[] | undefined;
}

interface Voicing {
  pitches: MidiNote[];
  cost: number;
}

interface Step {
  voicing: Voicing;
  total: number;
  from: number;
}

const mostCandidates = 26;
/** From this cost on a voicing has mud or a voice under the bass. */
const faulty = 25;

/** One voicing, ascending, for each chord. */
export function voiceChords(chords: readonly ChordToVoice[], rules: VoicingRules): MidiNote[][] {
  const columns: Step[][] = [];
  const origin = originOf(rules.from);
  for (const [i, chord] of chords.entries()) {
    const previous = columns[i - 1] ?? origin;
    columns.push(
      candidateVoicings(chord, rules).map((voicing) => {
        if (previous === undefined) return { voicing, total: voicing.cost, from: -1 };
        return bestArrival(voicing, chord, previous, rules.strict);
      }),
    );
  }
  return trace(columns);
}

/** The chord before the first one; it is not voiced again. */
function originOf(from: readonly MidiNote[] | undefined): Step[] | undefined {
  if (from === undefined || from.length === 0) return undefined;
  return [{ voicing: { pitches: [...from], cost: 0 }, total: 0, from: -1 }];
}

function bestArrival(
  voicing: Voicing,
  chord: ChordToVoice,
  previous: readonly Step[],
  strict: boolean,
): Step {
  let best: Step = { voicing, total: Infinity, from: 0 };
  previous.forEach((step, from) => {
    const total =
      step.total + voicing.cost + motionCost(step.voicing.pitches, voicing.pitches, chord, strict);
    if (total < best.total) best = { voicing, total, from };
  });
  return best;
}

function trace(columns: readonly Step[][]): MidiNote[][] {
  const voicings: MidiNote[][] = [];
  const last = columns.at(-1) ?? [];
  let at = last.reduce((best, step, i) => (step.total < (last[best]?.total ?? Infinity) ? i : best), 0);
  for (let i = columns.length - 1; i >= 0; i--) {
    const step = columns[i]?.[at];
    if (step === undefined) break;
    voicings.unshift(step.voicing.pitches);
    at = step.from;
  }
  return voicings;
}

/** Voicings under the melody; above it where there is no clean one below. */
function candidateVoicings(chord: ChordToVoice, rules: VoicingRules): Voicing[] {
  const { band } = rules;
  const ceiling = chord.ceiling === undefined ? band.high : Math.min(band.high, chord.ceiling - 1);
  const tops = ceiling - band.low >= 16 ? [ceiling, band.high, band.high + 6] : [band.high, band.high + 6];
  let found: Voicing[] = [];
  for (const top of tops) {
    found = voicingsUnder(top, chord, rules);
    if ((found[0]?.cost ?? Infinity) < faulty) break;
  }
  return found.length > 0 ? found : [{ pitches: [], cost: 0 }];
}

function voicingsUnder(top: MidiNote, chord: ChordToVoice, { band, random }: VoicingRules): Voicing[] {
  const { voices } = chord;
  const pitches = pitchesWithin(chord.tones, band.low, top);
  const found: Voicing[] = [];
  const build = (chosen: readonly MidiNote[], from: number): void => {
    if (chosen.length === voices) {
      found.push({ pitches: [...chosen], cost: staticCost(chosen, chord, band) + random.next() * 0.5 });
      return;
    }
    for (let i = from; i < pitches.length; i++) {
      const pitch = pitches[i] ?? 0;
      const below = chosen.at(-1);
      if (below !== undefined && pitch - below > 12) break;
      build([...chosen, pitch], i + 1);
    }
  };
  build([], 0);
  return found.sort((a, b) => a.cost - b.cost).slice(0, mostCandidates);
}

/** Faults of a voicing alone: missing tones, doubled thirds, mud, distance from the middle of the band. */
function staticCost(pitches: readonly MidiNote[], chord: ChordToVoice, band: Band): number {
  const classes = pitches.map((pitch) => mod(pitch, 12));
  const [root, third, ...rest] = chord.tones;
  const others = [chord.bass, chord.melody].filter((pitch) => pitch !== undefined);
  const heard = new Set([...classes, ...others.map((pitch) => mod(pitch, 12))]);
  let cost = 0;
  if (third !== undefined && !heard.has(third)) cost += 8;
  if (root !== undefined && !heard.has(root)) cost += 5;
  for (const tone of rest.slice(1)) if (!heard.has(tone)) cost += 4;
  if (rest[0] !== undefined && !heard.has(rest[0])) cost += 2;
  if (third !== undefined && classes.filter((tone) => tone === third).length > 1) cost += 1.5;
  const sounding = chord.bass === undefined ? pitches : [chord.bass, ...pitches];
  for (let i = 1; i < sounding.length; i++) cost += isMuddy(sounding[i - 1] ?? 0, sounding[i] ?? 0) ? 30 : 0;
  if (chord.bass !== undefined && (pitches[0] ?? 0) <= chord.bass) cost += 25;
  if (classes[0] !== root) cost += chord.inversionCost;
  const middle = pitches.reduce((sum, pitch) => sum + pitch, 0) / pitches.length;
  return cost + Math.abs(middle - band.centre) * 0.35;
}

/** True where two notes stand too close for their depth. */
export function isMuddy(lower: MidiNote, upper: MidiNote): boolean {
  const interval = upper - lower;
  if (interval <= 0) return false;
  return (lower < 48 && interval <= 4) || (lower < 31 && interval <= 7);
}

/** Voices are compared from the top, since the upper ones go on where their number changes. */
function motionCost(
  from: readonly MidiNote[],
  to: readonly MidiNote[],
  chord: ChordToVoice,
  strict: boolean,
): number {
  const shared = Math.min(from.length, to.length);
  const left = from.slice(from.length - shared);
  const right = to.slice(to.length - shared);
  let cost = 0;
  for (let voice = 0; voice < shared; voice++) {
    const distance = Math.abs((right[voice] ?? 0) - (left[voice] ?? 0));
    cost += distance * 0.5 + (distance > 5 ? 1.5 : 0);
  }
  if (!strict) return cost;
  const before = [chord.before.bass, ...left, chord.before.melody];
  return cost + parallels(before, [chord.bass, ...right, chord.melody]) * 20;
}

/** Pairs of voices that move in parallel fifths or octaves. Voices are given lowest first. */
export function parallels(
  from: readonly (MidiNote | undefined)[],
  to: readonly (MidiNote | undefined)[],
): number {
  let count = 0;
  for (let low = 0; low < from.length; low++) {
    for (let high = low + 1; high < from.length; high++) {
      const [a, b, c, d] = [from[low], from[high], to[low], to[high]];
      if (a === undefined || b === undefined || c === undefined || d === undefined) continue;
      if (a === c || b === d) continue;
      const first = mod(b - a, 12);
      if (first === mod(d - c, 12) && (first === 0 || first === 7)) count++;
    }
  }
  return count;
}
