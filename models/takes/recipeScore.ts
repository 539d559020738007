/** The score of a take again, from its recipe: the same notes as in its `score.mid`, with all that MIDI cannot hold. */
import { performedScore } from '../engines/score/endless/performedScore.ts';
import { composeInKey } from './composeInKey.ts';
import { cueTitle } from './takeName.ts';
import type { Recipe } from '../../bridge/protocol/take.ts';
import type { Score } from '../../bridge/protocol/score.ts';

/** Composes the score of a recipe. Another version of the engine may compose another one. */
export function recipeScore({ brief, seed, seeds, cue, performance }: Recipe): Score {
  const title = cueTitle(cue);
  if (performance !== undefined) return performedScore({ brief, seed }, performance, title);
  return composeInKey({ brief, seed, seeds, title }).score;
}
