/**
 * A picture as one vector for learned conditioning: what the image encoder sees, then what was measured on the surface.
 *
 *   features, made unit length (1280 for EfficientNet-Lite0) │ ten measures │ valence, arousal, dominance
 *
 * The dataset writes such vectors and the engine that was trained on them must make the same ones.
 */
import type { Affect, VisualMeasures } from './reading.ts';

/** Name of a measure that is a number. */
export type MeasureName = Exclude<keyof VisualMeasures, 'palette'>;

/** The measures of a vector, in their order. */
export const measureNames = [
  'brightness',
  'contrast',
  'saturation',
  'warmth',
  'colourfulness',
  'texture',
  'edges',
  'diagonality',
  'symmetry',
  'darkness',
] as const satisfies readonly MeasureName[];

/** The dimensions of feeling of a vector, after the measures. */
export const affectNames = ['valence', 'arousal', 'dominance'] as const satisfies readonly (keyof Affect)[];

/** Numbers after the features: measures and affect. */
export const readingWidth = measureNames.length + affectNames.length;

/**
 * The vector of a picture.
 *
 * @param features pooled features of the image encoder, of any length above 0; made unit length here
 * @returns `features.length` + {@link readingWidth} numbers
 */
export function imageVector(
  features: ArrayLike<number>,
  visual: Pick<VisualMeasures, MeasureName>,
  affect: Affect,
): Float32Array {
  const width = features.length;
  const vector = new Float32Array(width + readingWidth);
  let squares = 0;
  for (let i = 0; i < width; i++) squares += (features[i] ?? 0) ** 2;
  const length = Math.sqrt(squares);
  for (let i = 0; i < width; i++) vector[i] = length === 0 ? 0 : (features[i] ?? 0) / length;
  measureNames.forEach((name, i) => (vector[width + i] = visual[name]));
  affectNames.forEach((name, i) => (vector[width + measureNames.length + i] = affect[name]));
  return vector;
}
