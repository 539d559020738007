/** Keeps two installations of one pack apart, which would write into one another's files. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { unwritable } from '../download/downloadError.ts';
import { makeFolder } from './makeFolder.ts';

/**
 * Takes the lock, runs `work`, gives the lock back. A lock whose process is gone is taken over.
 *
 * @throws LeitmotifError `pack-busy`, `output-unwritable`, and what `work` throws
 */
export async function withInstallLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  await take(path);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string): Promise<void> {
  try {
    await makeFolder(dirname(path));
    if (await isAbandoned(path)) await rm(path, { force: true });
    await writeFile(path, String(process.pid), { flag: 'wx' });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw unwritable(dirname(path), cause);
    throw new LeitmotifError('pack-busy', {
      what: 'Another process is installing this pack',
      subject: path,
      next: 'Wait until it is done',
      cause,
    });
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  const pid = Number(await readFile(path, 'utf8').catch(() => ''));
  if (!Number.isInteger(pid) || pid <= 0) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
