import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { diskFull } from './downloadError.ts';

/** Bytes kept free beside what is written, for everyone else on the disk. */
const margin = 64 << 20;

/** Bytes that this person may still write on the disk of a folder, which need not exist yet. */
export async function freeBytes(folder: string): Promise<number | undefined> {
  for (let place = folder; ; place = dirname(place)) {
    const found = await statfs(place).catch(() => undefined);
    if (found !== undefined) return found.bavail * found.bsize;
    if (dirname(place) === place) return undefined;
  }
}

/**
 * Refuses to begin what cannot end.
 *
 * @param needed bytes still to be written
 * @throws LeitmotifError `disk-full`
 */
export async function expectSpace(
  folder: string,
  needed: number,
  measure: (folder: string) => Promise<number | undefined> = freeBytes,
): Promise<void> {
  const free = await measure(folder);
  if (free === undefined || free >= needed + margin) return;
  const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;
  throw diskFull(folder, `${megabytes(needed)} are needed and ${megabytes(free)} are free`);
}
