/** The score of a take again, from its recipe: the same notes as in its `score.mid`, with all that MIDI cannot hold. */
import { performedScore } from '../engines/score/endless/performedScore.ts';
import { composeInKey } from './composeInKey.ts';
import { replay } from './revision/replay.ts';
import { cueTitle } from './takeName.ts';
import type { Recipe } from '../../bridge/protocol/take.ts';
import type { Score } from '../../bridge/protocol/score.ts';

/**
 * Composes the score of a recipe. Another version of the engine may compose another one. `folder` is that of the take: a revision may
 * need an edited score that lies there.
 *
 * @throws LeitmotifError those of {@link replay}
 */
export function recipeScore(recipe: Recipe, folder: string): Score {
  const { brief, seed, seeds, cue, performance, revision } = recipe;
  const title = cueTitle(cue);
  if (revision !== undefined) return replay(recipe, folder).piece.score;
  if (performance !== undefined) return performedScore({ brief, seed }, performance, title);
  return composeInKey({ brief, seed, seeds, title }).score;
}
