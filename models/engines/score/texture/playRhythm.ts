/** Plays a figure that strikes chords: its rhythm, bar by bar, on the chords of a phrase. */
import { ceilingOf, closingChord, dropDoubled, ladderOf } from './figureLadder.ts';
import { figureRhythms } from './figureRhythms.ts';
import { chordAt } from '../harmony/writeHarmony.ts';
import { mod, pitchesWithin } from '../theory/scale.ts';
import type { MidiNote, Unit } from '../../../../bridge/protocol/units.ts';
import type { Chord } from '../theory/chord.ts';
import type { Phrase } from '../form/form.ts';
import type { LineNote } from '../melody/line.ts';
import type { Composition } from '../composition.ts';
import type { Band } from '../orchestration/registers.ts';
import type { RhythmKind } from '../styles/styleProfile.ts';
import type { LadderOf, Strike } from './figureRhythms.ts';

/** A rhythm as a theme has it. */
export interface ThemeRhythm {
  kind: RhythmKind;
  variant: number;
  busy: Unit;
}

/** Riffs lie this much lower than chords. */
const under = 8;

/** The notes of a phrase. */
export function playRhythm(
  { kind, variant, busy }: ThemeRhythm,
  phrase: Phrase,
  { request, spans }: Composition,
  melody: readonly LineNote[],
  band: Band,
): LineNote[] {
  const { bar, groups } = request.grid;
  const { ladder, strikes } = figureRhythms[kind];
  const hasBass = phrase.roles.has('bass');
  const notes: LineNote[] = [];
  for (let i = 0; i < phrase.bars; i++) {
    const start = (phrase.startBar + i) * bar;
    const room = { ...band, high: ceilingOf(melody, start, start + bar, band) };
    if (phrase.cadence === 'final' && i === phrase.bars - 1) {
      notes.push(...closingChord({ start, bar, spread: 0 }, spans, room, !hasBass));
      break;
    }
    for (const strike of strikes({ groups, odd: i % 2 === 1, busy, variant })) {
      const tick = start + strike.offset;
      const { chord } = chordAt(spans, tick);
      const pitches = struckNotes(strike, ladder, chord, room, hasBass);
      notes.push(...pitches.map((pitch) => ({ tick, duration: strike.duration, pitch, motif: false })));
    }
  }
  return dropDoubled(notes);
}

function struckNotes(
  { place, voices }: Strike,
  ladder: LadderOf,
  chord: Chord,
  band: Band,
  hasBass: boolean,
): MidiNote[] {
  if (ladder === 'riff') return riffNotes(place, chord, band);
  const notes = ladder === 'power' ? powerNotes(chord, band) : chordNotes(chord, band, hasBass);
  const from = Math.min(place, Math.max(0, notes.length - voices));
  return notes.slice(from, from + voices);
}

/** The chord without its root where the bass has that and enough is left: what a pianist's left hand plays. */
function chordNotes({ tones, root, bass }: Chord, band: Band, hasBass: boolean): MidiNote[] {
  if (!hasBass) return ladderOf(tones, band, bass);
  return ladderOf(tones.length > 3 ? tones.filter((tone) => tone !== root) : tones, band, undefined);
}

/** Root, fifth and octave. */
function powerNotes({ tones, root }: Chord, band: Band): MidiNote[] {
  const pitches = pitchesWithin([root, tones[2] ?? root], band.low - under, band.low + 24);
  return pitches.slice(pitches.findIndex((pitch) => mod(pitch, 12) === root));
}

/** The root with the fifth above it, or with the sixth. */
function riffNotes(place: number, { tones, root, scale, degree }: Chord, band: Band): MidiNote[] {
  const [low = band.low] = pitchesWithin([root], band.low - under, band.low - under + 11);
  const above = place === 0 ? (tones[2] ?? root) : (scale[mod(degree + 5, 7)] ?? root);
  return [low, low + mod(above - root, 12)];
}
