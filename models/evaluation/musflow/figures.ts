/** Figures of variants with how sure they are. */
import { mean } from '../distribution.ts';
import { bootstrapInterval } from '../metrics/audio/bootstrapInterval.ts';
import { frechetAtInfinity } from '../metrics/audio/frechetAtInfinity.ts';
import { frechetDistanceTo, gaussianOf } from '../metrics/audio/frechetDistance.ts';
import { pearson } from '../metrics/audio/likeness.ts';
import type { Figure } from '../metrics/audio/bootstrapInterval.ts';
import type { Extrapolation } from '../metrics/audio/frechetAtInfinity.ts';
import type { Heard } from './clipMeasures.ts';
import type { ClipPairs, ClipScores, ScoredClip } from './clipScores.ts';
import type { KnownClip } from './knownClips.ts';

/** A distance of sets. */
export interface SetDistance extends Figure {
  /** FAD∞; absent where there are too few clips. */
  infinity?: Extrapolation;
}

/** Draws of a distance: each costs two eigenvalue problems. */
const distanceDraws = 40;

/** The mean of a score over the clips for which it can be told. */
export function scoreFigure(clips: readonly ScoredClip[], name: keyof ClipScores): Figure {
  return bootstrapInterval(told(clips.map(({ scores }) => scores[name])), mean);
}

/** Pearson's r of asked and heard over the clips. */
export function pairFigure(clips: readonly ScoredClip[], name: keyof ClipPairs): Figure {
  const pairs = clips.map((clip) => clip.pairs[name]).filter(([a, b]) => Number.isFinite(a + b));
  return bootstrapInterval(pairs, (drawn) =>
    pearson(
      drawn.map(([a]) => a),
      drawn.map(([, b]) => b),
    ),
  );
}

/** Mean difference of a score, clip by clip: the first minus the second. */
export function difference(
  first: readonly ScoredClip[],
  second: readonly ScoredClip[],
  name: keyof ClipScores,
): Figure {
  const pairs = first.slice(0, second.length);
  return bootstrapInterval(
    told(pairs.map(({ scores }, i) => scores[name] - (second[i] as ScoredClip).scores[name])),
    mean,
  );
}

/** Measures distances to the reference. Draws take clips whole. */
export function distancesTo(
  reference: readonly KnownClip[],
): (clips: readonly Heard[], isSure: boolean) => SetDistance {
  const gaussian = gaussianOf(reference.flatMap(({ heard }) => heard.embeddings));
  const distanceTo = frechetDistanceTo(gaussian);
  const of = (clips: readonly (readonly (readonly number[])[])[]): number =>
    distanceTo(gaussianOf(clips.flat()));
  return (heard, isSure) => {
    const clips = heard.map(({ embeddings }) => embeddings);
    if (!isSure) return { value: of(clips), low: NaN, high: NaN };
    const found = bootstrapInterval(clips, of, { resamples: distanceDraws, kind: 'pivotal' });
    const infinity = frechetAtInfinity(gaussian, clips);
    return { ...found, low: Math.max(0, found.low), ...(infinity === undefined ? {} : { infinity }) };
  };
}

function told(values: readonly number[]): number[] {
  return values.filter((value) => Number.isFinite(value));
}
