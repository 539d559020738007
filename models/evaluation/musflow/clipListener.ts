/**
 * Hears clips: once for all measures.
 *
 *   32 kHz ─ log-mel ─ audio tower → e_M; level; difference to the render
 *      └ 16 kHz ─ musicnn's spectrogram ─ patches of 3 s, half overlapping → tags, embeddings
 *           │            └ onset envelope → onsets, tempo, energy; brightness
 *           ├ onset curve → onsets that are compared with the render's, tempi that may be meant
 *           └ chroma, key, profile of pitch classes
 */
import { resample } from '../../audio/resample.ts';
import { framesPerRow } from '../../engines/musflow/networks/packShapes.ts';
import { windowRows } from '../../engines/musflow/score/scoreControl.ts';
import { estimateKey } from '../../perception/keyEstimate.ts';
import { melSpectrogram } from '../../perception/melSpectrogram.ts';
import { envelopeRate, onsetEnvelope, onsetFrames } from '../../perception/onsetEnvelope.ts';
import { pitchClasses } from '../../perception/pitchClasses.ts';
import { soundBrightness } from '../../perception/soundBrightness.ts';
import { estimateTempo } from '../../perception/tempoEstimate.ts';
import { chromaAgreement, coarseChroma, scoreChroma, soundChroma } from '../metrics/audio/chroma.ts';
import { levelCurve } from '../metrics/audio/levelCurve.ts';
import { pearson } from '../metrics/audio/likeness.ts';
import { logMel, melDistance } from '../metrics/audio/logMel.ts';
import { curveAgreement, mergedOnsets, onsetAgreement } from '../metrics/audio/onsetAgreement.ts';
import { onsetCurve } from '../metrics/audio/onsetCurve.ts';
import { onsetRate, tempoCandidates } from '../metrics/audio/tempoCandidates.ts';
import { tonalProfile } from '../metrics/audio/tonalProfile.ts';
import { rounded } from './clipMeasures.ts';
import { hintsOf } from './tempoJudge.ts';
import type { AbortSignalLike } from '../../../bridge/protocol/errors.ts';
import type { Seconds } from '../../../bridge/protocol/units.ts';
import type { PackAudioEncoder } from '../../perception/audioEncoder.ts';
import type { MelSpectrogram } from '../../perception/melSpectrogram.ts';
import type { Chroma, NoteTable } from '../metrics/audio/chroma.ts';
import type { LogMel } from '../metrics/audio/logMel.ts';
import type { Heard, Measures } from './clipMeasures.ts';
import type { MusflowPlayer } from './player.ts';

const heardRate = 16_000;
/** A flux compares spectra 32 ms apart: what begins is a frame earlier than its peak, on average. */
const onsetLead: Seconds = 1 / envelopeRate;

/** A clip's own sound in the forms that others are compared with. */
export interface SoundForms {
  mel: LogMel;
  chroma: Chroma;
  /** By perception's own detector: what is compared with notes. */
  onsets: Seconds[];
  /** What is compared with another sound. */
  curve: Float64Array;
}

/** Hears clips with musicnn and with the engine's audio tower. */
export class ClipListener {
  readonly #judge: PackAudioEncoder;
  readonly #player: Pick<MusflowPlayer, 'hear'>;

  constructor(judge: PackAudioEncoder, player: Pick<MusflowPlayer, 'hear'>) {
    this.#judge = judge;
    this.#player = player;
  }

