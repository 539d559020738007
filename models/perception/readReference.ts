/**
 * A recording that someone gives as an example becomes a reading.
 *
 *   stereo ─┬─ loudness                           ┌─ tags, embedding → feeling, style, instruments
 *           └─ mono 16 kHz ─┬─ log-mel spectrogram ┼─ onsets → tempo, density
 *                           │                      └─ brightness
 *                           └─ pitch classes → key
 */
import { throwIfCancelled } from '../../bridge/protocol/errors.ts';
import { LoudnessMeter } from '../audio/loudness.ts';
import { resample } from '../audio/resample.ts';
import { estimateKey } from './keyEstimate.ts';
import { melShape, melSpectrogram } from './melSpectrogram.ts';
import { countOnsets, onsetEnvelope } from './onsetEnvelope.ts';
import { pitchClasses } from './pitchClasses.ts';
import { referenceDescription, referenceSummary } from './referenceInWords.ts';
import { soundBrightness } from './soundBrightness.ts';
import { hintsOf } from './tagHints.ts';
import { estimateTempo } from './tempoEstimate.ts';
import type { AbortSignalLike } from '../../bridge/protocol/errors.ts';
import type { Bipolar, Hertz, Unit } from '../../bridge/protocol/units.ts';
import type { EncodedAudio, PackAudioEncoder, TagProbability } from './audioEncoder.ts';
import type { ReferenceLoudness, ReferenceReading } from './referenceReading.ts';

/** A recording that is one of a cue's conditions; `readAudioFile` yields all but the first two. */
export interface RecordingOfCue {
  /** Identifier of the condition. */
  id: string;
  /** The person's weight for it, 0…10. */
  weight: number;
  sampleRate: Hertz;
  /** Left and right, of one length: a second at least. */
  stereo: readonly [Float32Array, Float32Array];
  /** What reading the file had to say. */
  notes: readonly string[];
}

/** What a recording is read with. Without an encoder it has no tags, and the reading says so. */
export interface RecordingReaders {
  audio?: Pick<PackAudioEncoder, 'encodeSpectrogram'> | undefined;
}

/** Onsets heard in a second that make a density of 1: sixteenths at 120 BPM, of which soft and masked ones are missed. */
const densest = 5;
const unheard: EncodedAudio = { tags: [], embedding: new Float32Array(0), patches: 0 };

/**
 * Reads a recording.
 *
 * Everything but the tags is measured, and the same samples give the same numbers on every machine.
 *
 * @throws LeitmotifError those of the encoder: `inference-failed`, `cancelled`
 */
export async function readReference(
  recording: RecordingOfCue,
  readers: RecordingReaders,
  options: { signal?: AbortSignalLike | undefined } = {},
): Promise<ReferenceReading> {
  const mono = resample(folded(recording.stereo), recording.sampleRate, melShape.sampleRate);
  throwIfCancelled(options.signal);
  const spectrogram = melSpectrogram(mono);
  const { tags, embedding } = (await readers.audio?.encodeSpectrogram(spectrogram, options)) ?? unheard;
  throwIfCancelled(options.signal);
  const envelope = onsetEnvelope(spectrogram);
  const seconds = recording.stereo[0].length / recording.sampleRate;
  const tempo = estimateTempo(envelope, paceOf(tags));
  const key = estimateKey(pitchClasses(mono).shares);
  const found = {
    condition: recording.id,
    kind: 'reference-audio' as const,
    weight: recording.weight,
    seconds,
    ...(tempo === undefined ? {} : { tempo }),
    ...(key === undefined ? {} : { key }),
    ...loudnessOf(recording),
    brightness: soundBrightness(spectrogram),
    density: densityOf(countOnsets(envelope), seconds),
    tags,
    embedding,
    hints: hintsOf(tags),
    notes: [...recording.notes, ...notesOn(readers, tempo === undefined, key === undefined)],
  };
  const summary = referenceSummary(found);
  return { ...found, summary, description: referenceDescription({ ...found, summary }) };
}

function folded([left, right]: readonly [Float32Array, Float32Array]): Float32Array {
  return left === right ? left : left.map((value, i) => (value + (right[i] as number)) / 2);
}

/** Which of two tempi an octave apart is meant: what the tags say of it. */
function paceOf(tags: readonly TagProbability[]): Bipolar {
  const of = (name: string): Unit => tags.find(({ tag }) => tag === name)?.probability ?? 0;
  return of('fast') - of('slow');
}

/** Absent below the meter's gate. */
function loudnessOf({ stereo, sampleRate }: RecordingOfCue): { loudness?: ReferenceLoudness } {
  const meter = new LoudnessMeter(sampleRate);
  meter.process(...stereo);
  const { integrated, maxShortTerm } = meter;
  if (!Number.isFinite(integrated)) return {};
  return { loudness: { integrated, swell: Math.max(0, maxShortTerm - integrated) } };
}

function densityOf(onsets: number, seconds: number): Unit {
  return Math.min(1, onsets / seconds / densest);
}

function notesOn(readers: RecordingReaders, hasNoPulse: boolean, hasNoKey: boolean): string[] {
  const notes: string[] = [];
  if (readers.audio === undefined) {
    notes.push(
      'No audio pack is installed: tempo, key and loudness were measured, its sound was not recognized.',
    );
  }
  if (hasNoPulse) notes.push('No steady pulse was heard in the recording.');
  if (hasNoKey) notes.push('No key was heard in the recording.');
  return notes;
}
