/**
 * A style profile: everything that makes one style different, as data. The engine has no branch on a style's name.
 */
import type { Mode, Style } from '../../../../bridge/protocol/attributes.ts';
import type { Role } from '../../../../bridge/protocol/roles.ts';
import type { Ticks } from '../../../../bridge/protocol/units.ts';

/** How energy moves over the piece, 0…1 at the start, the peak and the end. */
export interface EnergyArc {
  start: number;
  peak: number;
  end: number;
  /** Where the peak lies, 0…1 of the piece. */
  peakAt: number;
}

/** How the harmony of a style moves. */
export interface HarmonyProfile {
  /** Chords in a bar: 2, 1, ½ (one in two bars) or ¼. The first is the usual one; the rest are chosen by seed. */
  chordsPerBar: readonly number[];
  /** Chord loops, most of four, by mode; where a mode has none, its grammar is used. */
  loops: Partial<Record<Mode, readonly (readonly string[])[]>>;
  /** Share of phrases in functional modes that follow a loop and not the grammar. */
  loopShare: number;
  /** Probability that a chord gets one of the extensions. */
  colour: number;
  extensions: readonly ('7' | '+9' | 's2' | 's4' | '6' | '7+9')[];
  /** Probability of chromatic chords (mixture, applied dominants, mediants) at full tension. */
  chromatic: number;
  /** How the piece closes. */
  finalCadence: 'authentic' | 'plagal' | 'modal';
  /** Chords that close the piece in their stead; every mode has to know them. */
  close?: readonly string[];
}

/** How the leading voice of a style moves. */
export interface MelodyProfile {
  /** Notes in a beat group, at density 0 and at density 1. */
  activity: readonly [number, number];
  /** Bars that a motif spans, by preference. */
  motifBars: readonly (1 | 2)[];
  /** Range in semitones around the middle of the role's register. */
  span: number;
  /** Weight of dotted beat groups against even ones. */
  dotted: number;
  /** Shortest note, as parts of a beat group in twelve: 6 allows halves, 3 quarters. */
  finest: 3 | 6;
  /** How dear a leap is against a step; 1 is vocal, 0.5 instrumental. */
  leapCost: number;
  /** How dear a dissonance on a strong beat is; 1 is strict. */
  dissonanceCost: number;
  /** Share of the phrase's last bar that is rest. */
  breath: number;
  /** Share of a note's length that sounds, where nothing else says so. */
  articulation: number;
  /** Share of the beats inside a motif that are anticipated by an eighth or less; none where absent. */
  syncopation?: number;
}

/** Figures that go through the chord's notes one by one. */
export type LadderKind =
  'arpeggio' | 'alberti' | 'broken' | 'strum' | 'ostinato' | 'sequence' | 'drift' | 'inner' | 'tremble';
/** Figures that strike chords in a rhythm of their own. */
export type RhythmKind =
  | 'comp'
  | 'bossa-comp'
  | 'shuffle-riff'
  | 'power'
  | 'keys'
  | 'machine'
  | 'lazy'
  | 'chip'
  | 'after-beats'
  | 'off-beats'
  | 'chop';
/** Patterns of the figure role. */
export type FigureKind = LadderKind | RhythmKind;
/** Basses that play a rhythm on the chord's degrees. */
export type BassGrooveKind =
  'boogie' | 'bossa' | 'oom' | 'tresillo' | 'drive' | 'machine' | 'lazy' | 'gallop' | 'drone';
/** Patterns of the bass role. */
export type BassKind =
  'pedal' | 'roots' | 'root-fifth' | 'pulse' | 'line' | 'octaves' | 'offbeat' | 'walk' | BassGrooveKind;
/** Grooves of the genres. */
export type GrooveKind =
  | 'ride'
  | 'bossa'
  | 'shuffle'
  | 'rock'
  | 'pop'
  | 'gated'
  | 'lazy'
  | 'chip'
  | 'snare-drum'
  | 'waltz'
  | 'bodhran'
  | 'tiptoe';
/** Patterns of the percussion role. */
export type PercussionKind =
  'orchestral' | 'ensemble-drums' | 'club' | 'breakbeat' | 'frame' | 'heartbeat' | 'swells' | GrooveKind;
/** What the colour role adds. */
export type ColourKind = 'doubling' | 'sparkle' | 'toll' | 'glissando' | 'shiver' | 'echo';
/** How the pad moves. */
export type PadKind = 'sustain' | 'homophonic' | 'pulse' | 'cluster' | 'gate' | 'drone';

/** How the parts of a style sound together. */
export interface TextureProfile {
  pad: readonly PadKind[];
  figure: readonly FigureKind[];
  bass: readonly BassKind[];
  percussion: readonly PercussionKind[];
  colour: readonly ColourKind[];
  /** Voices of the pad. */
  padVoices: 3 | 4;
  /** Parallel fifths and octaves between outer and inner voices are forbidden. */
  strictVoices: boolean;
  /** Roles in the order in which energy brings them in. */
  layers: readonly Role[];
  /** Roles that play in the intro where it has them; the first two that exist. */
  intro: readonly Role[];
}

/** Uneven division of a beat: what stands at its half is played at `middle`, and everything between in proportion. */
export interface Shuffle {
  /** Length of the beat in ticks. */
  beat: Ticks;
  /** 320 of 480 are triplets. */
  middle: Ticks;
}

/** How a style is played. */
export interface PerformanceProfile {
  /** Spread of onsets in ticks, one standard deviation; 0 is a machine. */
  looseness: number;
  /** Ticks by which every second eighth comes late; 0 is straight. */
  swing: number;
  /** Swing as a division of the beat, in meters of even beats; none where absent. */
  shuffle?: Shuffle;
  /** Spread of velocities. */
  accent: number;
  /** MIDI volume of each role, 0–127. */
  volume: Readonly<Record<Role, number>>;
  /** Reverb send of each role, 0–127. */
  reverb: Readonly<Record<Role, number>>;
}

/** One style. */
export interface StyleProfile {
  style: Style;
  arc: EnergyArc;
  /** True where the style opens without its melody. */
  intro: boolean;
  /** Phrases of a section, as in a chorus of twelve bars; the form's own choice where absent. */
  sectionPhrases?: number;
  harmony: HarmonyProfile;
  melody: MelodyProfile;
  texture: TextureProfile;
  performance: PerformanceProfile;
}
