import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AbortSignalLike } from '../../bridge/protocol/errors.ts';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import type { PackFile } from '../../bridge/protocol/packManifest.ts';
import { hashFile } from './fileHash.ts';

/** Hashes found in this process, by path, time of change and length: a file is read once, not once a session. */
const knownHashes = new Map<string, string>();

/**
 * Proves that a file of a pack is the one its manifest lists.
 *
 * @throws LeitmotifError `pack-corrupt` if it is missing, cannot be read, or has another length or hash;
 *   `cancelled`
 */
export async function verifyPackFile(
  folder: string,
  file: PackFile,
  signal?: AbortSignalLike,
): Promise<void> {
  const path = join(folder, file.path);
  let sha256: string;
  try {
    const { mtimeMs, size } = await stat(path);
    if (size !== file.bytes) throw corrupt(path, `has ${size} bytes instead of ${file.bytes}`);
    const key = `${path}\0${mtimeMs}\0${size}`;
    sha256 = knownHashes.get(key) ?? (await hashFile(path, signal));
    knownHashes.set(key, sha256);
  } catch (cause) {
    if (cause instanceof LeitmotifError) throw cause;
    throw corrupt(path, 'cannot be read', cause);
  }
  if (sha256 !== file.sha256) throw corrupt(path, 'has other content than its manifest states');
}

function corrupt(subject: string, fault: string, cause?: unknown): LeitmotifError {
  return new LeitmotifError('pack-corrupt', {
    what: `A file of the pack ${fault}`,
    subject,
    next: 'Install the pack again; if it came with Leitmotif, restore its folder from the checkout or install Leitmotif again',
    cause,
  });
}
