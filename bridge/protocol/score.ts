/**
 * The score: what the score engine writes, the renderer plays and `score.mid` holds.
 *
 * Time is in ticks, {@link ticksPerQuarter} to a quarter note, from the start of the piece. Everything is an integer,
 * so that the same brief and seed give the same bytes on every machine.
 */
import type { InstrumentId } from './instruments.ts';
import type { Meter, Mode, Tonic } from './attributes.ts';
import type { Role } from './roles.ts';
import type { MidiNote, MidiVelocity, PitchClass, Seconds, Ticks } from './units.ts';

/** One note. */
export interface Note {
  tick: Ticks;
  /** Sounding length, at least 1. */
  duration: Ticks;
  pitch: MidiNote;
  midiVelocity: MidiVelocity;
}

/** A controller change; `controller` is the MIDI number (11 expression, 64 sustain, 1 modulation). */
export interface ControllerEvent {
  tick: Ticks;
  controller: number;
  /** 0–127. */
  value: number;
}

/** A pitch bend; `value` is −8192…8191 over ±2 semitones. */
export interface BendEvent {
  tick: Ticks;
  value: number;
}

/** One role's part: one MIDI track, one stem. Notes are sorted by tick, then pitch. */
export interface Part {
  role: Role;
  /** Name of the MIDI track, such as `lead: Oboe`. */
  name: string;
  instrument: InstrumentId;
  /** General MIDI program 0–127 (of channel 10 for kits). */
  program: number;
  /** MIDI channel 0–15; 9 for kits only. */
  channel: number;
  /** MIDI volume (CC7), 0–127. */
  volume: number;
  /** MIDI pan (CC10), 0 left, 64 middle, 127 right. */
  pan: number;
  /** Reverb send (CC91), 0–127. */
  reverb: number;
  /** Chorus send (CC93), 0–127. */
  chorus: number;
  notes: Note[];
  controllers: ControllerEvent[];
  bends: BendEvent[];
}

/** A tempo from a tick on. */
export interface TempoChange {
  tick: Ticks;
  /** Microseconds of a quarter note, an integer as MIDI stores it. */
  microsecondsPerQuarter: number;
  /** True inside a marked ritardando. */
  ritardando?: true;
}

/** A meter from a tick on. */
export interface MeterChange {
  tick: Ticks;
  meter: Meter;
}

/** A key from a tick on. */
export interface KeyChange {
  tick: Ticks;
  tonic: Tonic;
  mode: Mode;
}

/** A span of form. Bars count from 1. */
export interface ScoreSection {
  label: string;
  tick: Ticks;
  bar: number;
  bars: number;
}

/** A chord from a tick on, for the piano-roll, MusicXML and the DAW. */
export interface ChordChange {
  tick: Ticks;
  duration: Ticks;
  root: PitchClass;
  /** Pitch classes of the chord, the root first. */
  tones: PitchClass[];
  bass: PitchClass;
  /** Roman numeral in the key, such as `V7` or `bVI`. */
  numeral: string;
}

/** A labelled moment in the MIDI. */
export interface Marker {
  tick: Ticks;
  text: string;
}

/** A moment that the music was to meet, and where it meets it. */
export interface ScoreHit {
  id: string;
  label: string;
  /** When it was asked for. */
  asked: Seconds;
  /** When the accent sounds. */
  met: Seconds;
  tick: Ticks;
  /** From 1. */
  bar: number;
  /** By what the music got there, in words: tempo, bars, place in the bar. */
  how: string;
}

/** A statement of a theme, where it was written. */
export interface ScoreTheme {
  /** Identifier and name of the theme. */
  theme: string;
  name: string;
  role: Role;
  instrument: InstrumentId;
  tick: Ticks;
  /** To the end of its last note. */
  duration: Ticks;
  /** From 1. */
  bar: number;
  /** Beat of the bar that the tempo counts, from 1. */
  beat: number;
  /** How much longer its notes are than in the book: 2 is augmented, 0.5 diminished. */
  factor: number;
  /** How many of its notes sound, of how many. */
  notes: number;
  of: number;
  /** The key that it sounds in. */
  key: string;
  /** Name of the theme that sounds against it. */
  against?: string;
}

/** The whole piece. */
export interface Score {
  title: string;
  parts: Part[];
  tempos: TempoChange[];
  meters: MeterChange[];
  keys: KeyChange[];
  sections: ScoreSection[];
  chords: ChordChange[];
  markers: Marker[];
  /** Present where hits were asked for. */
  hits?: ScoreHit[];
  /** Present where themes are stated, in order. */
  themes?: ScoreTheme[];
  /** Number of bars; the music ends at the end of the last. */
  bars: number;
  /** End of the last bar. Notes may ring beyond it. */
  endTick: Ticks;
  /** Length of the take: music and ring-out. */
  seconds: Seconds;
}
