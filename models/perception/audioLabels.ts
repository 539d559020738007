import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import type { Pack } from '../runtime/packStore.ts';

const audioLabelsSchema = z.object({ schema: z.literal(1), tags: z.array(z.string().min(1)) });

/**
 * Reads the tags of an audio pack: the file `preprocessing.labels`, in the order of the model's outputs.
 *
 * @throws LeitmotifError `pack-incompatible` if there are not `count` of them
 */
export async function readAudioLabels(pack: Pack, count: number): Promise<readonly string[]> {
  const file = pack.manifest.preprocessing.labels;
  try {
    if (typeof file !== 'string' || !pack.manifest.files.some(({ path }) => path === file))
      throw new Error('not listed');
    const { tags } = audioLabelsSchema.parse(JSON.parse(await readFile(join(pack.folder, file), 'utf8')));
    if (tags.length !== count) throw new Error(`${tags.length} labels for ${count} tags`);
    return tags;
  } catch (cause) {
    throw new LeitmotifError('pack-incompatible', {
      what: 'The tags of the pack do not belong to its model',
      subject: `pack ${pack.manifest.id}`,
      next: 'Install the pack again; if it came with Leitmotif, restore its folder from the checkout or install Leitmotif again',
      cause,
    });
  }
}
