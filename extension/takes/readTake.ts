/** A take folder on disk: its recipe, and where its files are. */
import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { recipeSchema, recipeVersion } from '../../bridge/protocol/take.ts';
import { distinctLabels } from './distinctLabels.ts';
import { labelOfInstrument } from './takeSamples.ts';
import type { TakeView } from '../../bridge/protocol/panels/takeView.ts';
import type { Recipe, TakeFiles } from '../../bridge/protocol/take.ts';
import type { TakeReference } from '../cue/editCue.ts';

/** The file that makes a folder a take. */
export const recipeName = 'take.json';
/** Longest recipe that is read, in bytes. */
const longestRecipe = 16_000_000;

/** Where the files of a take are; all paths absolute. */
export interface TakeFolder {
  folder: string;
  recipe: Recipe;
  mix: string;
  score: string;
  stems: TakeFiles['stems'];
}

/**
 * Reads a take folder.
 *
 * @throws LeitmotifError `file-missing` where there is no folder or no recipe in it, `recipe-invalid`
 */
export async function readTake(folder: string): Promise<TakeFolder> {
  const path = join(folder, recipeName);
  const recipe = parseRecipe(await readText(path, folder), path);
  const within = (file: string): string => (isAbsolute(file) ? file : join(folder, file));
  const { mix, score, stems } = recipe.files;
  return {
    folder,
    recipe,
    mix: within(mix),
    score: within(score),
    stems: stems.map((stem) => ({ ...stem, path: within(stem.path) })),
  };
}

/** A take as panels show it; `folder` is absent where it cannot be read, and then `fault` says why. */
export function takeView(
  reference: TakeReference,
  folder: TakeFolder | undefined,
  fault?: TakeView['fault'],
): TakeView {
  return {
    id: reference.id,
    name: reference.name ?? reference.id,
    starred: reference.starred ?? false,
    folder: reference.folder,
    ...(folder === undefined ? {} : { recipe: summary(folder.recipe) }),
    ...(fault === undefined ? {} : { fault }),
    stems: distinctLabels(
      (folder?.stems ?? []).map(({ role, instrument }, i) => ({
        id: String(i),
        role,
        label: labelOfInstrument(instrument),
      })),
    ),
  };
}

function summary(recipe: Recipe): NonNullable<TakeView['recipe']> {
  const { brief, measured, engine, device, made, seed } = recipe;
  const { tempo, key, meter, style } = brief.attributes;
  return {
    made,
    seconds: measured.seconds,
    tempo: tempo.value,
    key: key.value,
    meter: meter.value,
    style: style.value,
    seed,
    engine: `${engine.name} ${engine.version}`,
    ...(engine.reason === undefined ? {} : { engineReason: engine.reason }),
    provider: device.provider,
    measured,
    description: brief.description,
  };
}

async function readText(path: string, folder: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > longestRecipe) throw invalid(path, `it has ${size} bytes`);
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof LeitmotifError) throw cause;
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new LeitmotifError(isMissing ? 'file-missing' : 'file-unreadable', {
      what: isMissing ? 'The folder of this take is not there any more' : 'This take cannot be read',
      subject: folder,
      next: 'Put it back, or remove the take from the cue',
      cause,
    });
  }
}

function parseRecipe(text: string, path: string): Recipe {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (cause) {
    throw invalid(path, 'it is not JSON', cause);
  }
  const parsed = recipeSchema.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = (issue?.path ?? []).map(String).join('.');
    const isOfOther = place === 'leitmotifTake';
    throw invalid(
      path,
      isOfOther ? `it is not of version ${recipeVersion}` : `${place}: ${issue?.message ?? ''}`,
      parsed.error,
    );
  }
  // The schema builds the attributes by name in a loop, which types cannot follow; their values are checked.
  return parsed.data as Recipe;
}

function invalid(subject: string, reason: string, cause?: unknown): LeitmotifError {
  return new LeitmotifError('recipe-invalid', {
    what: `The recipe of this take cannot be read: ${reason}`,
    subject,
    next: 'Compose again, or remove the take from the cue',
    cause,
  });
}
