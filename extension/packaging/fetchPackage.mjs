/** One package of the npm registry, fetched by npm, proven by its hash, unpacked into the person's cache folder. */
import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Fetches it unless it is there; returns its folder.
 *
 * @param integrity `sha512-` and base64, as lockfiles and the registry write it
 * @throws Error where npm cannot fetch it, or what came has another hash
 */
export function fetchPackage(name, version, integrity) {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'leitmotif', 'packages');
  const place = join(cache, `${name.replace('/', '-')}-${version}`);
  if (existsSync(place)) return place;
  const beside = join(cache, randomUUID());
  mkdirSync(beside, { recursive: true });
  try {
    const archive = pack(`${name}@${version}`, beside);
    const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
    if (found !== integrity)
      throw new Error(`${name}@${version} has the hash ${found}, and ${integrity} was expected`);
    run('tar', ['-xzf', archive, '-C', beside, '--no-same-owner']);
    renameSync(join(beside, 'package'), place);
    return place;
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

function pack(specifier, folder) {
  const printed = run(
    'npm',
    ['pack', specifier, '--json', '--loglevel=error', `--pack-destination=${folder}`],
    folder,
  );
  const [packed] = Object.values(JSON.parse(printed));
  return join(folder, packed.filename);
}

function run(program, args, cwd) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}:\n${stderr}`);
  return stdout;
}
