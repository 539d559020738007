/** Files that a person gives become conditions, by their ending. */
import { freeId } from './freeId.ts';
import { cuePath } from './cuePath.ts';
import type { Condition } from '../../bridge/protocol/cue.ts';

const endings: readonly (readonly [kind: FileKind, endings: RegExp])[] = [
  ['image', /\.(?:png|jpe?g|webp|avif|gif|tiff?)$/i],
  ['story', /\.(?:md|markdown|txt|text|fountain|spmd)$/i],
  ['reference-midi', /\.(?:mid|midi|smf)$/i],
  ['reference-audio', /\.(?:wav|wave|mp3|flac|ogg|oga)$/i],
];

type FileKind = 'image' | 'story' | 'reference-midi' | 'reference-audio';

/** Endings of each kind, for a dialog. */
export const fileEndings = {
  images: ['png', 'jpg', 'jpeg', 'webp', 'avif', 'gif', 'tif', 'tiff'],
  story: ['md', 'markdown', 'txt', 'fountain', 'spmd'],
  reference: ['wav', 'mp3', 'flac', 'ogg', 'mid', 'midi'],
} as const;

/** The kind of a file by its ending; undefined where it is none that music can be made from. */
export function kindOfFile(path: string): FileKind | undefined {
  return endings.find(([, ending]) => ending.test(path))?.[0];
}

/** What became of files. */
export interface FileConditions {
  conditions: Condition[];
  /** Paths of those that music cannot be made from. */
  refused: string[];
}

/** Conditions of files with absolute paths, for a cue in `folder`. A file that the cue has already is left out. */
export function conditionsOfFiles(
  paths: readonly string[],
  folder: string,
  there: readonly Condition[],
): FileConditions {
  const ids = new Set(there.map(({ id }) => id));
  const known = new Set(there.flatMap((condition) => ('path' in condition ? [condition.path] : [])));
  const result: FileConditions = { conditions: [], refused: [] };
  for (const absolute of paths) {
    const kind = kindOfFile(absolute);
    const path = cuePath(absolute, folder);
    if (kind === undefined) result.refused.push(absolute);
    else if (!known.has(path)) {
      const id = freeId(kind === 'story' || kind === 'image' ? kind : 'reference', ids);
      ids.add(id);
      known.add(path);
      result.conditions.push({ kind, id, path, weight: 1 });
    }
  }
  return result;
}
