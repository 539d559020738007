/**
 * Finds the key of notes, blindly: by scale membership and by cadence.
 *
 *   notes → how long each pitch class sounds → fit of 12 tonics × 7 modes
 *         → bass line → where it ends, rests, falls by a fifth and begins → support for each tonic
 *
 * It is given notes only. Neither the brief nor the engine's own key reach it, so that it can disagree with them.
 */
import { modes } from '../../bridge/protocol/attributes.ts';
import { ticksPerQuarter } from '../../bridge/protocol/units.ts';
import { modeIntervals } from '../engines/score/theory/scale.ts';
import type { Mode } from '../../bridge/protocol/attributes.ts';
import type { Note } from '../../bridge/protocol/score.ts';
import type { MidiNote, PitchClass, Ticks, Unit } from '../../bridge/protocol/units.ts';

/** A key that was found. */
export interface FoundKey {
  tonic: PitchClass;
  mode: Mode;
  /** How far it stands out from the next best key. */
  confidence: Unit;
}

/** What a degree is worth: the triad of the tonic is heard most, foreign notes hardly ever. */
const worth = { tonic: 0.2, third: 0.14, fifth: 0.17, member: 0.09, foreign: 0.006 };

/** Notes that a mode borrows as a matter of course: the leading tone and the melodic sixth of minor, V/V and V/IV of major. */
const borrowed: Readonly<Partial<Record<Mode, Readonly<Record<number, number>>>>> = {
  minor: { 11: 0.05, 9: 0.015 },
  major: { 6: 0.012, 10: 0.012 },
};

/** How much each kind of support counts beside the fit, which is a mean log-likelihood. */
const support = {
  finalChord: 0.4,
  finalBass: 0.3,
  finalTop: 0.1,
  rootTime: 0.3,
  bassTime: 0.25,
  fifths: 0.25,
  opening: 0.15,
};

/** Major and minor are what a listener assumes until a note says otherwise. */
const assumed = 0.03;

/** What sounds together is looked at half bar by half bar. */
const slotTicks = 2 * ticksPerQuarter;

/** A note counts no longer than a bar: a pedal is one statement, however long. */
const longestCounted = 4 * ticksPerQuarter;

/** The key of the notes of all pitched parts together, or undefined where there is nothing to go by. */
export function findKey(notes: readonly Note[]): FoundKey | undefined {
  if (notes.length === 0) return undefined;
  const heard = soundingShares(notes);
  const tonicSupport = supportTonics(notes);
  const ranked = allKeys()
    .map(({ tonic, mode }) => ({
      tonic,
      mode,
      score: fit(heard, tonic, mode) + (tonicSupport[tonic] ?? 0) + (isAssumed(mode) ? assumed : 0),
    }))
    .sort((a, b) => b.score - a.score);
  const [best, next] = ranked;
  if (best === undefined || next === undefined) return undefined;
  return { tonic: best.tonic, mode: best.mode, confidence: 1 - Math.exp(-8 * (best.score - next.score)) };
}

function allKeys(): { tonic: PitchClass; mode: Mode }[] {
  return modes.flatMap((mode) => Array.from({ length: 12 }, (_, tonic) => ({ tonic, mode })));
}

function isAssumed(mode: Mode): boolean {
  return mode === 'major' || mode === 'minor';
}

/** Share of the sounding time of each pitch class. */
function soundingShares(notes: readonly Note[]): number[] {
  const time = new Array<number>(12).fill(0);
  for (const note of notes) add(time, note.pitch, Math.min(note.duration, longestCounted));
  return asShares(time);
}

/** Mean log-likelihood of what was heard in a key. */
function fit(heard: readonly number[], tonic: PitchClass, mode: Mode): number {
  return heard.reduce((sum, share, pitchClass) => {
    const degree = (pitchClass - tonic + 12) % 12;
    return sum + share * Math.log(degreeWorth(degree, mode));
  }, 0);
}

function degreeWorth(degree: number, mode: Mode): number {
  const scale = modeIntervals[mode];
  if (degree === 0) return worth.tonic;
  if (degree === scale[2]) return worth.third;
  if (degree === scale[4]) return worth.fifth;
  if (scale.includes(degree)) return worth.member;
  return borrowed[mode]?.[degree] ?? worth.foreign;
}

