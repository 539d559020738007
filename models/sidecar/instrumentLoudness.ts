/**
 * How loud our SoundFont's instruments are: K-weighted level, in LUFS, of a part that sounds one note at full velocity and
 * full volume all the time, its reverberation included.
 *
 * Measured on the stems of 48 takes in the first eight styles (226 parts; two virtual parts of the mean level keep rare
 * instruments near it). `predictGain.ts` says how it is used.
 */
import type { InstrumentId } from '../../bridge/protocol/instruments.ts';
import type { Lufs } from '../../bridge/protocol/units.ts';

/** The mean, for instruments that were not among them. */
export const meanLoudness: Lufs = -18.6;

/** Level of each instrument that was measured. */
export const instrumentLoudness: Readonly<Partial<Record<InstrumentId, Lufs>>> = {
  accordion: -21.6,
  'acoustic-bass': -20.4,
  atmosphere: -17.4,
  'bowed-pad': -17.3,
  brass: -16.0,
  'brush-kit': -17.1,
  cello: -16.6,
  choir: -16.9,
  'church-organ': -15.2,
  clarinet: -17.3,
  contrabass: -19.5,
  crystal: -17.3,
  'drum-kit': -17.4,
  'electric-piano': -17.8,
  'electronic-kit': -18.9,
  fiddle: -20.3,
  flute: -17.0,
  'french-horn': -15.4,
  'metallic-pad': -16.5,
  'music-box': -23.6,
  'new-age-pad': -17.6,
  'nylon-guitar': -21.3,
  'orchestral-kit': -17.7,
  piano: -22.5,
  'pizzicato-strings': -22.3,
  'polysynth-pad': -16.1,
  'slow-strings': -18.0,
  'square-lead': -18.7,
  strings: -19.3,
  'synth-bass': -20.4,
  timpani: -18.8,
  'tremolo-strings': -18.7,
  trumpet: -17.3,
  'tubular-bells': -18.5,
  viola: -16.7,
  violin: -19.7,
  'voice-oohs': -16.5,
  'warm-pad': -17.2,
};
