/**
 * What the image encoder would see where there is no picture: features made from class words.
 *
 * The encoder's last layer names a class by the product of its weights with the features, so that the weights of a class say
 * in which direction its pictures lie. Features are a sparse background (mean of pooled ReLU6 activations, which fall about
 * exponentially) moved along the weights of the classes, held at 0. Measured on seven pictures: the cosine of a picture's
 * features with such a prototype of its first class is 0.43–0.54, with that of another class 0.25–0.46, and with another
 * picture's features 0.20–0.50. They are no pictures, and samples say so.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { onnxInitializers } from './onnxInitializers.ts';
import type { SeededRandom } from '../../../bridge/protocol/seededRandom.ts';
import type { Pack } from '../../runtime/packStore.ts';

/** A class with its share in what is seen. */
export interface SeenClass {
  /** Its place in the encoder's order. */
  index: number;
  share: number;
}

const names = { weights: '_fc.weight.int8', scales: '_fc.weight.scale' } as const;
/** Mean activation of pictures, over features (0.18–0.26 in those measured). */
const background = 0.21;
/** How far features are moved along a class: where the encoder is a little sure, and where it is very sure. */
const reach = { least: 1.5, most: 4 } as const;

/** Makes features from classes. */
export class ClassFeatures {
  /** Numbers of a vector: 1280 for EfficientNet-Lite0. */
  readonly width: number;
  readonly #classes: number;
  readonly #weights: Int8Array;
  readonly #scales: Float64Array;
  readonly #means: Float64Array;

  /** `weights` is width × classes, row after row, each column times its scale. */
  constructor(weights: Int8Array, scales: Float64Array) {
    this.#weights = weights;
    this.#scales = scales;
    this.#classes = scales.length;
    this.width = weights.length / scales.length;
    this.#means = Float64Array.from({ length: this.width }, (_, row) => {
      let sum = 0;
      for (let index = 0; index < this.#classes; index++) sum += this.#weight(row, index);
      return sum / this.#classes;
    });
  }

  /** Features, not negative, of the classes in their shares; no class gives the background alone. */
  draw(seen: readonly SeenClass[], random: SeededRandom): Float32Array {
    const distance = reach.least + (reach.most - reach.least) * random.next();
    return Float32Array.from({ length: this.width }, (_, row) => {
      const pull = seen.reduce(
        (sum, { index, share }) => sum + share * (this.#weight(row, index) - (this.#means[row] ?? 0)),
        0,
      );
      // An exponential variable of mean 1: many features are nearly silent, few are loud.
      const noise = -Math.log(1 - random.next());
      return Math.max(0, background * noise + distance * pull);
    });
  }

  #weight(row: number, index: number): number {
    return (this.#weights[row * this.#classes + index] ?? 0) * (this.#scales[index] ?? 0);
  }
}

/**
 * Reads the last layer of an image pack.
 *
 * @throws LeitmotifError `pack-incompatible` where the pack's model is not made as ours are
 */
export async function openClassFeatures(pack: Pack): Promise<ClassFeatures> {
  const model = await readFile(join(pack.folder, 'model.onnx'));
  try {
    const found = onnxInitializers(model, Object.values(names));
    const weights = found.get(names.weights);
    const scales = found.get(names.scales);
    if (weights === undefined || scales === undefined) throw new Error('the last layer is not there');
    const view = new DataView(scales.buffer, scales.byteOffset, scales.byteLength);
    const widened = Float64Array.from({ length: scales.length / 2 }, (_, i) =>
      half(view.getUint16(2 * i, true)),
    );
    return new ClassFeatures(new Int8Array(weights), widened);
  } catch (cause) {
    throw new LeitmotifError('pack-incompatible', {
      what: 'The image pack does not show which features its classes have',
      subject: `pack ${pack.manifest.id}`,
      next: 'Install the pack that came with this version of Leitmotif',
      cause,
    });
  }
}

/** A number of 16 bit (IEEE 754 binary16), finite. */
function half(bits: number): number {
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}
