import { createHash } from 'node:crypto';
import type { Pack } from '../runtime/packStore.ts';

/** One hash for a whole pack: over the hashes that its manifest states, which were verified when it was opened. */
export function packHash({ manifest }: Pick<Pack, 'manifest'>): string {
  const lines = manifest.files.map(({ path, sha256 }) => `${sha256}  ${path}\n`);
  return createHash('sha256').update(lines.join('')).digest('hex');
}
