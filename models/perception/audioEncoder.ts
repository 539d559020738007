/**
 * A recording becomes tags and one vector.
 *
 *   mono 16 kHz → log-mel → patches of 3 s, evenly over the whole → musicnn, eight at a time → means
 */
import { LeitmotifError, throwIfCancelled } from '../../bridge/protocol/errors.ts';
import { InferenceSession } from '../runtime/inferenceSession.ts';
import { readAudioLabels } from './audioLabels.ts';
import { melShape, melSpectrogram } from './melSpectrogram.ts';
import type { AbortSignalLike } from '../../bridge/protocol/errors.ts';
import type { Unit } from '../../bridge/protocol/units.ts';
import type { SessionOptions } from '../runtime/inferenceSession.ts';
import type { Pack } from '../runtime/packStore.ts';
import type { MelSpectrogram } from './melSpectrogram.ts';

/** A tag and how likely it is. The tags of a recording do not exclude each other. */
export interface TagProbability {
  tag: string;
  probability: Unit;
}

/** What the model hears in a recording. */
export interface EncodedAudio {
  /** All tags, the likeliest first: means over the patches. */
  tags: TagProbability[];
  /** Mean over the patches, made unit length: 200 numbers for musicnn. */
  embedding: Float32Array;
  /** How many patches were heard. */
  patches: number;
}

/** Options of one encoding. */
export interface AudioEncodingOptions {
  /** Most patches that are heard, 30 unless told: a minute and a half of sound, evenly over the whole. */
  most?: number | undefined;
  signal?: AbortSignalLike | undefined;
}

/** Patches in one run: enough to keep the cores busy, few enough that a cancelled job ends soon. */
const batch = 8;

/** Turns recordings into tags and vectors. */
export class PackAudioEncoder {
  readonly session: InferenceSession;
  /** All tags in the order of the model's output. */
  readonly tags: readonly string[];
  /** Frames of a patch: 187 for musicnn, three seconds. */
  readonly frames: number;

  constructor(session: InferenceSession, tags: readonly string[], frames: number) {
    this.session = session;
    this.tags = tags;
    this.frames = frames;
  }

  /**
   * Hears a recording. One shorter than a patch is repeated until it fills one.
   *
   * @param samples mono at 16 kHz, full scale 1, at least 257
   * @throws LeitmotifError `inference-failed`, `cancelled`
   */
  async encode(samples: Float32Array, options: AudioEncodingOptions = {}): Promise<EncodedAudio> {
    return this.encodeSpectrogram(melSpectrogram(samples), options);
  }

  /** Hears a spectrogram that is there already. Throws as {@link encode} does. */
  async encodeSpectrogram(
    spectrogram: MelSpectrogram,
    options: AudioEncodingOptions = {},
  ): Promise<EncodedAudio> {
    const starts = patchStarts(spectrogram.frames, this.frames, options.most ?? 30);
    const tags = new Float64Array(this.tags.length);
    let embedding = new Float64Array(0);
    for (let i = 0; i < starts.length; i += batch) {
      throwIfCancelled(options.signal);
      const heard = await this.#hear(spectrogram, starts.slice(i, i + batch), options.signal);
      addRows(tags, heard.tags);
      if (embedding.length === 0) embedding = new Float64Array(heard.width);
      addRows(embedding, heard.embedding);
    }
    return {
      tags: this.#ranked(tags, starts.length),
      embedding: unitLength(embedding),
      patches: starts.length,
    };
  }

  /** Frees the model's memory. */
  async close(): Promise<void> {
    await this.session.close();
  }

  async #hear(
    { data, frames, bands }: MelSpectrogram,
    starts: readonly number[],
    signal: AbortSignalLike | undefined,
  ): Promise<{ tags: Float32Array; embedding: Float32Array; width: number }> {
    const length = this.frames * bands;
    const mel = new Float32Array(starts.length * length);
    starts.forEach((start, row) => {
      // A short recording is repeated; of a long one the patches lie within it.
      for (let i = 0; i < this.frames; i++) {
        const from = ((start + i) % frames) * bands;
        mel.set(data.subarray(from, from + bands), row * length + i * bands);
      }
    });
    const shape = [starts.length, this.frames, bands];
    const { tags, embedding } = await this.session.run(
      { mel: { type: 'float32', data: mel, shape } },
      ['tags', 'embedding'],
      { signal },
    );
    return { tags: finite(tags.data), embedding: finite(embedding.data), width: embedding.shape[1] ?? 0 };
  }

  #ranked(sums: Float64Array, patches: number): TagProbability[] {
    return this.tags
      .map((tag, i) => ({ tag, probability: (sums[i] as number) / patches }))
      .sort((a, b) => b.probability - a.probability);
  }
}

/**
 * Opens the encoder of an audio pack.
 *
 * @throws LeitmotifError `pack-incompatible` if the pack is for something else or wants another spectrogram than
 *   ours, and what opening a session throws
 */
export async function openAudioEncoder(pack: Pack, options: SessionOptions = {}): Promise<PackAudioEncoder> {
  const { kind, inputs, outputs, preprocessing, id } = pack.manifest;
  const [, frames, bands] = inputs.find(({ name }) => name === 'mel')?.shape ?? [];
  const count = outputs.find(({ name }) => name === 'tags')?.shape[1];
  const hears =
    kind === 'audio-encoder' &&
    bands === melShape.bands &&
    preprocessing.sampleRate === melShape.sampleRate &&
    preprocessing.fftSize === melShape.size &&
    preprocessing.hop === melShape.hop;
  if (!hears || typeof frames !== 'number' || typeof count !== 'number') {
    throw new LeitmotifError('pack-incompatible', {
      what: 'This pack does not encode audio as this version prepares it',
      subject: `pack ${id}`,
      next: 'Choose a pack of the kind audio-encoder',
    });
  }
  const tags = await readAudioLabels(pack, count);
  return new PackAudioEncoder(await InferenceSession.open(pack, options), tags, frames);
}

/** Where patches begin: side by side where there are few enough of them, else evenly over the whole. */
function patchStarts(frames: number, length: number, most: number): number[] {
  const whole = Math.max(1, Math.floor(frames / length));
  const count = Math.min(whole, Math.max(1, most));
  if (count === whole) return Array.from({ length: count }, (_, i) => i * length);
  return Array.from({ length: count }, (_, i) =>
    Math.round((i * (frames - length)) / Math.max(1, count - 1)),
  );
}

/** Adds every row of `rows` to `sum`. */
function addRows(sum: Float64Array, rows: Float32Array): void {
  for (let i = 0; i < rows.length; i++)
    sum[i % sum.length] = (sum[i % sum.length] as number) + (rows[i] as number);
}

function unitLength(vector: Float64Array): Float32Array {
  const norm = Math.hypot(...vector);
  return Float32Array.from(vector, (value) => (norm > 0 ? value / norm : 0));
}

function finite(values: Float32Array): Float32Array {
  if (values.every(Number.isFinite)) return values;
  throw new LeitmotifError('inference-failed', {
    what: 'The audio model gave values that are not numbers',
    subject: 'the recording',
    next: 'Choose the device cpu, and report it',
  });
}
