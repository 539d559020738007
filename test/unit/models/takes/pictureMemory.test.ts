import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PictureMemory } from '../../../../models/takes/pictureMemory.ts';
import type { ReadPicture } from '../../../../models/takes/pictureMemory.ts';

const picture = () => Promise.resolve({ image: {}, words: [] } as unknown as ReadPicture);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leitmotif-pictures-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, text = 'a'): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('PictureMemory', () => {
  it('reads a picture once, and anew with other words or once the file was written', async () => {
    const memory = new PictureMemory();
    const path = file('a.png');
    const read = vi.fn(picture);
    await memory.recall(path, undefined, read);
    await memory.recall(path, undefined, read);
    expect(read).toHaveBeenCalledTimes(1);
    await memory.recall(path, 'a ship', read);
    expect(read).toHaveBeenCalledTimes(2);
    // Of the same length.
    await new Promise((resolve) => setTimeout(resolve, 20));
    file('a.png', 'b');
    await memory.recall(path, undefined, read);
    expect(read).toHaveBeenCalledTimes(3);
  });

  it('keeps nothing of a file that is not there, nor of what failed', async () => {
    const memory = new PictureMemory();
    const missing = join(folder, 'missing.png');
    await expect(memory.recall(missing, undefined, () => Promise.reject(new Error('gone')))).rejects.toThrow(
      'gone',
    );
    const path = file('a.png');
    await expect(memory.recall(path, undefined, () => Promise.reject(new Error('cut')))).rejects.toThrow(
      'cut',
    );
    const read = vi.fn(picture);
    await memory.recall(path, undefined, read);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('forgets what was asked for longest ago', async () => {
    const memory = new PictureMemory();
    const paths = Array.from({ length: 20 }, (_, i) => file(`${String(i)}.png`));
    for (const path of paths) await memory.recall(path, undefined, picture);
    const read = vi.fn(picture);
    await memory.recall(paths[19] ?? '', undefined, read);
    expect(read).not.toHaveBeenCalled();
    await memory.recall(paths[0] ?? '', undefined, read);
    expect(read).toHaveBeenCalledTimes(1);
  });
});
