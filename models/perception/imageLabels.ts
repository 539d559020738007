import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import type { Pack } from '../runtime/packStore.ts';

const imageLabelsSchema = z.object({
  schema: z.literal(1),
  classes: z.array(
    z.object({ label: z.string().min(1), synset: z.string(), words: z.array(z.string()).min(1) }),
  ),
});

/** One class that an image model tells apart. */
export interface ImageClass {
  /** One English word or name, different from every other class's. */
  readonly label: string;
  /** WordNet 3.0 identifier, as `n02123045`. */
  readonly synset: string;
  /** All English words for it, the plainest first. */
  readonly words: readonly string[];
}

/**
 * Reads the class words of an image pack: the file `preprocessing.labels`, in the order of the model's outputs.
 *
 * @throws LeitmotifError `pack-incompatible` if there are not `count` of them
 */
export async function readImageLabels(pack: Pack, count: number): Promise<readonly ImageClass[]> {
  const file = pack.manifest.preprocessing.labels;
  try {
    if (typeof file !== 'string' || !pack.manifest.files.some(({ path }) => path === file))
      throw new Error('not listed');
    const { classes } = imageLabelsSchema.parse(JSON.parse(await readFile(join(pack.folder, file), 'utf8')));
    if (classes.length !== count) throw new Error(`${classes.length} labels for ${count} classes`);
    return classes;
  } catch (cause) {
    throw new LeitmotifError('pack-incompatible', {
      what: 'The class words of the pack do not belong to its model',
      subject: `pack ${pack.manifest.id}`,
      next: 'Install the pack again; if it came with Leitmotif, restore its folder from the checkout or install Leitmotif again',
      cause,
    });
  }
}
