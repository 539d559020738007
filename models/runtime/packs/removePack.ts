import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { packId } from '../../../bridge/protocol/hubPack.ts';
import { unwritable } from '../download/downloadError.ts';
import { diskUse } from './diskUse.ts';
import { installedPackIds } from './installedPacks.ts';
import { withInstallLock } from './installLock.ts';
import { readHubManifests } from './hubManifests.ts';
import { findPackDirectory } from './packDirectory.ts';
import type { PackPlaces } from './packPlaces.ts';

/** What was removed. */
export interface Removal {
  readonly id: string;
  readonly folder: string;
  /** Bytes that are free again. */
  readonly bytes: number;
}

/**
 * Removes an installed pack, or what an interrupted installation left of it. Packs that came with Leitmotif stay.
 *
 * @throws LeitmotifError `pack-missing`, `pack-unknown`, `pack-busy`, `output-unwritable`
 */
export async function removePack(id: string, places: PackPlaces): Promise<Removal> {
  const { path: directory } = await findPackDirectory(places.dir, places.environment);
  if (!packId.safeParse(id).success) throw unknownPack(id);
  const folder = join(directory, id);
  const partial = join(directory, '.partial', id);
  const isInstalled = (await installedPackIds(directory)).includes(id);
  const bytes = (isInstalled ? await diskUse(folder) : 0) + (await diskUse(partial));
  if (!isInstalled && bytes === 0) throw await notInstalled(id, places);
  await withInstallLock(`${partial}.lock`, async () => {
    const doomed = isInstalled ? [folder, partial] : [partial];
    for (const path of doomed) {
      await rm(path, { recursive: true, force: true }).catch((cause: unknown) => {
        throw unwritable(path, cause);
      });
    }
  });
  return { id, folder, bytes };
}

async function notInstalled(id: string, places: PackPlaces): Promise<LeitmotifError> {
  const manifests = await readHubManifests(places.manifests);
  if (!manifests.some((manifest) => manifest.id === id)) return unknownPack(id);
  return new LeitmotifError('pack-missing', {
    what: 'This pack is not installed',
    subject: id,
    next: 'See leitmotif packs list',
  });
}

function unknownPack(id: string): LeitmotifError {
  return new LeitmotifError('pack-unknown', {
    what: 'No pack of this name was installed; those that came with Leitmotif stay',
    subject: id,
    next: 'See leitmotif packs list',
  });
}
