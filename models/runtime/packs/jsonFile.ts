import { rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from './makeFolder.ts';

/** Writes a JSON file whole or not at all: beside its place first, then renamed. Makes its folder. */
export async function writeJsonFile(path: string, value: unknown): Promise<void> {
  await makeFolder(dirname(path));
  const written = `${path}.${process.pid}.tmp`;
  await writeFile(written, `${JSON.stringify(value, undefined, 2)}\n`);
  await rename(written, path);
}
