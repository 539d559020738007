import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { AbortSignalLike } from '../../bridge/protocol/errors.ts';
import { throwIfCancelled } from '../../bridge/protocol/errors.ts';

/**
 * Hashes a file by reading it whole, a mebibyte at a time.
 *
 * @returns lower-case hexadecimal
 * @throws what the file system throws; LeitmotifError `cancelled`
 */
export async function hashFile(
  path: string,
  signal?: AbortSignalLike,
  algorithm: 'sha256' | 'sha512' = 'sha256',
): Promise<string> {
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    throwIfCancelled(signal);
    hash.update(chunk as Uint8Array);
  }
  return hash.digest('hex');
}
