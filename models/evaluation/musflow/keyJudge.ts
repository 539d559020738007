/**
 * Hears keys, all seven modes, as it learned them from renders whose keys are known. A finder of keys that knows major and minor only,
 * as perception's, cannot tell a church mode from the major key that has its notes.
 *
 *   profile (tonalProfile.ts) → root of each share → turned so that a supposed tonic comes first
 *     → log-likelihood under the normal distribution of a supposed mode → the best of 12 tonics × 7 modes
 *
 * All modes share one covariance, shrunken towards its diagonal (as in classifier/linearDiscriminant.ts): the rarest mode has too few clips
 * for one of its own. Turning moves numbers only, so that likelihoods of all tonics can be compared; how common a mode is counts, no tonic
 * is commoner than others.
 */
import { Matrix, inverse } from 'ml-matrix';
import { keyName } from '../../perception/keyEstimate.ts';
import { isMinorish, readKey } from '../../engines/score/theory/scale.ts';
import { mean } from '../distribution.ts';
import type { Mode } from '../../../bridge/protocol/attributes.ts';
import type { PitchClass } from '../../../bridge/protocol/units.ts';

/** A render with what its notes are in. */
export interface KnownKey {
  /** As tonalProfile.ts makes it. */
  profile: readonly number[];
  /** As attributes write it, such as `D dorian`. */
  key: string;
}

const shrinkage = 0.8;
/** Keeps a class that never varies from making the covariance singular. */
const ridge = 1e-5;

/** A mode as it was learned. */
interface LearnedMode {
  mode: Mode;
  centre: readonly number[];
  /** Logarithm of its share. */
  usual: number;
}

/** Learns from renders; returns what hears a key in a profile. Nothing is heard in silence, nor where nothing was learned. */
export function keyJudge(known: readonly KnownKey[]): (profile: readonly number[]) => string | undefined {
  const examples = known
    .filter(({ profile }) => isSounding(profile))
    .map(({ profile, key }) => {
      const { tonicClass, mode } = readKey(key);
      return { mode, turned: turnedTo(profile, tonicClass) };
    });
  if (examples.length < 2) return () => undefined;
  const modes = [...new Set(examples.map(({ mode }) => mode))].map((mode): LearnedMode => {
    const own = examples.filter((example) => example.mode === mode);
    const centre = (own[0]?.turned ?? []).map((_, i) => mean(own.map(({ turned }) => turned[i] ?? 0)));
    return { mode, centre, usual: Math.log(own.length / examples.length) };
  });
  const centreOf = new Map(modes.map(({ mode, centre }) => [mode, centre]));
  const precision = precisionOf(examples.map(({ mode, turned }) => apart(turned, centreOf.get(mode) ?? [])));
  return (profile) => {
    if (!isSounding(profile)) return undefined;
    const ranked = Array.from({ length: 12 }, (_, tonic) => {
      const turned = turnedTo(profile, tonic);
      return modes.map(({ mode, centre, usual }) => {
        const likelihood = usual - 0.5 * squareIn(precision, apart(turned, centre));
        return { tonic, mode, likelihood };
      });
    }).flat();
    const best = ranked.reduce((most, one) => (one.likelihood > most.likelihood ? one : most));
    return nameOf(best.tonic, best.mode);
  };
}

function isSounding(profile: readonly number[]): boolean {
  return profile.some((value) => value > 0);
}

/** Roots of the shares, each twelve from the tonic up: roots vary as much where little sounds as where much does. */
function turnedTo(profile: readonly number[], tonic: PitchClass): number[] {
  return profile.map((_, i) => Math.sqrt(profile[i - (i % 12) + ((i + tonic) % 12)] ?? 0));
}

function apart(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, i) => value - (b[i] ?? 0));
}

/** The inverse of the shrunken covariance of rows whose means are 0. */
function precisionOf(rows: readonly number[][]): Matrix {
  const deviations = new Matrix(rows.map((row) => [...row]));
  const covariance = deviations.transpose().mmul(deviations).div(rows.length);
  const diagonal = Matrix.diag(covariance.diagonal());
  const shrunken = Matrix.add(Matrix.mul(covariance, 1 - shrinkage), Matrix.mul(diagonal, shrinkage));
  return inverse(Matrix.add(shrunken, Matrix.eye(covariance.rows).mul(ridge)));
}

function squareIn(matrix: Matrix, vector: readonly number[]): number {
  const column = Matrix.columnVector([...vector]);
  return column.transpose().mmul(matrix).mmul(column).get(0, 0);
}

/** A key as attributes write it. */
function nameOf(tonic: PitchClass, mode: Mode): string {
  const [spelling = ''] = keyName(tonic, isMinorish(mode) ? 'minor' : 'major').split(' ');
  return `${spelling} ${mode}`;
}
