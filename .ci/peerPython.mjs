/** The Python environment of the foreign judges (test/peers/requirements.txt), kept in the person's cache folder. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { root } from './steps.mjs';

const requirements = join(root, 'test/peers/requirements.txt');

/** Written last: tells a finished environment from one whose making was interrupted. */
const completionMark = 'complete';

function environmentFolder() {
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(cache, 'leitmotif', `peers-${hash}`);
}

/** The interpreter of the environment, where it has been made. */
export function findPeerPython() {
  const folder = environmentFolder();
  return existsSync(join(folder, completionMark)) ? join(folder, 'bin/python') : undefined;
}

/** Makes the environment unless it is there; returns its interpreter. */
export function makePeerPython() {
  const found = findPeerPython();
  if (found !== undefined) return found;
  const folder = environmentFolder();
  console.log(`Making the Python environment of the tests in ${folder}.`);
  const isMade =
    succeeds('python3', ['-m', 'venv', '--clear', folder]) &&
    succeeds(join(folder, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--requirement', requirements]);
  if (isMade) {
    writeFileSync(join(folder, completionMark), '');
    return findPeerPython();
  }
  rmSync(folder, { recursive: true, force: true });
  return undefined;
}

function succeeds(command, args) {
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0;
}