  /** Hears a clip or a take of mono at 32 kHz. Throws `inference-failed`, `cancelled`. */
  async hear(
    id: string,
    samples: Float32Array,
    signal?: AbortSignalLike,
  ): Promise<{ heard: Heard; forms: SoundForms }> {
    const low = resample(samples, 2 * heardRate, heardRate);
    const spectrogram = melSpectrogram(low);
    const envelope = onsetEnvelope(spectrogram);
    const mel = logMel(samples);
    const chroma = soundChroma(low);
    const curve = onsetCurve(low);
    const { tags, embeddings } = await this.#patches(spectrogram, signal);
    const music = await this.#player.hear(firstWindow(mel), signal);
    const tempo = estimateTempo(envelope)?.value;
    const key = estimateKey(pitchClasses(low).shares)?.value;
    const heard: Heard = {
      ...{ id, tags, embeddings, music: rounded(music), chroma: rounded(coarseChroma(chroma).data) },
      ...(tempo === undefined ? {} : { tempo }),
      ...(key === undefined ? {} : { key }),
      profile: rounded(tonalProfile(low)),
      tempi: rounded(hintsOf(tempoCandidates(curve))),
      onsetRate: onsetRate(curve),
      brightness: soundBrightness(spectrogram),
      energy: envelope.reduce((sum, value) => sum + value, 0) / envelope.length,
    };
    const onsets = onsetFrames(envelope).map((frame) => Math.max(0, frame / envelopeRate - onsetLead));
    return { heard, forms: { mel, chroma, onsets, curve } };
  }

  /** Hears a clip and compares it with the notes and with their render. */
  async measure(
    id: string,
    samples: Float32Array,
    asked: { notes: NoteTable; render: SoundForms },
    signal?: AbortSignalLike,
  ): Promise<Measures> {
    const { heard, forms } = await this.hear(id, samples, signal);
    return { ...heard, ...compare(forms, asked) };
  }

  /** Tags and embeddings of patches that overlap by half: three seconds alone would be three a clip. */
  async #patches(
    { data, frames, bands }: MelSpectrogram,
    signal: AbortSignalLike | undefined,
  ): Promise<Pick<Heard, 'tags' | 'embeddings'>> {
    const length = this.#judge.frames;
    const count = Math.max(1, Math.floor((2 * (frames - length)) / length) + 1);
    const mel = new Float32Array(count * length * bands);
    for (let i = 0; i < count; i++) {
      const from = Math.floor((i * length) / 2) * bands;
      mel.set(data.subarray(from, from + length * bands), i * length * bands);
    }
    const found = await this.#judge.session.run(
      { mel: { type: 'float32', data: mel, shape: [count, length, bands] } },
      ['tags', 'embedding'],
      { signal },
    );
    return { tags: rowsOf(found.tags.data, count), embeddings: rowsOf(found.embedding.data, count) };
  }
}

/** What the audio tower takes in: 10.24 s; of a longer sound its beginning. */
function firstWindow({ frames, bands, data }: LogMel): LogMel {
  const most = Math.min(frames, windowRows * framesPerRow);
  return { frames: most, bands, data: data.subarray(0, most * bands) };
}

/** How far a sound agrees with notes and with their render. */
export function compare(
  { mel, chroma, onsets, curve }: SoundForms,
  { notes, render }: { notes: NoteTable; render: SoundForms },
): Omit<Measures, keyof Heard | 'seconds'> {
  return {
    chromaScore: orNull(chromaAgreement(scoreChroma(notes, chroma.rows), chroma)),
    chromaRender: orNull(chromaAgreement(render.chroma, chroma)),
    onsetScore: onsetAgreement(askedOnsets(notes), onsets).f1,
    onsetRender: curveAgreement(render.curve, curve).f1,
    onsetStrict: onsetAgreement(render.onsets, onsets).f1,
    mel: melDistance(render.mel, mel),
    level: orNull(pearson(levelCurve(render.mel), levelCurve(mel))),
  };
}

/** Onsets of all notes that begin in the clip; those of a chord are one. */
function askedOnsets(notes: NoteTable): Seconds[] {
  const onsets = Array.from({ length: notes.rows }, (_, i) => notes.data[i * 6 + 2] as number);
  return mergedOnsets(onsets.filter((onset) => onset >= 0));
}

function rowsOf(data: Float32Array, count: number): number[][] {
  const width = data.length / count;
  return Array.from({ length: count }, (_, i) => rounded(data.subarray(i * width, (i + 1) * width)));
}

/** JSON has no NaN. */
function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
