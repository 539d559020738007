/**
 * Installs a pack: asks first, fetches or copies every file into a hidden folder, verifies it, writes the record, and
 * gives the folder its name last. What is in that place is therefore whole.
 *
 *   manifest ─ consent ─ origin states lengths ─ room on the disk ─ files ─ hashes ─ installed.json ─ rename
 */
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LeitmotifError, cancelled, throwIfCancelled } from '../../../bridge/protocol/errors.ts';
import type { HubPackManifest, InstalledPack } from '../../../bridge/protocol/hubPack.ts';
import type { PackProgressListener } from '../../../bridge/protocol/packListing.ts';
import { unwritable } from '../download/downloadError.ts';
import { freeBytes } from '../download/freeSpace.ts';
import { copyFiles } from './copyFiles.ts';
import { fetchFiles } from './fetchFiles.ts';
import { findHubManifest, hubPackSize } from './hubManifests.ts';
import { withInstallLock } from './installLock.ts';
import { readInstalledPack, recordName } from './installedPacks.ts';
import { writeJsonFile } from './jsonFile.ts';
import { makeFolder } from './makeFolder.ts';
import { findPackDirectory, recordPackDirectory } from './packDirectory.ts';

/** What the person is asked before anything is fetched. */
export interface InstallQuestion {
  readonly manifest: HubPackManifest;
  /** Bytes to fetch or copy, and whether that is only about right. */
  readonly bytes: number;
  readonly isRounded: boolean;
  readonly directory: string;
  /** The folder it is imported from; absent for a download. */
  readonly from?: string;
  /** Bytes free where it goes; absent where they cannot be measured. */
  readonly bytesFree?: number;
}

/** How to install. */
export interface InstallOptions {
  /** The manifests of packs that can be installed. */
  readonly manifests: string;
  /** The folder to install to, which is recorded; else as {@link findPackDirectory} finds it. */
  readonly dir?: string | undefined;
  /** A folder with the files, for a machine without network. */
  readonly from?: string | undefined;
  /** Asks the person. Nothing is fetched before it returns true. */
  readonly consent: (question: InstallQuestion) => Promise<boolean>;
  readonly progress?: PackProgressListener;
  readonly signal?: AbortSignal | undefined;
  readonly environment?: NodeJS.ProcessEnv;
  /** Pauses between attempts and patience with silence, in milliseconds, and the measure of room; for tests. */
  readonly pauseMs?: number;
  readonly silenceMs?: number;
  readonly freeBytes?: (folder: string) => Promise<number | undefined>;
}

/** What an installation did. */
export interface Installation {
  readonly record: InstalledPack;
  readonly folder: string;
  /** False where it was installed before and nothing was done. */
  readonly isNew: boolean;
  /** Bytes that came over the network. */
  readonly received: number;
}

/**
 * Installs a pack.
 *
 * @throws LeitmotifError `pack-unknown`, `pack-busy`, `download-failed`, `pack-corrupt`, `disk-full`,
 *   `output-unwritable`, `file-missing` for an import that lacks a file, `cancelled` also where consent was refused
 */
export async function installPack(id: string, options: InstallOptions): Promise<Installation> {
  const manifest = await findHubManifest(options.manifests, id);
  const { path: directory } = await findPackDirectory(options.dir, options.environment);
  const folder = join(directory, id);
  const existing = await readInstalledPack(directory, id);
  if (existing !== undefined) return { record: existing, folder, isNew: false, received: 0 };
  await askConsent(manifest, directory, options);
  const staging = join(directory, '.partial', id);
  const installed = await withInstallLock(`${staging}.lock`, () => fill(manifest, staging, folder, options));
  if (options.dir !== undefined) await recordPackDirectory(directory, options.environment);
  return installed;
}

async function askConsent(
  manifest: HubPackManifest,
  directory: string,
  options: InstallOptions,
): Promise<void> {
  throwIfCancelled(options.signal);
  const bytesFree = await (options.freeBytes ?? freeBytes)(directory);
  const isGiven = await options.consent({
    manifest,
    ...hubPackSize(manifest),
    directory,
    ...(options.from === undefined ? {} : { from: options.from }),
    ...(bytesFree === undefined ? {} : { bytesFree }),
  });
  if (!isGiven) throw cancelled();
}

async function fill(
  manifest: HubPackManifest,
  staging: string,
  folder: string,
  options: InstallOptions,
): Promise<Installation> {
  await makeFolder(staging).catch((cause: unknown) => {
    throw unwritable(staging, cause);
  });
  const { files, received } =
    options.from === undefined
      ? await fetchFiles(manifest, staging, options)
      : await copyFiles(manifest, { from: options.from, to: staging }, options);
  const record: InstalledPack = {
    schema: 1,
    manifest,
    installedAt: new Date().toISOString(),
    source: options.from === undefined ? 'origin' : 'folder',
    files,
  };
  await writeJsonFile(join(staging, recordName), record);
  await moveInto(staging, folder);
  return { record, folder, isNew: true, received };
}

async function moveInto(staging: string, folder: string): Promise<void> {
  try {
    // A folder without a record is a leftover: with one, we would not be here.
    await rm(folder, { recursive: true, force: true });
    await rename(staging, folder);
  } catch (cause) {
    throw new LeitmotifError('output-unwritable', {
      what: 'The pack is whole but could not be put in its place',
      subject: folder,
      next: 'Close what uses that folder and install again; nothing is fetched twice',
      cause,
    });
  }
}
