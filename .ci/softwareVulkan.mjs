/**
 * A graphics card of software for the WebGPU tests: Mesa 25 of the Debian backports, unpacked into the person's cache
 * folder. Debian 12's own Mesa 22 is too old for WebGPU; nothing of the system is changed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const packages = ['mesa-vulkan-drivers', 'libdrm2', 'libdrm-amdgpu1', 'libdrm-intel1', 'libllvm19'];
const key = '[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]';
const sources = ['bookworm-backports', 'bookworm']
  .map((suite) => `deb ${key} http://deb.debian.org/debian ${suite} main\n`)
  .join('');

function driverFolder() {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(cache, 'leitmotif', 'vulkan-mesa25');
}

/** The environment that makes it the only graphics card, where it has been made. */
export function findSoftwareVulkan() {
  const folder = driverFolder();
  return existsSync(join(folder, 'driver.json')) ? { LEITMOTIF_VULKAN: folder } : {};
}

/** Makes it unless it is there; returns its environment. */
export function makeSoftwareVulkan() {
  const folder = driverFolder();
  if (existsSync(join(folder, 'driver.json'))) return findSoftwareVulkan();
  if (process.platform !== 'linux' || process.arch !== 'x64') return {};
  console.log(`Unpacking a software graphics driver for the WebGPU tests into ${folder}.`);
  for (const name of ['lists/partial', 'archives/partial', 'debs', 'root']) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  writeFileSync(join(folder, 'sources.list'), sources);
  const debs = join(folder, 'debs');
  const isMade =
    apt(folder, ['update']) &&
    apt(folder, ['-t', 'bookworm-backports', 'download', ...packages], debs) &&
    readdirSync(debs).every((deb) => succeeds('dpkg', ['-x', join(debs, deb), join(folder, 'root')]));
  for (const name of ['lists', 'archives', 'debs'])
    rmSync(join(folder, name), { recursive: true, force: true });
  if (isMade) writeFileSync(join(folder, 'driver.json'), driverFile(folder));
  else rmSync(folder, { recursive: true, force: true });
  return findSoftwareVulkan();
}

function driverFile(folder) {
  const library = join(folder, 'root/usr/lib/x86_64-linux-gnu/libvulkan_lvp.so');
  return JSON.stringify({
    file_format_version: '1.0.0',
    ICD: { library_path: library, api_version: '1.4.305' },
  });
}

function apt(folder, args, cwd = folder) {
  const options = [
    `Dir::Etc::sourcelist=${join(folder, 'sources.list')}`,
    'Dir::Etc::sourceparts=/dev/null',
    `Dir::State::Lists=${join(folder, 'lists')}`,
    `Dir::Cache=${folder}`,
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option]);
  return succeeds('apt-get', ['-qq', ...options, ...args], cwd);
}

function succeeds(program, args, cwd) {
  return spawnSync(program, args, { stdio: 'inherit', cwd }).status === 0;
}
