/** Where installed packs lie: told now, else LEITMOTIF_PACKS, else as recorded, else the usual place. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { PackListings } from '../../../bridge/protocol/packListing.ts';
import { writeJsonFile } from './jsonFile.ts';
import { personFolder } from './personFolders.ts';

/** A folder, and why it is this one. */
export interface PackDirectory {
  readonly path: string;
  readonly chosenBy: PackListings['chosenBy'];
}

/** Finds the folder of installed packs. It may not exist yet. */
export async function findPackDirectory(
  told: string | undefined,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<PackDirectory> {
  if (told !== undefined) return { path: resolve(told), chosenBy: 'option' };
  if (environment.LEITMOTIF_PACKS) {
    return { path: resolve(environment.LEITMOTIF_PACKS), chosenBy: 'environment' };
  }
  const recorded = (await readSettings(environment)).packs;
  if (typeof recorded === 'string') return { path: recorded, chosenBy: 'setting' };
  return { path: join(personFolder('data', environment), 'packs'), chosenBy: 'default' };
}

/** Records a folder, so that everything finds the packs in it without being told again. */
export async function recordPackDirectory(
  path: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  await writeJsonFile(settingsPath(environment), {
    ...(await readSettings(environment)),
    packs: resolve(path),
  });
}

async function readSettings(environment: NodeJS.ProcessEnv): Promise<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(await readFile(settingsPath(environment), 'utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    // No settings, or none that can be read, is how every machine begins.
    return {};
  }
}

function settingsPath(environment: NodeJS.ProcessEnv): string {
  return join(personFolder('settings', environment), 'settings.json');
}
