/** Packs that the person installed: a folder each, with `installed.json` written last. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AbortSignalLike } from '../../../bridge/protocol/errors.ts';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import type { HubPackManifest, InstalledPack } from '../../../bridge/protocol/hubPack.ts';
import { installedPackSchema } from '../../../bridge/protocol/hubPack.ts';
import { verifyPackFile } from '../packVerification.ts';

/** The record's file name. */
export const recordName = 'installed.json';

/** An installed pack whose files were all verified. */
export interface HubPack {
  readonly manifest: HubPackManifest;
  readonly record: InstalledPack;
  readonly folder: string;
}

/** The names of all folders that hold a record. */
export async function installedPackIds(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => !entry.isFile() && !entry.name.startsWith('.'));
  const held = await Promise.all(
    folders.map(async ({ name }) => {
      const names = await readdir(join(directory, name)).catch((): string[] => []);
      return names.includes(recordName) ? [name] : [];
    }),
  );
  return held.flat().sort();
}

/**
 * Reads the record of an installed pack; undefined where it is not installed.
 *
 * @throws LeitmotifError `pack-manifest-invalid`
 */
export async function readInstalledPack(directory: string, id: string): Promise<InstalledPack | undefined> {
  const path = join(directory, id, recordName);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const result = installedPackSchema.safeParse(parsed(text));
  if (result.success && result.data.manifest.id === id) return result.data;
  throw new LeitmotifError('pack-manifest-invalid', {
    what: 'The record of this installed pack cannot be read',
    subject: path,
    next: `Run leitmotif packs remove ${id}, then install it again`,
  });
}

/**
 * Opens an installed pack: every file is hashed, once a process, and held against the record.
 *
 * @returns undefined where it is not installed
 * @throws LeitmotifError `pack-corrupt`, `pack-manifest-invalid`, `cancelled`
 */
export async function openInstalledPack(
  directory: string,
  id: string,
  signal?: AbortSignalLike,
): Promise<HubPack | undefined> {
  const record = await readInstalledPack(directory, id);
  if (record === undefined) return undefined;
  const folder = join(directory, id);
  for (const file of record.files) await verifyPackFile(folder, file, signal);
  return { manifest: record.manifest, record, folder };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
