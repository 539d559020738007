/** What can be counted in a draft: the checklist of a good cue as numbers, for the selector and for evaluation. */
import { chordAt, splitBar } from '../harmony/writeHarmony.ts';
import { diatonicSize } from '../melody/chooseLine.ts';
import { degreeClass, mod } from '../theory/scale.ts';
import { isMuddy, parallels } from '../theory/voiceChords.ts';
import { pitchAt } from '../texture/sounding.ts';
import type { Mode } from '../../../../bridge/protocol/attributes.ts';
import type { Unit } from '../../../../bridge/protocol/units.ts';
import type { Composition } from '../composition.ts';
import type { LineNote } from '../melody/line.ts';
import type { VoicedChord } from '../texture/writePad.ts';

/** A piece before it is orchestrated. */
export interface Draft {
  composition: Composition;
  melody: readonly LineNote[];
  bass: readonly LineNote[];
  voiced: readonly VoicedChord[];
}

/** Counted features; shares are of what they name. */
export interface Features {
  /** Melody intervals of a step, repeated notes left out. */
  steps: Unit;
  /** Leaps of a sixth and more that are answered by a step the other way. */
  recovered: Unit;
  /** Melody notes on strong beats that are chord tones. */
  strongConsonance: Unit;
  /** Melody notes that belong to a form of the motif. */
  motif: Unit;
  /** Phrases that state the motif. */
  motifPhrases: Unit;
  /** Melody notes that repeat the one before. */
  repeats: Unit;
  /** Semitones from the lowest to the highest melody note. */
  range: number;
  /** Times the highest note of the melody is struck, per section. */
  climaxes: number;
  /** Different chords among all. */
  chordVariety: Unit;
  /** Parallel fifths and octaves per chord change, inner voices with the bass and the melody. */
  parallels: number;
  /** Chords with notes under the low-interval limit. */
  mud: number;
  /** Share of the time in which the notes sound that tell the mode from its neighbours, the rarest of them. */
  character: Unit;
  /** Time of the tonic against that of the longest other pitch class; above 1 it is the centre. */
  tonicLead: number;
  /** Share of the time that belongs to the tonic chord. */
  tonicTime: Unit;
}

/** Degrees that tell a mode from the modes next to it: without them it could be another. */
const characteristic: Readonly<Record<Mode, readonly number[]>> = {
  major: [3, 6],
  minor: [1, 5],
  dorian: [2, 5],
  phrygian: [1, 4],
  lydian: [3, 6],
  mixolydian: [2, 6],
  locrian: [1, 4],
};

/** Counts the features of a draft. A draft without a melody has its melodic shares at 1. */
export function featuresOf(draft: Draft): Features {
  const { melody, composition, voiced } = draft;
  const times = soundingTimes(draft);
  const moves = melody.slice(1).map((note, i) => note.pitch - (melody[i]?.pitch ?? note.pitch));
  const moving = moves.filter((move) => move !== 0);
  const pitches = melody.map((note) => note.pitch);
  const top = Math.max(...pitches, 0);
  const sounding = composition.form.phrases.filter((phrase) => phrase.roles.has('lead'));
  return {
    steps: share(moving, (move) => Math.abs(move) <= 2),
    recovered: recoveredLeaps(moves),
    strongConsonance: strongConsonance(melody, composition),
    motif: share(melody, (note) => note.motif),
    motifPhrases: share(sounding, (phrase) => {
      const start = phrase.startBar * composition.request.grid.bar;
      const end = start + phrase.bars * composition.request.grid.bar;
      return melody.filter((note) => note.motif && note.tick >= start && note.tick < end).length >= 3;
    }),
    repeats: melody.length < 2 ? 0 : moves.filter((move) => move === 0).length / moves.length,
    range: pitches.length === 0 ? 0 : top - Math.min(...pitches),
    climaxes: pitches.filter((pitch) => pitch === top).length / Math.max(1, composition.form.sections.length),
    chordVariety:
      new Set(voiced.map(({ span }) => span.chord.numeral)).size / Math.min(8, Math.max(1, voiced.length)),
    parallels: countParallels(draft) / Math.max(1, voiced.length - 1),
    character: characterOf(draft, times),
    tonicLead: tonicLeadOf(draft, times),
    tonicTime: timeOf(voiced, ({ span }) => span.chord.degree === 0 && !span.chord.numeral.startsWith('V7/')),
    mud: voiced.filter(({ pitches: notes, span }) => hasMud([pitchAt(draft.bass, span.tick), ...notes]))
      .length,
  };
}

