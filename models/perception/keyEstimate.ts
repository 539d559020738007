/** The key that pitch classes suggest: major or minor, by their likeness to what listeners expect of each. */
import { tonics } from '../../bridge/protocol/attributes.ts';
import type { Tonic } from '../../bridge/protocol/attributes.ts';
import type { PitchClass } from '../../bridge/protocol/units.ts';
import type { Estimate } from './estimate.ts';

/** The modes that are told apart: the other five are too near to them to be heard in a mere mixture of notes. */
export type KeyMode = 'major' | 'minor';

/** How much each degree belongs to a key, from the tonic up in semitones. */
type Profile = readonly number[];

/** Ratings of probe tones by listeners (Krumhansl and Kessler 1982). */
const krumhansl: Readonly<Record<KeyMode, Profile>> = {
  major: [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88],
  minor: [6.33, 2.68, 3.52, 5.38, 2.6, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17],
};

/** How often the degrees occur in the examples of a harmony textbook (Temperley 2007, from Kostka and Payne). */
const temperley: Readonly<Record<KeyMode, Profile>> = {
  major: [0.748, 0.06, 0.488, 0.082, 0.67, 0.46, 0.096, 0.715, 0.104, 0.366, 0.057, 0.4],
  minor: [0.712, 0.084, 0.474, 0.618, 0.049, 0.46, 0.105, 0.747, 0.404, 0.067, 0.133, 0.33],
};

/** Spellings of the twelve tonics that need the fewest accidentals. */
const spellings: Readonly<Record<KeyMode, readonly Tonic[]>> = {
  major: ['C', 'Db', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B'],
  minor: ['C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'G#', 'A', 'Bb', 'B'],
};

/** A key as attributes write it, such as `D minor`. */
export function keyName(tonic: PitchClass, mode: KeyMode): string {
  return `${spellings[mode][tonic] ?? tonics[0]} ${mode}`;
}

/**
 * Estimates the key.
 *
 * @param shares how much each of the twelve pitch classes sounds, from C; any scale
 * @returns the key as attributes write it; undefined where nothing sounds or all sounds alike. The confidence grows with the
 *   likeness and with its lead over the next key.
 */
export function estimateKey(shares: readonly number[]): Estimate<string> | undefined {
  const ranked = (['major', 'minor'] as const)
    .flatMap((mode) =>
      Array.from({ length: 12 }, (_, tonic) => ({ tonic, mode, likeness: likeness(shares, tonic, mode) })),
    )
    .sort((a, b) => b.likeness - a.likeness);
  const [best, next] = ranked;
  if (best === undefined || next === undefined || !(best.likeness > 0.2)) return undefined;
  const lead = best.likeness - next.likeness;
  const confidence = Math.min(1, best.likeness) * (1 - Math.exp(-12 * lead - 0.5));
  return { value: keyName(best.tonic, best.mode), confidence };
}

/** Mean correlation with both profiles, −1…1. */
function likeness(shares: readonly number[], tonic: PitchClass, mode: KeyMode): number {
  const degrees = Array.from({ length: 12 }, (_, degree) => shares[(tonic + degree) % 12] ?? 0);
  return (correlation(degrees, krumhansl[mode]) + correlation(degrees, temperley[mode])) / 2;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  let [product, squareA, squareB] = [0, 0, 0];
  a.forEach((value, i) => {
    const [x, y] = [value - meanA, (b[i] ?? 0) - meanB];
    product += x * y;
    squareA += x * x;
    squareB += y * y;
  });
  return squareA * squareB > 0 ? product / Math.sqrt(squareA * squareB) : 0;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
