/** Reads every byte of every pack and holds it against what was promised or recorded. Changes nothing. */
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import type { PackProgressListener, PackVerdict } from '../../../bridge/protocol/packListing.ts';
import type { PackFile } from '../../../bridge/protocol/packManifest.ts';
import { verifyPackFile } from '../packVerification.ts';
import type { PackFinding } from '../packStore.ts';
import { PackStore } from '../packStore.ts';
import { readHubManifests } from './hubManifests.ts';
import { installedPackIds, readInstalledPack } from './installedPacks.ts';
import { findPackDirectory } from './packDirectory.ts';
import type { PackPlaces } from './packPlaces.ts';
import { join } from 'node:path';

/** How to verify. */
export interface VerifyOptions extends PackPlaces {
  /** One pack; all unless told. */
  readonly id?: string | undefined;
  readonly progress?: PackProgressListener;
  readonly signal?: AbortSignal | undefined;
}

/** A pack to verify: its files, or why they are not known. */
interface Claim {
  readonly id: string;
  readonly folder: string;
  readonly files: readonly PackFile[];
  readonly firstUse: readonly string[];
  readonly problem?: string;
}

/**
 * Verifies packs.
 *
 * @throws LeitmotifError `pack-missing` for a pack that is not here, `pack-unknown`, `cancelled`
 */
export async function verifyPacks(options: VerifyOptions): Promise<PackVerdict[]> {
  const claims = (await claimed(options)).filter(({ id }) => options.id === undefined || id === options.id);
  if (options.id !== undefined && claims.length === 0) throw await notHere(options.id, options);
  const verdicts: PackVerdict[] = [];
  for (const claim of claims) verdicts.push(await judge(claim, options));
  return verdicts;
}

async function claimed(options: VerifyOptions): Promise<Claim[]> {
  const bundled = await new PackStore(options.bundled).list();
  const { path } = await findPackDirectory(options.dir, options.environment);
  const installed = await installedPackIds(path);
  return [
    ...bundled.map((finding) => bundledClaim(finding, options.bundled)),
    ...(await Promise.all(installed.map((id) => installedClaim(path, id)))),
  ];
}

function bundledClaim(finding: PackFinding, directory: string): Claim {
  const shared = { id: finding.id, folder: join(directory, finding.id), firstUse: [] };
  if ('error' in finding) return { ...shared, files: [], problem: finding.error.what };
  return { ...shared, files: finding.manifest.files };
}

async function installedClaim(directory: string, id: string): Promise<Claim> {
  const shared = { id, folder: join(directory, id) };
  try {
    const files = (await readInstalledPack(directory, id))?.files ?? [];
    const firstUse = files.filter(({ trust }) => trust === 'first-use').map(({ path }) => path);
    return { ...shared, files, firstUse };
  } catch (error) {
    if (!(error instanceof LeitmotifError)) throw error;
    return { ...shared, files: [], firstUse: [], problem: error.what };
  }
}

async function judge(claim: Claim, { signal, progress }: VerifyOptions): Promise<PackVerdict> {
  const { id, firstUse, problem } = claim;
  if (problem !== undefined) return { id, isWhole: false, bytes: 0, firstUse, problem };
  const of = claim.files.reduce((sum, file) => sum + file.bytes, 0);
  let bytes = 0;
  try {
    for (const file of claim.files) {
      progress?.({ stage: 'verify', file: `${id}/${file.path}`, bytes, of });
      await verifyPackFile(claim.folder, file, signal);
      bytes += file.bytes;
    }
    return { id, isWhole: true, bytes, firstUse };
  } catch (error) {
    if (!(error instanceof LeitmotifError) || error.code === 'cancelled') throw error;
    return { id, isWhole: false, bytes, firstUse, problem: `${error.what} (${error.subject})` };
  }
}

async function notHere(id: string, options: VerifyOptions): Promise<LeitmotifError> {
  const manifests = await readHubManifests(options.manifests);
  const isKnown = manifests.some((manifest) => manifest.id === id);
  return new LeitmotifError(isKnown ? 'pack-missing' : 'pack-unknown', {
    what: isKnown ? 'This pack is not installed' : 'There is no pack of this name',
    subject: id,
    next: isKnown ? `Run leitmotif packs install ${id}` : 'See leitmotif packs list',
  });
}