function share<T>(items: readonly T[], test: (item: T) => boolean): Unit {
  return items.length === 0 ? 1 : items.filter(test).length / items.length;
}

function recoveredLeaps(moves: readonly number[]): Unit {
  const leaps = moves
    .map((move, i) => ({ move, next: moves[i + 1] }))
    .filter(({ move, next }) => Math.abs(move) >= 8 && next !== undefined);
  return share(
    leaps,
    ({ move, next }) =>
      next !== undefined &&
      next !== 0 &&
      Math.sign(next) !== Math.sign(move) &&
      Math.abs(diatonicSize(next)) <= 2,
  );
}

function strongConsonance(melody: readonly LineNote[], { request, spans }: Composition): Unit {
  const { grid } = request;
  const [half = grid.bar] = splitBar(grid.groups);
  const strong = melody.filter((note) => note.tick % grid.bar === 0 || note.tick % grid.bar === half);
  return share(strong, (note) => chordAt(spans, note.tick).chord.tones.includes(mod(note.pitch, 12)));
}

/** Parallels at chord changes: from what sounded just before the change to what sounds at it. */
function countParallels({ voiced, bass, melody }: Draft): number {
  let count = 0;
  for (const [i, to] of voiced.entries()) {
    const from = voiced[i - 1];
    if (from === undefined || from.pitches.length !== to.pitches.length) continue;
    const { tick } = to.span;
    count += parallels(
      [pitchAt(bass, tick - 1), ...from.pitches, pitchAt(melody, tick - 1)],
      [pitchAt(bass, tick), ...to.pitches, pitchAt(melody, tick)],
    );
  }
  return count;
}

function timeOf(voiced: readonly VoicedChord[], test: (chord: VoicedChord) => boolean): Unit {
  const total = voiced.reduce((sum, { span }) => sum + span.duration, 0);
  return voiced.filter(test).reduce((sum, { span }) => sum + span.duration, 0) / Math.max(1, total);
}

/** How long each pitch class sounds in melody, voicings and bass. */
function soundingTimes({ voiced, melody, bass, composition }: Draft): number[] {
  const hasBass = composition.request.instruments.some((entry) => entry.role === 'bass');
  const time = new Array<number>(12).fill(0);
  const add = (pitch: number, duration: number): void => {
    time[mod(pitch, 12)] = (time[mod(pitch, 12)] ?? 0) + duration;
  };
  for (const { span, pitches } of voiced) for (const pitch of pitches) add(pitch, span.duration);
  for (const note of [...melody, ...(hasBass ? bass : [])]) add(note.pitch, note.duration);
  return time;
}

function characterOf({ composition }: Draft, times: readonly number[]): Unit {
  const total = times.reduce((sum, value) => sum + value, 0);
  const { key } = composition.request;
  const shares = characteristic[key.mode].map(
    (degree) => (times[degreeClass(key, degree)] ?? 0) / Math.max(1, total),
  );
  return Math.min(...shares);
}

/** The tonic's time against that of the pitch class that sounds longest beside it and its fifth. */
function tonicLeadOf({ composition }: Draft, times: readonly number[]): number {
  const { key } = composition.request;
  const tonic = degreeClass(key, 0);
  const fifth = degreeClass(key, 4);
  const others = times.filter((_, pitchClass) => pitchClass !== tonic && pitchClass !== fifth);
  return (times[tonic] ?? 0) / Math.max(1, ...others);
}

function hasMud(pitches: readonly (number | undefined)[]): boolean {
  const sounding = pitches.filter((pitch) => pitch !== undefined).sort((a, b) => a - b);
  return sounding.some((pitch, i) => i > 0 && isMuddy(sounding[i - 1] ?? 0, pitch));
}
