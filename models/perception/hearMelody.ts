/**
 * A recording of somebody who sings or plays becomes a line of notes.
 *
 *   stereo → mono ─► how far it is out of tune ─► 22.05 kHz, in tune ─► which pitches sound and begin ─► notes ─► the strongest line ─► what is begun again
 *                                                         └─► level: what is nearly silent has no pitch
 */
import { resample } from '../audio/resample.ts';
import { activeNotes } from './activeNotes.ts';
import { notesAgain } from './notesAgain.ts';
import { pitchShape } from './pitchDetector.ts';
import { soundLevels } from './soundLevels.ts';
import { strongestLine } from './strongestLine.ts';
import type { AbortSignalLike } from '../../bridge/protocol/errors.ts';
import type { Decibels, Hertz, MidiNote, Seconds, Unit } from '../../bridge/protocol/units.ts';
import type { PackPitchDetector, PitchActivity } from './pitchDetector.ts';

/** A note of the melody. */
export interface MelodyNote {
  pitch: MidiNote;
  /** When it begins, from the beginning of the recording. */
  seconds: Seconds;
  duration: Seconds;
  /** How surely it was heard. */
  strength: Unit;
}

/** What was heard. */
export interface HeardMelody {
  /** One after the other. */
  notes: MelodyNote[];
  /** How far the recording is off A4 = 440 Hz, in semitones, to a quarter: what is sung alone is seldom in tune. */
  tuning: number;
  /** Share of the time with sound in which a note of the melody is heard. */
  voiced: Unit;
  /** Share of the melody in which another voice sounds nearly as strongly. */
  shared: Unit;
}

/** Below the loudest frame by so much a recording is silent. */
const silentBelow: Decibels = 40;
/** Tunings that are tried, in semitones. */
const tunings = [0, 0.25, 0.5, -0.25] as const;
/** How much more has to be heard at another tuning than at A4 = 440 Hz. */
const clearly = 1.15;
/** How much of the recording the tuning is found on. */
const tunedOn: Seconds = 4;

/**
 * Listens to a recording.
 *
 * The same samples give the same melody on one machine; on another one a probability next to a threshold may fall to the other side.
 *
 * @throws LeitmotifError `inference-failed`, `cancelled`
 */
export async function hearMelody(
  { stereo, sampleRate }: { stereo: readonly [Float32Array, Float32Array]; sampleRate: Hertz },
  detector: Pick<PackPitchDetector, 'listen'>,
  options: { signal?: AbortSignalLike | undefined } = {},
): Promise<HeardMelody> {
  const [left, right] = stereo;
  const mono = left === right ? left : left.map((value, i) => (value + (right[i] as number)) / 2);
  const tuning = await tuningOf(mono, sampleRate, detector, options);
  const rate = tunedRate(tuning);
  const samples = resample(mono, sampleRate, rate);
  const levels = soundLevels(samples, pitchShape.hop);
  const activity = withoutSilence(await detector.listen(samples, options), levels);
  const { notes, shared } = strongestLine(activeNotes(activity), activity);
  const line = notesAgain(notes, activity, levels);
  const sounding = levels.filter((level) => level > floorOf(levels)).length;
  const inSeconds = pitchShape.hop / rate;
  const heard = line.reduce((sum, { start, end }) => sum + end - start, 0);
  return {
    notes: line.map(({ pitch, start, end, strength }) => ({
      pitch,
      seconds: start * inSeconds,
      duration: (end - start) * inSeconds,
      strength,
    })),
    tuning,
    voiced: sounding === 0 ? 0 : Math.min(1, heard / sounding),
    shared,
  };
}

/** The tuning at which the network is surest of what it hears. */
async function tuningOf(
  mono: Float32Array,
  sampleRate: Hertz,
  detector: Pick<PackPitchDetector, 'listen'>,
  options: { signal?: AbortSignalLike | undefined },
): Promise<number> {
  const first = mono.findIndex((value) => Math.abs(value) > 0.01);
  const excerpt = mono.subarray(Math.max(0, first), Math.max(0, first) + tunedOn * sampleRate);
  let best = { tuning: 0, certainty: 0 };
  for (const tuning of tunings) {
    const activity = await detector.listen(resample(excerpt, sampleRate, tunedRate(tuning)), options);
    const certainty = certaintyOf(activity);
    if (certainty > best.certainty * (best.tuning === 0 ? clearly : 1)) best = { tuning, certainty };
  }
  return best.tuning;
}

/** Sound at this rate, taken for 22.05 kHz, is in tune. */
function tunedRate(tuning: number): Hertz {
  return Math.round(pitchShape.sampleRate * 2 ** (tuning / 12));
}

/** Mean square of each frame's surest pitch. */
function certaintyOf({ frames, notes }: PitchActivity): number {
  let sum = 0;
  for (let i = 0; i < frames; i++) {
    const row = notes.subarray(i * pitchShape.pitches, (i + 1) * pitchShape.pitches);
    sum += row.reduce((most, value) => Math.max(most, value), 0) ** 2;
  }
  return sum / frames;
}

function floorOf(levels: Float64Array): Decibels {
  return levels.reduce((most, level) => Math.max(most, level), -Infinity) - silentBelow;
}

/** The network hears each window as if its loudest were loud: what is nearly silent is no note. */
function withoutSilence(activity: PitchActivity, levels: Float64Array): PitchActivity {
  const floor = floorOf(levels);
  const isSilent = (i: number): boolean => (levels[Math.floor(i / pitchShape.pitches)] ?? -Infinity) <= floor;
  const quiet = (values: Float32Array): Float32Array => values.map((value, i) => (isSilent(i) ? 0 : value));
  return { frames: activity.frames, notes: quiet(activity.notes), onsets: quiet(activity.onsets) };
}
