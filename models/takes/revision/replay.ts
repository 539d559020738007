/**
 * The piece of a recipe with all that was ever done to it: the first take composed from its seeds, then change after change.
 *
 *   parents[0] ─► composeAnyPiece ─► revise ─► revise ─► … ─► the piece of the take
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { compareParts } from '../../engines/score/revision/compareParts.ts';
import { composeAnyPiece } from '../../engines/score/revision/piece.ts';
import { revise } from '../../engines/score/revision/revise.ts';
import { cueTitle } from '../takeName.ts';
import { editedScore } from './editedScore.ts';
import type { Brief } from '../../../bridge/protocol/brief.ts';
import type { Change, KeptPart } from '../../../bridge/protocol/revision.ts';
import type { Part } from '../../../bridge/protocol/score.ts';
import type { Recipe } from '../../../bridge/protocol/take.ts';
import type { AnyPiece } from '../../engines/score/revision/piece.ts';
import type { RevisedPiece, ReviseRequest } from '../../engines/score/revision/revise.ts';

/** The piece of a take, and the seeds of what it is like. */
export interface ReplayedPiece {
  piece: AnyPiece;
  seeds: Record<string, number>;
  /** What was kept of the take before, where there was one. */
  kept?: KeptPart[];
}

/** What a recipe is played again from. */
export type Replayable = Pick<Recipe, 'brief' | 'seed' | 'seeds' | 'cue' | 'revision'>;

/** One state of a take on its way. */
interface Step {
  brief: Brief;
  seed: number;
  seeds: Readonly<Record<string, number>>;
  change?: Change | undefined;
}

/**
 * Composes the piece of a recipe. `folder` is that of the take: edited scores lie there.
 *
 * @throws LeitmotifError `file-missing`, `recipe-input-changed` of an edited score; `take-unsuitable` where a change does not hold
 */
export function replay(recipe: Replayable, folder: string): ReplayedPiece {
  const { brief, seed, seeds, revision, cue } = recipe;
  const last = { brief, seed, seeds, change: revision?.change };
  const steps: Step[] = [...(revision?.parents ?? []), last];
  let found: ReplayedPiece | undefined;
  /** The last take before the step; steps on the way from it to the next one are no takes. */
  let parent: AnyPiece | undefined;
  for (const [i, step] of steps.entries()) {
    if (found === undefined) {
      found = composeAnyPiece({ ...step, title: cueTitle(cue) });
      continue;
    }
    if (revision?.parents[i - 1]?.sha256 !== undefined) parent = found.piece;
    if (step.change === undefined) throw new RangeError('replay: a change is missing');
    const { piece: before, seeds: own } = found;
    const edited = editedParts(step.change, before, folder);
    const revised = reviseOrSay({ ...step, before, own, change: step.change, edited });
    const { piece, seeds: made } = revised;
    const kept =
      parent === undefined || parent === before ? revised.kept : compareParts(parent.score, piece.score);
    found = { piece, seeds: made, kept };
  }
  if (found === undefined) throw new RangeError('replay: no take');
  return found;
}

/** Revises; what cannot be kept is refused in words. @throws LeitmotifError `take-unsuitable` */
export function reviseOrSay(request: ReviseRequest): RevisedPiece {
  try {
    return revise(request);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new LeitmotifError('take-unsuitable', {
      what: `This could not be done with all that is to be kept: ${cause.message.replace(/^revise: /, '')}`,
      subject: 'the revision',
      next: 'Keep less of the take, or try another --seed',
      cause,
    });
  }
}

function editedParts({ score }: Change, before: AnyPiece, folder: string): Part[] | undefined {
  if (score === undefined) return undefined;
  const path = join(folder, score.file);
  return editedScore(readEdited(path, score.sha256), path, before.score).parts;
}

/** Reads an edited score out of a take's folder. */
export function readEdited(path: string, sha256: string): Buffer {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new LeitmotifError('file-missing', {
      what: 'The edited score of the take is not there',
      subject: path,
      next: 'Put it back beside take.json',
      cause,
    });
  }
  if (createHash('sha256').update(bytes).digest('hex') === sha256) return bytes;
  throw new LeitmotifError('recipe-input-changed', {
    what: 'The edited score of the take is not the one that it was made from',
    subject: path,
    next: 'Give the new one to leitmotif revise --score, or put the old one back',
  });
}
