/** A folder into which nobody can write, the superuser included. */
import { spawnSync } from 'node:child_process';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Locks it. Answers how to unlock it, or undefined where this system and user cannot be kept out: permissions bind everybody but
 * the superuser, and the attribute that binds that one is not had by every file system.
 */
export async function lockFolder(path: string): Promise<(() => Promise<void>) | undefined> {
  await chmod(path, 0o555);
  const attribute = (sign: '+' | '-') => spawnSync('chattr', [`${sign}i`, path], { stdio: 'ignore' });
  const isRoot = process.getuid?.() === 0;
  if (isRoot) attribute('+');
  const unlock = async (): Promise<void> => {
    if (isRoot) attribute('-');
    await chmod(path, 0o755);
  };
  const probe = join(path, 'probe');
  const isLocked = await writeFile(probe, '').then(
    () => false,
    () => true,
  );
  if (isLocked) return unlock;
  await rm(probe);
  await unlock();
  return undefined;
}
