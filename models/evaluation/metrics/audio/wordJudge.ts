/**
 * Does the music sound like its caption, to a judge that takes no part? musicnn's tags against the caption's words.
 *
 *   caption → sentence embedding → likeness to each tag's words    ┐ each standardized over many captions and many
 *   music   → the tag's logit                                      ┘ renders → Pearson's r over the tags, −1…1
 *
 * Standardized, for some tags suit every caption and some are heard in all music. 0 is what chance gives. musicnn heard none of our music
 * in its training and takes no part in ours, nor in choosing among candidates.
 */
import { pearson } from './likeness.ts';

/** Mean and deviation of each column. */
export interface Scale {
  mean: Float64Array;
  deviation: Float64Array;
}

/** The scale of rows of one length. A column that does not vary gets deviation 1. */
export function scaleOf(rows: readonly ArrayLike<number>[]): Scale {
  const width = rows[0]?.length ?? 0;
  const column = (i: number): number[] => rows.map((row) => row[i] ?? 0);
  const mean = Float64Array.from(
    { length: width },
    (_, i) => column(i).reduce((a, b) => a + b, 0) / rows.length,
  );
  const deviation = Float64Array.from({ length: width }, (_, i) => {
    const squares = column(i).reduce((sum, value) => sum + (value - (mean[i] ?? 0)) ** 2, 0);
    const spread = Math.sqrt(squares / Math.max(1, rows.length - 1));
    return spread > 1e-9 ? spread : 1;
  });
  return { mean, deviation };
}

function standardized(row: ArrayLike<number>, { mean, deviation }: Scale): Float64Array {
  return Float64Array.from(row, (value, i) => (value - (mean[i] ?? 0)) / (deviation[i] ?? 1));
}

/** Logits of probabilities, held within ±14. */
export function tagLogits(probabilities: ArrayLike<number>): Float64Array {
  return Float64Array.from(probabilities, (value) => {
    const held = Math.min(1 - 1e-6, Math.max(1e-6, value));
    return Math.log(held / (1 - held));
  });
}

/** How well the tags of a render fit the tags that its words suggest: r over the tags. */
export function wordAgreement(
  suggested: { tags: ArrayLike<number>; scale: Scale },
  heard: { tags: ArrayLike<number>; scale: Scale },
): number {
  return pearson(standardized(suggested.tags, suggested.scale), standardized(heard.tags, heard.scale));
}
