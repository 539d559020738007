/**
 * Pictures that were read lately, small as perception wants them: who turns a knob changes no picture, and decoding one takes longer than
 * composing eight bars. A file that was written since, by its size, its times or its number on the disk, is read anew.
 */
import { stat } from 'node:fs/promises';
import type { ImageFile } from '../conditions/imageFile.ts';
import type { ConditionWord } from '../conditions/imageWords.ts';

/** A picture with the words that came with it. Its bytes are not kept. */
export interface ReadPicture {
  image: Omit<ImageFile, 'content'>;
  words: ConditionWord[];
}

/** Pictures that are kept, 1 MB each. */
const mostPictures = 12;

/** See the head of the file. What is remembered is shared: nobody may change it. */
export class PictureMemory {
  readonly #pictures = new Map<string, ReadPicture>();

  /** The picture that was kept, else the one that `read` finds. What failed is not kept. */
  async recall(
    path: string,
    alt: string | undefined,
    read: () => Promise<ReadPicture>,
  ): Promise<ReadPicture> {
    const key = await keyOf(path, alt);
    const picture = (key === undefined ? undefined : this.#pictures.get(key)) ?? (await read());
    if (key === undefined) return picture;
    this.#pictures.delete(key);
    this.#pictures.set(key, picture);
    for (const oldest of this.#pictures.keys()) {
      if (this.#pictures.size <= mostPictures) break;
      this.#pictures.delete(oldest);
    }
    return picture;
  }
}

/** Undefined where there is nothing to be known of the file: reading it says why. */
async function keyOf(path: string, alt: string | undefined): Promise<string | undefined> {
  try {
    const { size, ino, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return [path, size, ino, mtimeNs, ctimeNs, alt ?? ''].join('\n');
  } catch {
    return undefined;
  }
}
