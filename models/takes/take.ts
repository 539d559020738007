/** A take that was made. */
import { join } from 'node:path';
import type { Recipe, TakeFiles } from '../../bridge/protocol/take.ts';

/** A take that was made: its folder and its recipe. */
export interface Take {
  /** Absolute path. */
  folder: string;
  recipe: Recipe;
}

/** The files of a take with absolute paths. */
export function absoluteFiles({ folder, recipe }: Take): TakeFiles {
  const { mix, score, stems, recipe: recipePath } = recipe.files;
  return {
    mix: join(folder, mix),
    score: join(folder, score),
    stems: stems.map((stem) => ({ ...stem, path: join(folder, stem.path) })),
    recipe: join(folder, recipePath),
  };
}
