/** The recordings of a folder, cut into clips and listened to, so that captions can be held against them. */
import { resample } from '../../audio/resample.ts';
import { readAudioFile } from '../../conditions/audioFile.ts';
import { clapRate } from '../../perception/clapAudioEncoder.ts';
import { readReference } from '../../perception/readReference.ts';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { clipFrames, clipRate, clipSeconds } from '../clipShape.ts';
import { splitOfRecording } from './scriptWriting.ts';
import { encodeVector } from './stageRecords.ts';
import type { ClapAudioEncoder } from '../../perception/clapAudioEncoder.ts';
import type { JointTextEncoder } from '../../perception/jointTextEncoder.ts';
import type { PackAudioEncoder } from '../../perception/audioEncoder.ts';
import type { ReferenceReading } from '../../perception/referenceReading.ts';
import type { Seconds } from '../../../bridge/protocol/units.ts';
import type { AudioFile } from '../../conditions/audioFile.ts';
import type { SentenceEncoder } from '../own/sceneClasses.ts';
import type { SourceFile } from './sourceFolder.ts';
import type { Recording } from './stageRecords.ts';

/** Brings clips and captions into one space. */
export interface MusicJudge {
  /** For the record: what judged. */
  readonly name: string;
  /** Least likeness unless told. */
  readonly threshold: number;
  /** The vector of a clip, unit length; `mono` is at the given rate, `heard` what was read in it. */
  hear(
    mono: Float32Array,
    sampleRate: number,
    heard: ReferenceReading,
    signal?: AbortSignal,
  ): Promise<Float32Array>;
  /** Vectors of captions, unit length. */
  read(captions: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
}

/** The words for what is heard (tags by musicnn, tempo) against the caption's, by sentence embedding. */
export function tagJudge(text: SentenceEncoder): MusicJudge {
  return {
    name: 'sentence embedding of tags',
    threshold: 0.3,
    async hear(_mono, _rate, heard, signal) {
      const [vector] = await text.encode([heard.description || heard.summary || 'Music.'], { signal });
      return vector ?? new Float32Array(0);
    },
    read: (captions, signal) => text.encode(captions, { signal }),
  };
}

/** CLAP's towers, as in the paper. */
export function clapJudge(
  audio: Pick<ClapAudioEncoder, 'encode'>,
  text: Pick<JointTextEncoder, 'encode'>,
): MusicJudge {
  return {
    name: 'CLAP score',
    threshold: 0.25,
    hear: (mono, rate, _heard, signal) => audio.encode(resample(mono, rate, clapRate), signal),
    read: (captions, signal) => text.encode(captions, signal),
  };
}

/** What recordings are listened to with. */
export interface Listener {
  judge: MusicJudge;
  audio: Pick<PackAudioEncoder, 'encodeSpectrogram'> | undefined;
  signal?: AbortSignal | undefined;
}

/** −60 dBFS: a clip that never gets above it is passed over. */
const silencePeak = 0.001;
/** Tempi and keys that are less sure are not told. */
const sure = 0.5;

/** Cuts a recording into clips, side by side, and listens to each. Throws what reading it throws, and `audio-too-short`. */
export async function listenToRecording(file: SourceFile, listener: Listener): Promise<Recording> {
  const { signal } = listener;
  const recording = await readAudioFile(file.path, { signal });
  const whole = Math.floor(recording.seconds / clipSeconds + 1e-9);
  if (whole === 0) {
    throw new LeitmotifError('audio-too-short', {
      what: `The recording lasts ${recording.seconds.toFixed(2)} s and a clip ${clipSeconds} s`,
      subject: file.name,
      next: 'Use longer ones',
    });
  }
  const clips: Recording['clips'] = [];
  for (let i = 0; i < whole; i++) {
    const start = i * clipSeconds;
    const stereo = spanOf(recording, start);
    const mono = folded(stereo);
    if (mono.every((sample) => Math.abs(sample) < silencePeak)) continue;
    const id = `${file.name} at ${start.toFixed(2)} s`;
    const { sampleRate } = recording;
    const reading = await readReference(
      { id, weight: 1, sampleRate, stereo, notes: [] },
      { audio: listener.audio },
      { signal },
    );
    const vector = await listener.judge.hear(mono, sampleRate, reading, signal);
    clips.push({ start, vector: encodeVector(vector), heard: heardIn(reading), words: reading.summary });
  }
  const { sha256 } = recording;
  return { key: file.name, sha256, licence: file.licence, split: splitOfRecording(sha256), clips };
}

/** What is surely known of a clip. */
function heardIn({ tempo, key, brightness, density }: ReferenceReading): Recording['clips'][number]['heard'] {
  const inRange = tempo !== undefined && tempo.value >= 30 && tempo.value <= 260;
  return {
    ...(inRange && tempo.confidence >= sure ? { tempo: Math.round(tempo.value * 10) / 10 } : {}),
    ...(key !== undefined && key.confidence >= sure ? { key: key.value } : {}),
    ...(brightness === undefined ? {} : { brightness: Math.round(brightness * 100) / 100 }),
    density: Math.round(density * 100) / 100,
  };
}

/** A clip of a recording as samples hold it: mono, at the clip's rate, `clipFrames` long. */
export function clipOf(recording: Pick<AudioFile, 'stereo' | 'sampleRate'>, start: Seconds): Float32Array {
  const clip = new Float32Array(clipFrames);
  const sound = resample(folded(spanOf(recording, start)), recording.sampleRate, clipRate);
  clip.set(sound.subarray(0, clipFrames));
  return clip;
}

function spanOf(
  { stereo: [left, right], sampleRate }: Pick<AudioFile, 'stereo' | 'sampleRate'>,
  start: Seconds,
): [Float32Array, Float32Array] {
  const from = Math.round(start * sampleRate);
  const to = from + Math.ceil(clipSeconds * sampleRate);
  return [left.subarray(from, to), right.subarray(from, to)];
}

function folded([left, right]: readonly [Float32Array, Float32Array]): Float32Array {
  return left.map((value, i) => (value + (right[i] ?? 0)) / 2);
}
