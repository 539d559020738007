import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of all files below a folder; 0 where there is none. Links are not followed. */
export async function diskUse(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return diskUse(path);
      return entry.isFile() ? (await stat(path).catch(() => ({ size: 0 }))).size : 0;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
