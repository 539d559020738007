/**
 * The score of a take. Key and mode are measured on the notes, blindly, before anything is rendered: notes are cheap and
 * sound is not. What a listener would hear in another key is composed again with other seeds.
 */
import { decisionSeed } from '../../bridge/protocol/seededRandom.ts';
import { composeScore } from '../engines/score/composeScore.ts';
import { isArc } from '../engines/score/arc/askedArc.ts';
import { keysOfArc } from './measureArc.ts';
import { measureKey } from './measureTake.ts';
import type { Brief } from '../../bridge/protocol/brief.ts';
import type { Score } from '../../bridge/protocol/score.ts';
import type { ComposedScore, ComposeRequest } from '../engines/score/composeScore.ts';

/** Most scores that are composed for one take. The engine writes one in some 20 ms. */
export const mostTries = 16;

/** A score with how many were composed to get it. */
export interface ComposedInKey extends ComposedScore {
  tries: number;
}

/**
 * Composes a score in the key that the brief asks for; the first one where none of {@link mostTries} is. With the seeds
 * of a recipe there is one score only. A function of the request, the same on every machine.
 */
export function composeInKey(request: ComposeRequest): ComposedInKey {
  const first = composeScore(request);
  if (request.seeds !== undefined || isInKey(first.score, request.brief)) return { ...first, tries: 1 };
  for (let tries = 2; tries <= mostTries; tries++) {
    const seed = decisionSeed(request.seed, `key/${tries}`);
    const next = composeScore({ ...request, seed });
    if (isInKey(next.score, request.brief)) return { ...next, tries };
  }
  return { ...first, tries: mostTries };
}

/** Whether a score is heard in the key of its brief; of an arc every stretch in its own, where it is long enough to tell. */
export function isInKey(score: Score, brief: Brief): boolean {
  if (!isArc(brief)) return measureKey(score, brief).agrees;
  return keysOfArc(score, brief).every(({ agrees }) => agrees !== false);
}
