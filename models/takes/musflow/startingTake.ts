/** The take that a variation or a repaint starts from: its recipe and its latent, read with suspicion. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { decodeNpy } from '../../runtime/npyFile.ts';
import { latentOf } from '../../engines/musflow/latent/latent.ts';
import { readRecipe, recipeName } from '../recipe.ts';
import type { MusflowRecipe, RepaintRange } from '../../../bridge/protocol/musflow.ts';
import type { Recipe } from '../../../bridge/protocol/take.ts';
import type { Latent, LatentShape } from '../../engines/musflow/latent/latent.ts';

/** Where a take starts from another. */
export interface PreparedStart {
  /** Name of the take. */
  take: string;
  /** Its latent: absolute path and SHA-256. */
  latent: { path: string; sha256: string };
  /** How far to leave it, 0…1. */
  noise: number;
  repaint?: RepaintRange | undefined;
}

/** How far a variation leaves its take unless told. */
const usualNoise = 0.5;

/** Finds the recipe of a take of this engine; `path` is its folder or its take.json. */
export async function startingRecipe(
  path: string,
): Promise<{ folder: string; recipe: Recipe & { musflow: MusflowRecipe } }> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const recipePath = resolve(isFolder ? join(path, recipeName) : path);
  const recipe = await readRecipe(recipePath);
  const { musflow } = recipe;
  if (musflow === undefined) throw otherEngine(recipe.engine.name, path);
  return { folder: dirname(recipePath), recipe: { ...recipe, musflow } };
}

/** What a new take takes from it. */
export function preparedStart(
  folder: string,
  { id, musflow }: Recipe & { musflow: MusflowRecipe },
  { noise, repaint }: { noise?: number | undefined; repaint?: RepaintRange | undefined },
): PreparedStart {
  return {
    take: id,
    latent: { path: join(folder, musflow.latent.path), sha256: musflow.latent.sha256 },
    noise: noise ?? (repaint === undefined ? usualNoise : 1),
    ...(repaint === undefined ? {} : { repaint }),
  };
}

/**
 * Reads a latent of `rows` rows.
 *
 * @throws LeitmotifError `file-missing`, `recipe-input-changed` where its bytes are not those of the recipe, `take-unsuitable` where it
 *   has another length or is of other packs
 */
export async function readLatent(
  { path, sha256 }: PreparedStart['latent'],
  shape: LatentShape,
  rows: number,
): Promise<Latent> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new LeitmotifError('file-missing', {
      what: 'The latent of the take cannot be read',
      subject: path,
      next: 'Name a whole take folder; a take without its latent can be heard, but not varied',
      cause,
    });
  });
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw new LeitmotifError('recipe-input-changed', {
      what: 'The latent is not the one that the recipe names',
      subject: path,
      next: 'Make the take again with remake, and start from that one',
    });
  }
  const latent = latentOf(tableIn(bytes, path), shape);
  if (latent?.rows === rows) return latent;
  throw new LeitmotifError('take-unsuitable', {
    what: 'The latent of the take has another length, or is of other packs',
    subject: path,
    next: 'Start from a take that was made with the packs that are installed',
  });
}

function tableIn(bytes: Buffer, path: string): ReturnType<typeof decodeNpy> {
  try {
    return decodeNpy(bytes);
  } catch (cause) {
    throw new LeitmotifError('take-unsuitable', {
      what: 'The latent of the take is no table of numbers',
      subject: path,
      next: 'Make the take again with remake, and start from that one',
      cause,
    });
  }
}

function otherEngine(name: string, path: string): LeitmotifError {
  return new LeitmotifError('take-unsuitable', {
    what: `This take was made by the engine ${name} and has no latent to start from`,
    subject: path,
    next: 'Start from a take of the engine musflow, or compose with --engine musflow first',
  });
}
