/**
 * Deleting a take so that undo can bring it back: its folder goes by another name beside its place until nobody can undo any more.
 *
 * ```
 * takes/harbour-7/ ── setAside ──► takes/.harbour-7.deleted/ ── bringBack ──► takes/harbour-7/
 * ```
 */
import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';

/** Where a deleted take's folder waits. */
export function asideOf(folder: string): string {
  return join(dirname(folder), `.${basename(folder)}.deleted`);
}

/** Puts a take's folder aside. @throws LeitmotifError `output-unwritable` */
export async function setAside(folder: string): Promise<void> {
  try {
    await rename(folder, asideOf(folder));
  } catch (cause) {
    throw new LeitmotifError('output-unwritable', {
      what: 'The take cannot be deleted',
      subject: folder,
      next: 'Give its folder write permission, or close what uses its files',
      cause,
    });
  }
}

/** Brings a take's folder back, where it was put aside and nothing has taken its place. Tells whether it did. */
export async function bringBack(folder: string): Promise<boolean> {
  if (existsSync(folder) || !existsSync(asideOf(folder))) return false;
  try {
    await rename(asideOf(folder), folder);
    return true;
  } catch {
    // It stays aside; the take is shown as missing.
    return false;
  }
}
