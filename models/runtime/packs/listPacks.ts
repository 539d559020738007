/** All packs that are here or could be, with what they weigh and under which terms. Reads; changes nothing. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import type { HubPackManifest } from '../../../bridge/protocol/hubPack.ts';
import type { PackListing, PackListings } from '../../../bridge/protocol/packListing.ts';
import type { PackManifest } from '../../../bridge/protocol/packManifest.ts';
import { freeBytes } from '../download/freeSpace.ts';
import type { PackFinding } from '../packStore.ts';
import { PackStore } from '../packStore.ts';
import { diskUse } from './diskUse.ts';
import { hubPackSize, readHubManifests } from './hubManifests.ts';
import { readInstalledPack } from './installedPacks.ts';
import { findPackDirectory } from './packDirectory.ts';
import type { PackPlaces } from './packPlaces.ts';

/**
 * Lists packs: those that came with Leitmotif, then those that can be installed. Nothing is hashed.
 *
 * @throws LeitmotifError `pack-manifest-invalid` where a manifest of Leitmotif itself is damaged
 */
export async function listPacks(places: PackPlaces): Promise<PackListings> {
  const { path: directory, chosenBy } = await findPackDirectory(places.dir, places.environment);
  const bundled = await new PackStore(places.bundled).list().catch(noneWhereMissing);
  const manifests = await readHubManifests(places.manifests);
  const packs = [
    ...bundled.map((finding) => bundledListing(finding, places.bundled)),
    ...(await Promise.all(manifests.map((manifest) => hubListing(manifest, directory)))),
  ];
  const free = await freeBytes(directory);
  return {
    packs,
    directory,
    chosenBy,
    bytesUsed: await diskUse(directory),
    ...(free === undefined ? {} : { bytesFree: free }),
  };
}

function noneWhereMissing(error: unknown): PackFinding[] {
  if (error instanceof LeitmotifError && error.code === 'pack-missing') return [];
  throw error;
}

function bundledListing(finding: PackFinding, directory: string): PackListing {
  const folder = join(directory, finding.id);
  if ('error' in finding) return brokenListing(finding.id, folder, finding.error);
  const { manifest } = finding;
  return {
    id: manifest.id,
    state: 'bundled',
    title: manifest.title,
    purpose: manifest.kind,
    bytes: manifest.files.reduce((sum, { bytes }) => sum + bytes, 0),
    isRounded: false,
    licence: { code: manifest.licence.code, weights: manifest.licence.weights },
    commercialUse: manifest.commercialUse,
    musicMayBeSold: manifest.musicMayBeSold,
    origin: originOf(manifest),
    folder,
  };
}

function originOf({ origin }: PackManifest): string {
  return `${origin.registry}: ${origin.package} ${origin.version}`;
}

async function hubListing(manifest: HubPackManifest, directory: string): Promise<PackListing> {
  const folder = join(directory, manifest.id);
  const { id, title, purpose, licence, commercialUse, musicMayBeSold, origin } = manifest;
  const shared = {
    id,
    title,
    purpose,
    licence: { code: licence.code, weights: licence.weights },
    commercialUse,
    musicMayBeSold,
    origin: `${origin.hub}/${origin.repository} at ${origin.revision}`,
  };
  try {
    const record = await readInstalledPack(directory, id);
    if (record === undefined) {
      const begun = await stat(join(directory, '.partial', id)).catch(() => undefined);
      return { ...shared, state: begun === undefined ? 'available' : 'partial', ...hubPackSize(manifest) };
    }
    const bytes = record.files.reduce((sum, file) => sum + file.bytes, 0);
    return { ...shared, state: 'installed', bytes, isRounded: false, folder };
  } catch (error) {
    if (!(error instanceof LeitmotifError)) throw error;
    return {
      ...shared,
      state: 'broken',
      purpose: error.what,
      bytes: await diskUse(folder),
      isRounded: false,
      folder,
    };
  }
}

function brokenListing(id: string, folder: string, error: LeitmotifError): PackListing {
  return {
    id,
    state: 'broken',
    title: id,
    purpose: error.what,
    bytes: 0,
    isRounded: false,
    licence: { code: 'unknown', weights: 'unknown' },
    commercialUse: false,
    musicMayBeSold: 'Unknown: the pack cannot be read.',
    origin: 'unknown',
    folder,
  };
}
