/** `take.json`, the recipe of a take: written last, read with suspicion. */
import { writeFile } from 'node:fs/promises';
import { recipeSchema, recipeVersion } from '../../bridge/protocol/take.ts';
import { readJsonDocument } from './jsonDocument.ts';
import type { Recipe } from '../../bridge/protocol/take.ts';

/** The file name of the recipe within the take's folder. */
export const recipeName = 'take.json';

/** Writes a recipe. */
export async function writeRecipe(path: string, recipe: Recipe): Promise<void> {
  await writeFile(path, `${JSON.stringify(recipe, undefined, 2)}\n`);
}

/**
 * Reads a recipe.
 *
 * @throws LeitmotifError `recipe-invalid` and those of a file that cannot be read.
 */
export async function readRecipe(path: string): Promise<Recipe> {
  const recipe = await readJsonDocument(path, {
    schema: recipeSchema,
    versionField: 'leitmotifTake',
    newest: recipeVersion,
    invalid: {
      code: 'recipe-invalid',
      what: 'This is not a recipe that can be made again',
      next: 'Name the take.json of a take folder',
    },
    tooNew: 'recipe-invalid',
  });
  // The schema builds the attributes by name in a loop, which types cannot follow; their values are checked.
  return recipe as Recipe;
}
