/**
 * Classifier-free guidance (Ho and Salimans 2022): v = v_u + scale · (v_c − v_u). 0 ignores the conditions, 1 follows them, more
 * exaggerates. The network was trained with a null for e_f, so that v_u is its own; whether v_u has the score is the caller's.
 */
import { musflowRanges } from '../../../../bridge/protocol/musflow.ts';
import { settingInvalid } from '../settingInvalid.ts';

/** Highest scale: beyond it every latent is out of what the network knows. */
const { max: mostGuidance } = musflowRanges.guidance;

/** @throws LeitmotifError `setting-invalid` where the scale is no number from 0 to 20 */
export function checkedGuidance(scale: number): number {
  if (scale >= 0 && scale <= mostGuidance) return scale;
  throw settingInvalid(
    `guidance ${scale}`,
    'A guidance scale is a number',
    `Give from 0 to ${mostGuidance}; 1 follows the conditions, 2 is usual`,
  );
}

/** Which fields a scale needs: at 0 and at 1 one of the two counts nothing and is not computed. */
export function neededFields(scale: number): { conditioned: boolean; unconditioned: boolean } {
  return { conditioned: scale !== 0, unconditioned: scale !== 1 };
}

/** The guided velocity; all as long as each other. */
export function guided(conditioned: Float32Array, unconditioned: Float32Array, scale: number): Float32Array {
  return unconditioned.map((base, i) => base + scale * ((conditioned[i] as number) - base));
}
