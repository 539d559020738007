import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import type { HubPackManifest } from '../../../bridge/protocol/hubPack.ts';
import { hubPackManifestSchema } from '../../../bridge/protocol/hubPack.ts';

/**
 * Reads the manifests of all packs that can be installed, by their names.
 *
 * @param folder holds a JSON file for each; none if it does not exist
 * @throws LeitmotifError `pack-manifest-invalid`
 */
export async function readHubManifests(folder: string): Promise<HubPackManifest[]> {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('.json')).sort();
  return Promise.all(files.map((name) => readHubManifest(join(folder, name))));
}

/**
 * Finds the manifest of one pack.
 *
 * @throws LeitmotifError `pack-unknown`, `pack-manifest-invalid`
 */
export async function findHubManifest(folder: string, id: string): Promise<HubPackManifest> {
  const manifests = await readHubManifests(folder);
  const found = manifests.find((manifest) => manifest.id === id);
  if (found !== undefined) return found;
  throw new LeitmotifError('pack-unknown', {
    what: 'There is no pack of this name to install or remove',
    subject: id,
    next: `Choose one of ${manifests.map((manifest) => manifest.id).join(', ')}`,
  });
}

/** Bytes to fetch for a pack, and whether that is only about right. */
export function hubPackSize({ files }: HubPackManifest): { bytes: number; isRounded: boolean } {
  return {
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    isRounded: files.some((file) => file.isRounded === true),
  };
}

/** The address of one of its files. */
export function hubFileUrl({ origin }: HubPackManifest, path: string): string {
  return new URL(`${origin.repository}/resolve/${origin.revision}/${path}`, `${origin.hub}/`).href;
}

async function readHubManifest(path: string): Promise<HubPackManifest> {
  const result = hubPackManifestSchema.safeParse(await readJson(path));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw invalid(path, `at ${issue?.path.join('.') ?? 'its top'}: ${issue?.message ?? 'unknown'}`);
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw invalid(path, 'and is no JSON', cause);
  }
}

function invalid(subject: string, fault: string, cause?: unknown): LeitmotifError {
  return new LeitmotifError('pack-manifest-invalid', {
    what: `The manifest of a pack is wrong ${fault}`,
    subject,
    next: 'Install Leitmotif again',
    cause,
  });
}
