/** The files of a pack from a folder that the person brought, for machines without network. */
import { copyFile, mkdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { LeitmotifError, throwIfCancelled } from '../../../bridge/protocol/errors.ts';
import type { HubFile, HubPackManifest, InstalledPack } from '../../../bridge/protocol/hubPack.ts';
import { Interruption, attemptFault, unwritable } from '../download/downloadError.ts';
import { expectSpace } from '../download/freeSpace.ts';
import { hashFile } from '../fileHash.ts';
import type { CameFiles } from './fetchFiles.ts';
import type { InstallOptions } from './installPack.ts';

/** From where to where. */
interface Ways {
  readonly from: string;
  readonly to: string;
}

/**
 * Copies all files and verifies the copies.
 *
 * @throws LeitmotifError `file-missing`, `pack-corrupt`, `disk-full`, `output-unwritable`, `cancelled`
 */
export async function copyFiles(
  manifest: HubPackManifest,
  { from, to }: Ways,
  options: InstallOptions,
): Promise<CameFiles> {
  const sizes = await Promise.all(manifest.files.map((file) => sizeOf(resolve(from, file.path), manifest)));
  const of = sizes.reduce((sum, size) => sum + size, 0);
  await expectSpace(to, of, options.freeBytes);
  const files: InstalledPack['files'] = [];
  let done = 0;
  for (const [i, file] of manifest.files.entries()) {
    throwIfCancelled(options.signal);
    options.progress?.({ stage: 'copy', file: file.path, bytes: done, of });
    files.push(
      await copyOne(file, { from: resolve(from, file.path), to: join(to, file.path) }, options.signal),
    );
    done += sizes[i] ?? 0;
  }
  options.progress?.({ stage: 'copy', file: manifest.id, bytes: done, of });
  return { files, received: 0 };
}

async function copyOne(
  file: HubFile,
  { from, to }: Ways,
  signal: AbortSignal | undefined,
): Promise<InstalledPack['files'][number]> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to).catch((cause: unknown) => {
    const fault = attemptFault(cause, from, to);
    throw fault instanceof Interruption ? unwritable(to, cause) : fault;
  });
  const sha256 = await hashFile(to, signal);
  if (file.sha256 !== undefined && file.sha256 !== sha256) throw wrongFile(from);
  const { size } = await stat(to);
  if (file.isRounded !== true && size !== file.bytes) throw wrongFile(from);
  return {
    path: file.path,
    bytes: size,
    sha256,
    trust: file.sha256 === undefined ? 'first-use' : 'published',
  };
}

async function sizeOf(path: string, { id, origin }: HubPackManifest): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() === true) return found.size;
  throw new LeitmotifError('file-missing', {
    what: `The folder lacks a file of the pack ${id}`,
    subject: path,
    next: `Copy the files of ${origin.repository} at ${origin.revision.slice(0, 8)} with their subfolders into it`,
  });
}

function wrongFile(subject: string): LeitmotifError {
  return new LeitmotifError('pack-corrupt', {
    what: 'The file is not the one that the manifest names',
    subject,
    next: 'Copy it again from the revision that the manifest names',
  });
}
