/**
 * Units as types, and the only converters between them.
 *
 * They are aliases of `number`: they cost nothing and make a signature say what its numbers mean.
 */

/** Time in seconds. */
export type Seconds = number;
/** Time in milliseconds. */
export type Milliseconds = number;
/** Time in quarter notes, whatever the meter. */
export type Quarters = number;
/** Time in MIDI ticks, {@link ticksPerQuarter} to a quarter note. Always an integer. */
export type Ticks = number;
/** Time in sample frames (one frame holds a sample of every channel). Always an integer. */
export type Frames = number;
/** Sample frames per second. */
export type Hertz = number;
/** Quarter notes per minute in simple meters, dotted quarters per minute in 6/8, 9/8 and 12/8. */
export type BeatsPerMinute = number;
/** A MIDI note number, 0–127; 60 is middle C (C4). */
export type MidiNote = number;
/** A MIDI velocity, 1–127. */
export type MidiVelocity = number;
/** A pitch class, 0 (C) to 11 (B). */
export type PitchClass = number;
/** A ratio in decibels. */
export type Decibels = number;
/** Loudness in LUFS (ITU-R BS.1770-4, integrated, gated). */
export type Lufs = number;
/** A number in 0…1. */
export type Unit = number;
/** A number in −1…1. */
export type Bipolar = number;

/** MIDI resolution of everything we write: divisible by 3, 5 and 32. */
export const ticksPerQuarter = 480;

/** Microseconds of a quarter note at a tempo in quarters per minute, as MIDI's tempo event stores it (24 bit). */
export function microsecondsPerQuarter(quartersPerMinute: number): number {
  return Math.round(60_000_000 / quartersPerMinute);
}

/** Amplitude ratio of a level in decibels. */
export function decibelsToGain(level: Decibels): number {
  return 10 ** (level / 20);
}

/** Level in decibels of an amplitude ratio; −Infinity for 0. */
export function gainToDecibels(gain: number): Decibels {
  return 20 * Math.log10(gain);
}

/** Frequency of a MIDI note in equal temperament, A4 = 440 Hz. */
export function midiNoteToHertz(note: MidiNote): Hertz {
  return 440 * 2 ** ((note - 69) / 12);
}
