/** What `--json` prints: one object on one line. */
import { absoluteFiles } from '../takes/take.ts';
import type { Brief } from '../../bridge/protocol/brief.ts';
import type { ExportedTake } from '../takes/exportTake.ts';
import type { Take } from '../takes/take.ts';
import type { RemadeTake } from '../takes/remakeTake.ts';

/** The JSON of `leitmotif brief`. */
export function briefJson(brief: Brief): string {
  return line({ brief: shownBrief(brief) });
}

/** The JSON of `leitmotif compose`: the first take, and all of them where there are several. */
export function takesJson(takes: readonly Take[]): string {
  const [first] = takes;
  if (first === undefined) throw new RangeError('takesJson: no take');
  const all = takes.length > 1 ? { takes: takes.map(shownTake) } : {};
  return line({ brief: shownBrief(first.recipe.brief), take: shownTake(first), ...all });
}

/** The JSON of `leitmotif remake`. */
export function remadeJson({ take, ...comparison }: RemadeTake): string {
  return line({ brief: shownBrief(take.recipe.brief), take: shownTake(take), remake: comparison });
}

/** The JSON of `leitmotif revise`. */
export function revisedJson(take: Take): string {
  const { revision, brief } = take.recipe;
  const parent = revision?.parents.findLast(({ sha256 }) => sha256 !== undefined);
  return line({
    brief: shownBrief(brief),
    take: shownTake(take),
    revision: {
      parent: parent?.id,
      sha256: parent?.sha256,
      change: revision?.change,
      notes: revision?.notes,
    },
  });
}

/** The JSON of `leitmotif export`. */
export function exportedJson(exported: readonly ExportedTake[]): string {
  return line({ exported });
}

/** The embedding is for machines and stands in the recipe. */
function shownBrief(brief: Brief): object {
  return { ...brief, embedding: undefined };
}

function shownTake(take: Take): object {
  const { id, seed, engine, measured, timings, device } = take.recipe;
  return { id, engine, folder: take.folder, seed, files: absoluteFiles(take), measured, timings, device };
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
