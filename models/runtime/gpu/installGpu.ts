/**
 * Installs the runtime's own CUDA libraries beside it, from the registry that the runtime's install script names.
 *
 *   registry states length and hash ─ consent ─ room ─ package, resumable ─ SHA-512 ─ two libraries out ─ rename
 */
import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LeitmotifError, cancelled, throwIfCancelled } from '../../../bridge/protocol/errors.ts';
import type { PackProgressListener } from '../../../bridge/protocol/packListing.ts';
import { Interruption, attemptFault, downloadCorrupt, unwritable } from '../download/downloadError.ts';
import { downloadFile } from '../download/downloadFile.ts';
import { expectSpace } from '../download/freeSpace.ts';
import { openHttpClient } from '../download/httpClient.ts';
import type { HttpClient } from '../download/httpClient.ts';
import { withInstallLock } from '../packs/installLock.ts';
import { makeFolder } from '../packs/makeFolder.ts';
import { personFolder } from '../packs/personFolders.ts';
import { forgetChoices } from '../providers/rememberedProviders.ts';
import type { GpuPackage } from './gpuPackage.ts';
import { findGpuPackage } from './gpuPackage.ts';
import type { PlacedRequirement } from './gpuRequirement.ts';
import { extractZipEntry, readZipEntries } from './zipArchive.ts';

/** What the person is asked. */
export interface GpuQuestion extends GpuPackage {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
}

/** How to install. */
export interface GpuOptions {
  readonly requirement: PlacedRequirement;
  /** Asks the person. Nothing of the package is fetched before it returns true. */
  readonly consent: (question: GpuQuestion) => Promise<boolean>;
  readonly progress?: PackProgressListener;
  readonly signal?: AbortSignal | undefined;
  /** Where the package lies while it comes; the person's cache folder unless told. */
  readonly cache?: string;
  readonly freeBytes?: (folder: string) => Promise<number | undefined>;
  readonly pauseMs?: number;
}

/** What was installed. */
export interface GpuInstallation {
  readonly folder: string;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
  /** Bytes that came over the network. */
  readonly received: number;
}

/**
 * Installs.
 *
 * @throws LeitmotifError `download-failed`, `pack-corrupt`, `disk-full`, `output-unwritable`, `pack-busy`,
 *   `cancelled` also where consent was refused
 */
export async function installGpu(options: GpuOptions): Promise<GpuInstallation> {
  const { requirement, signal } = options;
  const http = await openHttpClient();
  try {
    throwIfCancelled(signal);
    const found = await findGpuPackage(requirement, http, signal);
    const { name, version, folder } = requirement;
    if (!(await options.consent({ ...found, name, version, folder }))) throw cancelled();
    const cache = options.cache ?? personFolder('cache');
    // The archive, and what comes out of it: about twice its length.
    await expectSpace(cache, 3 * found.bytes, options.freeBytes);
    return await withInstallLock(join(cache, 'gpu.lock'), () => fetchAndUnpack(found, cache, http, options));
  } finally {
    await http.close();
  }
}

async function fetchAndUnpack(
  { url, bytes, sha512 }: GpuPackage,
  cache: string,
  http: HttpClient,
  { requirement, progress, signal, pauseMs }: GpuOptions,
): Promise<GpuInstallation> {
  const { name, version } = requirement;
  const archive = join(cache, `${name.toLowerCase()}.${version}.nupkg`);
  await makeFolder(cache);
  const { received } = await downloadFile({
    url,
    path: archive,
    http,
    bytes,
    hash: { algorithm: 'sha512', value: sha512 },
    signal,
    ...(pauseMs === undefined ? {} : { pauseMs }),
    onBytes: (done) => {
      progress?.({ stage: 'download', file: name, bytes: done, of: bytes });
    },
  });
  const files = await unpack(archive, requirement, signal);
  await rm(archive, { force: true });
  // CUDA was refused for want of these files.
  await forgetChoices(cache);
  return { folder: requirement.folder, files, received };
}

async function unpack(
  archive: string,
  { files, folder }: PlacedRequirement,
  signal: AbortSignal | undefined,
): Promise<GpuInstallation['files']> {
  const entries = await readZipEntries(archive).catch((cause: unknown) => {
    throw downloadCorrupt(
      cause instanceof Error ? `cannot be unpacked (${cause.message})` : 'cannot be unpacked',
      archive,
    );
  });
  const unpacked: { name: string; bytes: number; sha256: string }[] = [];
  for (const [path, name] of Object.entries(files)) {
    throwIfCancelled(signal);
    const entry = entries.find((found) => found.name === path);
    if (entry === undefined) throw downloadCorrupt(`lacks ${path}`, archive);
    const target = join(folder, name);
    try {
      const sha256 = await extractZipEntry(archive, entry, `${target}.part`, signal);
      await rename(`${target}.part`, target);
      unpacked.push({ name, bytes: (await stat(target)).size, sha256 });
    } catch (cause) {
      await rm(`${target}.part`, { force: true }).catch(() => undefined);
      throw unpackFault(cause, folder);
    }
  }
  return unpacked;
}

function unpackFault(cause: unknown, folder: string): LeitmotifError {
  const fault = attemptFault(cause, folder, folder);
  if (fault instanceof LeitmotifError) return fault;
  const isDamage = fault instanceof Interruption && (cause as NodeJS.ErrnoException).syscall === undefined;
  return isDamage
    ? downloadCorrupt(`cannot be unpacked (${fault.message})`, folder)
    : unwritable(folder, cause);
}
