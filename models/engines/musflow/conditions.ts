/** What the music is conditioned on beside the score: a vector a modality, and e_f over time. */
import type { Seconds } from '../../../bridge/protocol/units.ts';

/** The conditions that have an adapter, in the order of its inputs. */
export const modalities = ['image', 'story', 'caption'] as const;
/** One of the {@link modalities}. */
export type Modality = (typeof modalities)[number];

/** An encoder's vector, and how much it counts beside the others, above 0. */
export interface WeightedVector {
  vector: readonly number[];
  weight: number;
}

/** What there is of each modality: several pictures or stories are one vector, their mean by weight. */
export type ConditionVectors = Partial<Record<Modality, WeightedVector>>;

/** e_f at a time. */
export interface EmbeddingAt {
  seconds: Seconds;
  embedding: readonly number[];
}

/** The mean of vectors by weight, with the sum of the weights; undefined where nothing counts. Of unit length where `isUnit`. */
export function meanVector(vectors: readonly WeightedVector[], isUnit: boolean): WeightedVector | undefined {
  const counting = vectors.filter(({ weight }) => weight > 0);
  const [first] = counting;
  if (first === undefined) return undefined;
  const weight = counting.reduce((sum, one) => sum + one.weight, 0);
  if (counting.length === 1) return { vector: first.vector, weight };
  const mean = first.vector.map((_, i) =>
    counting.reduce((sum, one) => sum + ((one.vector[i] ?? 0) * one.weight) / weight, 0),
  );
  const length = isUnit ? Math.hypot(...mean) : 1;
  return { vector: length > 0 ? mean.map((value) => value / length) : mean, weight };
}

/** e_f at a time: linear between two, constant before the first and after the last; undefined where there is none. */
export function embeddingAt(curve: readonly EmbeddingAt[], seconds: Seconds): Float32Array | undefined {
  const after = curve.find((one) => one.seconds >= seconds) ?? curve.at(-1);
  const before = curve.findLast((one) => one.seconds <= seconds) ?? curve[0];
  if (before === undefined || after === undefined) return undefined;
  const span = after.seconds - before.seconds;
  const share = span > 0 ? (seconds - before.seconds) / span : 0;
  return Float32Array.from(
    before.embedding,
    (value, i) => value + share * ((after.embedding[i] ?? 0) - value),
  );
}

/** The cosine of two vectors; 0 where one of them is zero. */
export function cosineOf(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0 && bb > 0 ? dot / Math.sqrt(aa * bb) : 0;
}
