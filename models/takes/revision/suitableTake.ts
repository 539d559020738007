/** Which takes can be revised: those of the score engine that are one piece of one kind and that the engine still makes as it did. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { scoreEngineVersion } from '../../engines/score/composeScore.ts';
import { scoreToMidi } from '../../rendering/midiFile.ts';
import { loopSetName } from '../loops/makeLoopSet.ts';
import { readRecipe, recipeName } from '../recipe.ts';
import { replay } from './replay.ts';
import type { RevisedFrom } from '../../../bridge/protocol/revision.ts';
import type { Recipe } from '../../../bridge/protocol/take.ts';
import type { Take } from '../take.ts';
import type { ReplayedPiece } from './replay.ts';

/** A take that can be revised. */
export interface SuitableTake {
  take: Take;
  /** Bytes of its take.json. */
  recipeBytes: Buffer;
  replayed: ReplayedPiece;
}

/**
 * Reads a take that is to be revised. `isEdited` is true where its score comes from outside: then its own may have been changed.
 *
 * @throws LeitmotifError `take-unsuitable` with why; those of a recipe that cannot be read
 */
export async function suitableTake(given: string, isEdited: boolean): Promise<SuitableTake> {
  const path = await recipePath(given);
  const recipe = await readRecipe(path);
  const folder = dirname(path);
  refuse(recipe, folder);
  const replayed = replay(recipe, folder);
  const kept = await readFile(join(folder, recipe.files.score)).catch(() => undefined);
  if (!isEdited && kept !== undefined && !kept.equals(Buffer.from(scoreToMidi(replayed.piece.score))))
    throw unsuitable(
      'score.mid is not what the recipe makes: it was changed, or another version of Leitmotif made it',
      folder,
      `Give it back with --score ${join(folder, recipe.files.score)}, and revise the take that comes of it`,
    );
  return { take: { folder, recipe }, recipeBytes: await readFile(path), replayed };
}

/** The take and all that it came from, the oldest first, as a recipe names them. */
export function parentsOf({ take: { recipe }, recipeBytes }: SuitableTake): RevisedFrom[] {
  return [
    ...(recipe.revision?.parents ?? []),
    {
      id: recipe.id,
      sha256: createHash('sha256').update(recipeBytes).digest('hex'),
      ...{ seed: recipe.seed, seeds: recipe.seeds },
      // Its embedding says nothing to the score engine.
      brief: { ...recipe.brief, embedding: [] },
      ...(recipe.revision === undefined ? {} : { change: recipe.revision.change }),
    },
  ];
}

async function recipePath(given: string): Promise<string> {
  const path = resolve(given);
  const isFolder = await isThere(path, true);
  if (!isFolder) return path;
  if (!(await isThere(join(path, recipeName), false)) && (await isThere(join(path, loopSetName), false)))
    throw unsuitable(
      'A loop set cannot be revised: its parts go round in each other, and a change in one would be heard at the seam',
      path,
      'Make another one with leitmotif loop',
    );
  return join(path, recipeName);
}

async function isThere(path: string, asFolder: boolean): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory() === asFolder,
    () => false,
  );
}

function refuse({ engine, performance }: Recipe, folder: string): void {
  if (engine.name !== 'score')
    throw unsuitable(
      'The sound of this take was made by networks: it has no notes that could be kept',
      folder,
      'Vary it with leitmotif compose --engine musflow --from, or revise a take of the score engine',
    );
  if (performance !== undefined)
    throw unsuitable(
      'This take was kept of a performance: all of its notes follow from what was played',
      folder,
      'Perform it again, or revise a composed take',
    );
  if (engine.version !== scoreEngineVersion)
    throw unsuitable(
      `Version ${engine.version} of the engine made this take, and this is version ${scoreEngineVersion}`,
      folder,
      'Make it again with leitmotif remake first',
    );
}

function unsuitable(what: string, subject: string, next: string): LeitmotifError {
  return new LeitmotifError('take-unsuitable', { what, subject, next });
}
