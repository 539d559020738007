/**
 * Names for pitches: which of C sharp and D flat.
 *
 * A name is a place on the line of fifths … B♭ −2, F −1, C 0, G 1 … F♯ 6, C♯ 7 … (Temperley, *The Cognition of Basic
 * Musical Structures*, 2001, chapter 5). Tones of the sounding chord are spelled as the chord is; others as the key is,
 * between three fifths below its tonic and eight above.
 */
import { spelledChord } from '../../bridge/protocol/chordName.ts';
import { keySignatureFifths } from '../rendering/keySignature.ts';
import type { Tonic } from '../../bridge/protocol/attributes.ts';
import type { ChordChange, KeyChange, Score } from '../../bridge/protocol/score.ts';
import type { MidiNote, PitchClass, Ticks } from '../../bridge/protocol/units.ts';

/** A place on the line of fifths; C is 0. */
export type FifthsPlace = number;

/** A pitch as it is written. */
export interface SpelledPitch {
  step: string;
  /** Semitones: 1 sharp, −1 flat. */
  alter: number;
  /** 4 begins at middle C. */
  octave: number;
}

const lineOfLetters = 'FCGDAEB';

/** Spells the pitches of a score by key and chord at a tick. */
export type Speller = (tick: Ticks, pitch: MidiNote) => FifthsPlace;

/** Makes the speller of a score. Ticks may be asked for in any order. */
export function spellerOf({ keys, chords }: Pick<Score, 'keys' | 'chords'>): Speller {
  const chordPlaces = new Map<ChordChange, Map<PitchClass, FifthsPlace>>();
  const placesOf = (chord: ChordChange, tonic: Tonic): Map<PitchClass, FifthsPlace> => {
    const found = chordPlaces.get(chord) ?? chordTones(chord, tonic);
    chordPlaces.set(chord, found);
    return found;
  };
  return (tick, pitch) => {
    const key = lastAt(keys, tick) ?? keys[0];
    const chord = lastAt(chords, tick);
    const inChord = chord === undefined ? undefined : placesOf(chord, key?.tonic ?? 'C').get(pitch % 12);
    return inChord ?? placeInKey(pitch % 12, key);
  };
}

/** The pitch of a key (a MIDI note) under a name, whose pitch class it must be. */
export function pitchOf(place: FifthsPlace, pitch: MidiNote): SpelledPitch {
  const alter = Math.floor((place + 1) / 7);
  return {
    step: lineOfLetters.charAt((((place + 1) % 7) + 7) % 7),
    alter,
    octave: Math.floor((pitch - alter) / 12) - 1,
  };
}

/** The place of a name such as `Bb`. */
export function placeOfName(name: string): FifthsPlace {
  const sharps = name.split('#').length - name.slice(1).split('b').length;
  return lineOfLetters.indexOf(name.charAt(0)) - 1 + 7 * sharps;
}

/** The last of those that begin at a tick or before; `all` is sorted. */
export function lastAt<T extends { tick: Ticks }>(all: readonly T[], tick: Ticks): T | undefined {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle]?.tick ?? Infinity) <= tick) low = middle + 1;
    else high = middle;
  }
  return all[low - 1];
}

function chordTones(chord: ChordChange, tonic: Tonic): Map<PitchClass, FifthsPlace> {
  const { tones, bass } = spelledChord(chord, tonic);
  const places = new Map<PitchClass, FifthsPlace>([[chord.bass, placeOfName(bass)]]);
  chord.tones.forEach((tone, i) => places.set(tone, placeOfName(tones[i] ?? 'C')));
  return places;
}

function placeInKey(pitchClass: PitchClass, key: KeyChange | undefined): FifthsPlace {
  const lowest = (key === undefined ? 0 : keySignatureFifths(key.tonic, key.mode)) - 3;
  // Seven fifths up are one semitone: the pitch class of a place is seven times it, and the other way round.
  const place = (pitchClass * 7) % 12;
  return lowest + ((((place - lowest) % 12) + 12) % 12);
}
