/** The shards of a folder. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { emptySet } from './datasetError.ts';

/**
 * Paths of the shards of a folder, in the order of their names.
 *
 * @throws LeitmotifError `file-missing`, `dataset-empty`
 */
export async function findShards(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new LeitmotifError('file-missing', {
      what: 'This folder of a dataset cannot be read',
      subject: folder,
      next: 'Check the path; "leitmotif dataset build" names the folder that it wrote',
      cause,
    });
  });
  const shards = names.filter((name) => /-(?:train|validation|test)-\d+\.tar$/.test(name)).sort();
  if (shards.length > 0) return shards.map((name) => join(folder, name));
  throw emptySet('There is no shard in this folder', folder, 'Run "leitmotif dataset build" first');
}
