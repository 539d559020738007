/**
 * Attributes: what the music is to be like, in numbers and names that a person can read and change.
 * Ranges, spellings and defaults live here once; the command line, the brief and the engines all read them.
 */
import { z } from 'zod';
import { instrumentIds } from './instruments.ts';
import { roles } from './roles.ts';

/** The seven modes that a key can have; `major` is ionian and `minor` is aeolian with its harmonic dominant. */
export const modes = ['major', 'minor', 'dorian', 'phrygian', 'lydian', 'mixolydian', 'locrian'] as const;
/** One of the seven {@link modes}. */
export type Mode = (typeof modes)[number];

/** Tonic spellings that we write: those whose key signature has at most seven accidentals. */
export const tonics = [
  'C',
  'C#',
  'Db',
  'D',
  'D#',
  'Eb',
  'E',
  'F',
  'F#',
  'Gb',
  'G',
  'G#',
  'Ab',
  'A',
  'A#',
  'Bb',
  'B',
  'Cb',
] as const;
/** One of the {@link tonics}. */
export type Tonic = (typeof tonics)[number];

/** Meters that the engines know. */
export const meters = ['2/4', '3/4', '4/4', '5/4', '6/8', '7/8', '9/8', '12/8'] as const;
/** One of the {@link meters}. */
export type Meter = (typeof meters)[number];

/** Where the music lies: roughly below C4, around C5, above C6 for the leading voice. */
export const registers = ['low', 'middle', 'high'] as const;
/** One of the {@link registers}. */
export type Register = (typeof registers)[number];

/** Styles that have a profile in the score engine. */
export const styles = [
  'cinematic',
  'ambient',
  'piano',
  'strings',
  'choral',
  'folk',
  'electronic',
  'horror',
  'jazz',
  'bossa',
  'blues',
  'rock',
  'pop',
  'synthwave',
  'lofi',
  'chiptune',
  'comedy',
  'march',
  'waltz',
  'celtic',
] as const;
/** One of the {@link styles}. */
export type Style = (typeof styles)[number];

/** One role with the instrument that plays it. `program` is the General MIDI program 0–127 (a drum kit's for percussion). */
export const roleInstrumentSchema = z.object({
  role: z.enum(roles),
  instrument: z.enum(instrumentIds),
  program: z.number().int().min(0).max(127),
});
/** One role with the instrument that plays it. */
export type RoleInstrument = z.infer<typeof roleInstrumentSchema>;

/** Limits of the numeric attributes: tempo in BPM, bars, seconds; the rest have no unit. */
export const attributeRanges = {
  tempo: { min: 30, max: 260 },
  bars: { min: 1, max: 2000 },
  seconds: { min: 2, max: 3600 },
  valence: { min: -1, max: 1 },
  arousal: { min: -1, max: 1 },
  tension: { min: 0, max: 1 },
  density: { min: 0, max: 1 },
  brightness: { min: 0, max: 1 },
  dynamics: { min: 0, max: 1 },
} as const;

/** Name of an attribute that is a number with a range. */
export type NumericAttribute = keyof typeof attributeRanges;

function inRange(name: NumericAttribute): z.ZodNumber {
  return z.number().min(attributeRanges[name].min).max(attributeRanges[name].max);
}

/** A key as written: tonic, space, mode; e.g. `D minor`, `Eb major`, `Bb dorian`. */
export const keySchema = z
  .string()
  .regex(new RegExp(`^[A-G][#b]? (${modes.join('|')})$`), 'a key is a tonic and a mode, such as "D minor"');

/** The value of every attribute, by name. */
export const attributeValueSchemas = {
  tempo: inRange('tempo'),
  key: keySchema,
  meter: z.enum(meters),
  bars: inRange('bars').int(),
  seconds: inRange('seconds'),
  valence: inRange('valence'),
  arousal: inRange('arousal'),
  tension: inRange('tension'),
  density: inRange('density'),
  brightness: inRange('brightness'),
  dynamics: inRange('dynamics'),
  register: z.enum(registers),
  style: z.enum(styles),
  instruments: z.array(roleInstrumentSchema),
} as const;

/** Name of an attribute. */
export type AttributeName = keyof typeof attributeValueSchemas;

/** All attribute names, in the order in which they are shown. */
export const attributeNames = Object.keys(attributeValueSchemas) as AttributeName[];

/** Value type of an attribute by its name. */
export type AttributeValue<N extends AttributeName> = z.infer<(typeof attributeValueSchemas)[N]>;

/** Attributes that the person gave outright; none is required. */
export const givenAttributesSchema = z.object(attributeValueSchemas).partial();
/** Attributes that the person gave outright; none is required. */
export type GivenAttributes = z.infer<typeof givenAttributesSchema>;
