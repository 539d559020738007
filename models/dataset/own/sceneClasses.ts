/**
 * Which classes of the image encoder a picture of a scene would be taken for: those whose words are most alike to the scene's
 * plain words, by sentence embedding.
 */
import type { SeededRandom } from '../../../bridge/protocol/seededRandom.ts';
import type { Scene } from '../../brief/scene.ts';
import type { SeenClass } from './classFeatures.ts';

/** Turns texts into unit vectors. */
export interface SentenceEncoder {
  encode(texts: readonly string[], options?: { signal?: AbortSignal | undefined }): Promise<Float32Array[]>;
}

/** A class that fits a scene. */
interface Fitting {
  index: number;
  likeness: number;
}

/** Classes of a scene that are drawn from, and how many of them a picture shows at most. */
const most = { fitting: 10, shown: 4 } as const;
/** Likeness over this counts e-fold in the draw. */
const temperature = 0.06;
/** Words as unlike as this have nothing to do with each other. */
const unlike = 0.3;

/** Knows the classes of scenes; what was asked once is remembered. */
export class SceneClasses {
  readonly #text: SentenceEncoder;
  readonly #labels: readonly string[];
  #vectors: Promise<Float32Array[]> | undefined;
  readonly #known = new Map<string, Fitting[]>();

  /** `labels` in the encoder's order. */
  constructor(text: SentenceEncoder, labels: readonly string[]) {
    this.#text = text;
    this.#labels = labels;
  }

  /** Classes for one picture of a scene; their shares add up to at most 1, less where nothing fits well. */
  async draw(scene: Scene, random: SeededRandom, signal?: AbortSignal): Promise<SeenClass[]> {
    const fitting = await this.#fitting(scene, signal);
    const best = fitting[0]?.likeness ?? 0;
    const left = [...fitting];
    const count = 1 + random.below(most.shown);
    const shown = Array.from({ length: Math.min(count, left.length) }, () => {
      const one = random.pickWeighted(left, ({ likeness }) => Math.exp((likeness - best) / temperature));
      left.splice(left.indexOf(one), 1);
      return { index: one.index, weight: (1 - random.next() * 0.7) * Math.max(0, one.likeness - unlike) };
    });
    const total = shown.reduce((sum, { weight }) => sum + weight, 0);
    const sure = Math.min(1, Math.max(0, (best - unlike) / 0.3));
    return total === 0 ? [] : shown.map(({ index, weight }) => ({ index, share: (sure * weight) / total }));
  }

  async #fitting(scene: Scene, signal: AbortSignal | undefined): Promise<Fitting[]> {
    const known = this.#known.get(scene.id);
    if (known !== undefined) return known;
    this.#vectors ??= this.#text.encode(this.#labels, { signal });
    const classes = await this.#vectors;
    const words = await this.#text.encode(scene.words, { signal });
    const fitting = classes
      .map((vector, index) => ({ index, likeness: Math.max(...words.map((word) => dot(word, vector))) }))
      .sort((a, b) => b.likeness - a.likeness || a.index - b.index)
      .slice(0, most.fitting);
    this.#known.set(scene.id, fitting);
    return fitting;
  }
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
