/** What was found in music that someone gives as an example. */
import type { Meter, Register } from '../../bridge/protocol/attributes.ts';
import type { BeatsPerMinute, Lufs, Seconds, Unit } from '../../bridge/protocol/units.ts';
import type { TagProbability } from './audioEncoder.ts';
import type { Estimate } from './estimate.ts';
import type { MusicHints } from './tagHints.ts';

/** How loud a recording is. */
export interface ReferenceLoudness {
  /** Integrated, gated (ITU-R BS.1770-4), both channels as two loudspeakers play them. */
  integrated: Lufs;
  /** Loudest three seconds above the integrated loudness, in LU: 0 for music of one level. */
  swell: number;
}

/** What the brief takes from a reference beside its words. */
export interface HeardMusic extends Pick<
  ReferenceReading,
  'tempo' | 'key' | 'meter' | 'loudness' | 'brightness' | 'density' | 'register' | 'dynamics' | 'hints'
> {
  /** What a person calls the reference: the name of its file. */
  name: string;
}

/**
 * What perception found in a reference, in a recording and in a MIDI file alike. What could not be told is absent.
 */
export interface ReferenceReading {
  /** Identifier of the condition. */
  condition: string;
  kind: 'reference-audio' | 'reference-midi';
  /** The person's weight for it, 0…10. */
  weight: number;
  seconds: Seconds;
  tempo?: Estimate<BeatsPerMinute>;
  /** As attributes write it, such as `D minor`. */
  key?: Estimate<string>;
  /** Of a MIDI file whose meter the engines know. */
  meter?: Estimate<Meter>;
  /** Of a recording. */
  loudness?: ReferenceLoudness;
  /** How bright it sounds, dull 0 to brilliant 1; of a recording. */
  brightness?: Unit;
  /** How much happens, on the brief's scale: onsets a second in recordings, notes a second in MIDI files. */
  density: Unit;
  /** Where the music lies; of a MIDI file. */
  register?: Register;
  /** How loud it is played, 0…1; of a MIDI file by its velocities. */
  dynamics?: Unit;
  /** All tags, the likeliest first; empty for MIDI files and without the audio pack. */
  tags: TagProbability[];
  /** Unit length; empty for MIDI files and without the audio pack. */
  embedding: Float32Array;
  /** What tags, or the MIDI file's programs, suggest. */
  hints: MusicHints;
  /** A sentence about its sound for the text encoder; empty where nothing is known of it. */
  description: string;
  /** One clause in words: what was found, for the shares and the terminal. */
  summary: string;
  /** What the person should know about this reading. */
  notes: string[];
}
