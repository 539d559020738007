/** A revision that is ready to be rendered: its score, what it came from, and the edited scores that its folder needs. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readEdited, replay } from './replay.ts';
import type { Change, KeptPart, RevisedFrom, Revision } from '../../../bridge/protocol/revision.ts';
import type { Recipe } from '../../../bridge/protocol/take.ts';
import type { ComposedInKey } from '../composeInKey.ts';
import type { Replayable } from './replay.ts';

/** A revision that is ready to be rendered. */
export interface PreparedRevision {
  parents: RevisedFrom[];
  change: Change;
  composed: ComposedInKey;
  kept: KeptPart[];
  notes: string[];
  /** Edited scores by their names in the folder. */
  files: { name: string; bytes: Uint8Array }[];
}

/** The revision of a recipe, to be made again. */
export function revisionAgain(
  recipe: Replayable & Pick<Recipe, 'candidates'>,
  folder: string,
): PreparedRevision | undefined {
  const { revision } = recipe;
  if (revision === undefined) return undefined;
  const { piece, seeds, kept = [] } = replay(recipe, folder);
  return {
    parents: revision.parents,
    change: revision.change,
    composed: { score: piece.score, seeds, candidates: recipe.candidates, tries: 1 },
    kept,
    notes: revision.notes,
    files: editedFiles(revision, folder),
  };
}

/** The edited scores that a recipe and its parents name. */
export function editedFiles(
  { parents, change }: Pick<Revision, 'parents' | 'change'>,
  folder: string,
): PreparedRevision['files'] {
  const scores = [...parents.map((parent) => parent.change?.score), change.score].filter(
    (score) => score !== undefined,
  );
  return scores.map(({ file, sha256 }) => ({ name: file, bytes: readEdited(join(folder, file), sha256) }));
}

/** Writes the edited scores into the folder of a take. */
export async function writeEdited({ files }: PreparedRevision, folder: string): Promise<void> {
  for (const { name, bytes } of files) await writeFile(join(folder, name), bytes);
}
