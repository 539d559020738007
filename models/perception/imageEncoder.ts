import type { AbortSignalLike } from '../../bridge/protocol/errors.ts';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import type { SessionOptions } from '../runtime/inferenceSession.ts';
import { InferenceSession } from '../runtime/inferenceSession.ts';
import type { Pack } from '../runtime/packStore.ts';
import type { ImageClass } from './imageLabels.ts';
import { readImageLabels } from './imageLabels.ts';

/** A decoded image: RGB, interleaved, rows from the top, one byte a channel. */
export interface RgbImage {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** `width * height * 3` bytes. */
  readonly data: Uint8Array;
}

/** A class with the probability that the image shows it. */
export interface ClassProbability extends ImageClass {
  /** Its place in the model's output. */
  readonly index: number;
  /** 0 to 1. */
  readonly probability: number;
}

/** What the model sees in one image. */
export interface EncodedImage {
  /** Pooled features, 0 to 6 each: 1280 for EfficientNet-Lite0. */
  readonly features: Float32Array;
  /** A probability for each class; they sum to 1. */
  readonly probabilities: Float32Array;
  /** The likeliest classes, likeliest first. */
  readonly top: readonly ClassProbability[];
}

/** Options of one encoding. */
export interface ImageEncodingOptions {
  /** How many classes to name in `top`, 5 unless told. */
  top?: number;
  signal?: AbortSignalLike | undefined;
}

/**
 * Turns an image into features and class probabilities.
 *
 * It takes the pack's own size and resizes nothing: who decodes the file knows how to shrink it well. Scaling of
 * values is part of the model.
 */
export class PackImageEncoder {
  /** The width and height that images must have, in pixels. */
  readonly side: number;
  readonly session: InferenceSession;
  readonly #classes: readonly ImageClass[];

  constructor(session: InferenceSession, classes: readonly ImageClass[], side: number) {
    this.session = session;
    this.#classes = classes;
    this.side = side;
  }

  /** All classes in the order of `probabilities`. */
  get classes(): readonly ImageClass[] {
    return this.#classes;
  }

  /**
   * Encodes one image of `side` × `side` pixels.
   *
   * @throws LeitmotifError `image-unsupported` for another size, `inference-failed`, `cancelled`
   */
  async encode(image: RgbImage, options: ImageEncodingOptions = {}): Promise<EncodedImage> {
    this.#expectSize(image);
    const pixels = { type: 'uint8', data: image.data, shape: [1, this.side, this.side, 3] } as const;
    const { features, probabilities } = await this.session.run(
      { pixels },
      ['features', 'probabilities'],
      options,
    );
    return {
      features: finite(features.data),
      probabilities: finite(probabilities.data),
      top: this.#likeliest(probabilities.data, options.top ?? 5),
    };
  }

  /** Frees the model's memory. */
  async close(): Promise<void> {
    await this.session.close();
  }

  #expectSize({ width, height, data }: RgbImage): void {
    if (width === this.side && height === this.side && data.length === width * height * 3) return;
    throw new LeitmotifError('image-unsupported', {
      what: `The image model takes ${this.side} × ${this.side} pixels in RGB`,
      subject: `${width} × ${height} pixels in ${data.length} bytes`,
      next: 'Resize the image before it is encoded',
    });
  }

  #likeliest(probabilities: Float32Array, count: number): ClassProbability[] {
    return this.#classes
      .map((entry, index) => ({ ...entry, index, probability: probabilities[index] ?? 0 }))
      .sort((a, b) => b.probability - a.probability || a.index - b.index)
      .slice(0, count);
  }
}

/**
 * Opens the encoder of an image pack.
 *
 * @throws LeitmotifError `pack-incompatible` if the pack is for something else, and what opening a session throws
 */
export async function openImageEncoder(pack: Pack, options: SessionOptions = {}): Promise<PackImageEncoder> {
  const side = pack.manifest.inputs.find(({ name }) => name === 'pixels')?.shape[1];
  const count = pack.manifest.outputs.find(({ name }) => name === 'probabilities')?.shape[1];
  if (pack.manifest.kind !== 'image-encoder' || typeof side !== 'number' || typeof count !== 'number') {
    throw new LeitmotifError('pack-incompatible', {
      what: 'This pack does not encode images',
      subject: `pack ${pack.manifest.id}`,
      next: 'Choose a pack of the kind image-encoder',
    });
  }
  const classes = await readImageLabels(pack, count);
  return new PackImageEncoder(await InferenceSession.open(pack, options), classes, side);
}

function finite(values: Float32Array): Float32Array {
  if (values.every(Number.isFinite)) return values;
  throw new LeitmotifError('inference-failed', {
    what: 'The image model gave values that are not numbers',
    subject: 'the image',
    next: 'Choose the device cpu, and report it',
  });
}
