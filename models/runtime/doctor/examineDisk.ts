import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DoctorFinding } from '../../../bridge/protocol/doctor.ts';
import { freeBytes } from '../download/freeSpace.ts';
import { findPackDirectory } from '../packs/packDirectory.ts';
import { personFolder } from '../packs/personFolders.ts';
import type { DoctorOptions } from './runDoctor.ts';

/** A take of three minutes with stems is about 350 MB. */
const wanted = 500e6;

/** Room where takes, packs and the cache go, and whether anything can be written there. */
export async function examineDisk({ workFolder, places }: DoctorOptions): Promise<DoctorFinding[]> {
  const packs = await findPackDirectory(places.dir, places.environment);
  return Promise.all([
    folderFinding('takes', workFolder, 'failing'),
    folderFinding('installed packs', packs.path, 'lacking'),
    folderFinding('cache', personFolder('cache', places.environment), 'lacking'),
  ]);
}

async function folderFinding(
  name: string,
  folder: string,
  lack: 'failing' | 'lacking',
): Promise<DoctorFinding> {
  const free = await freeBytes(folder);
  const numbers = free === undefined ? {} : { numbers: { freeBytes: free } };
  const part = { part: 'disk', name, ...numbers } as const;
  if (!(await canWrite(folder))) {
    return { ...part, verdict: lack, found: `${folder} cannot be written to`, next: 'Choose another folder' };
  }
  const room = free === undefined ? 'room unknown' : `${Math.round(free / 1e6)} MB free`;
  if (free !== undefined && free < wanted) {
    return { ...part, verdict: 'lacking', found: `${folder}: ${room}`, next: 'Free some space' };
  }
  return { ...part, verdict: 'ok', found: `${folder}: ${room}` };
}

/** A folder that does not exist yet is made below the first that does. */
async function canWrite(folder: string): Promise<boolean> {
  for (let place = folder; ; place = dirname(place)) {
    const fault = await access(place, constants.W_OK).then(
      () => undefined,
      (error: unknown) => error as NodeJS.ErrnoException,
    );
    if (fault === undefined) return true;
    if (fault.code !== 'ENOENT' || dirname(place) === place) return false;
  }
}