/** What speaks for each pitch class as the tonic, whatever the mode. */
function supportTonics(notes: readonly Note[]): number[] {
  const bass = bassLine(notes);
  const total = new Array<number>(12).fill(0);
  const addAll = (shares: readonly number[], weight: number): void => {
    shares.forEach((share, pitchClass) => {
      add(total, pitchClass, share * weight);
    });
  };
  addAll(asShares(rootTime(notes)), support.rootTime);
  addAll(asShares(bassTime(bass)), support.bassTime);
  addAll(asShares(fallingFifths(bass)), support.fifths);
  const [first] = bass;
  if (first !== undefined) add(total, first.pitch, support.opening);
  const close = finalSonority(notes);
  addAll(triadRoots(close), support.finalChord);
  add(total, Math.min(...close), support.finalBass);
  add(total, Math.max(...close), support.finalTop);
  return total;
}

interface BassNote {
  pitch: MidiNote;
  duration: Ticks;
}

/** How often each pitch class is the root of what sounds, half bar by half bar. */
function rootTime(notes: readonly Note[]): number[] {
  const slots = new Map<number, MidiNote[]>();
  for (const note of notes) {
    for (const slot of slotsOf(note)) slots.set(slot, [...(slots.get(slot) ?? []), note.pitch]);
  }
  const time = new Array<number>(12).fill(0);
  for (const pitches of slots.values()) {
    const roots = asShares(triadRoots(pitches).map((value) => value ** 2));
    roots.forEach((share, root) => {
      add(time, root, share);
    });
  }
  return time;
}

/** The half bars in which a note sounds. */
function slotsOf(note: Note): number[] {
  const first = Math.round(note.tick / slotTicks);
  const last = Math.floor((note.tick + note.duration - 1) / slotTicks);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}

/** The lowest pitch of every half bar, repeated pitches joined: in broken chords the lowest note is the bass. */
function bassLine(notes: readonly Note[]): BassNote[] {
  const lowest = new Map<number, MidiNote>();
  for (const note of notes) {
    for (const slot of slotsOf(note)) lowest.set(slot, Math.min(lowest.get(slot) ?? Infinity, note.pitch));
  }
  const line: BassNote[] = [];
  for (const [, pitch] of [...lowest].sort(([a], [b]) => a - b)) {
    const before = line.at(-1);
    if (before?.pitch === pitch) before.duration += slotTicks;
    else line.push({ pitch, duration: slotTicks });
  }
  return line;
}

function bassTime(bass: readonly BassNote[]): number[] {
  const time = new Array<number>(12).fill(0);
  for (const note of bass) add(time, note.pitch, Math.min(note.duration, longestCounted));
  return time;
}

/** Time on notes that the bass reaches by a falling fifth or a rising fourth, as at an authentic cadence. */
function fallingFifths(bass: readonly BassNote[]): number[] {
  const time = new Array<number>(12).fill(0);
  bass.forEach((note, i) => {
    const before = bass[i - 1];
    const isFifth = before !== undefined && (note.pitch - before.pitch + 120) % 12 === 5;
    if (isFifth) add(time, note.pitch, Math.min(note.duration, longestCounted));
  });
  return time;
}

/** The pitches of the end: what begins within the last quarter before the last onset, or still sounds then. */
function finalSonority(notes: readonly Note[]): MidiNote[] {
  const lastOnset = notes.reduce((latest, note) => Math.max(latest, note.tick), 0);
  const near = ticksPerQuarter / 8;
  return notes
    .filter((note) => note.tick >= lastOnset - near || note.tick + note.duration > lastOnset + near)
    .map((note) => note.pitch);
}

/** How far pitches are the triad on each pitch class, 0…1: root, third and fifth are there, and little else. */
function triadRoots(pitches: readonly MidiNote[]): number[] {
  const classes = new Set(pitches.map((pitch) => pitch % 12));
  return Array.from({ length: 12 }, (_, root) => {
    const has = (interval: number): boolean => classes.has((root + interval) % 12);
    if (!has(0)) return 0;
    const members = 1 + Number(has(3) || has(4)) + Number(has(7));
    return (members * members) / (3 * Math.max(3, classes.size));
  });
}

function add(totals: number[], pitch: number, amount: number): void {
  const pitchClass = ((pitch % 12) + 12) % 12;
  totals[pitchClass] = (totals[pitchClass] ?? 0) + amount;
}

function asShares(totals: readonly number[]): number[] {
  const sum = totals.reduce((total, value) => total + value, 0);
  return sum === 0 ? [...totals] : totals.map((value) => value / sum);
}
