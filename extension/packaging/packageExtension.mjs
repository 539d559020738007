/**
 * `npm run package [-- target …] [--if-stale]`: one `.vsix` a platform, in `build/vsix/`, all of them from Linux or macOS.
 * Run `npm run build` first.
 *
 *   shippedFiles ─ a clean folder ─ vsce ─ build/vsix/leitmotif-<target>.vsix ─ size table
 *
 * `--if-stale` leaves a package alone that was made from the same files; `--list` makes nothing and prints what would go in, as JSON.
 */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';
import { fetchPackage } from './fetchPackage.mjs';
import { listShippedFiles } from './shippedFiles.mjs';
import { shippedManifest } from './shippedManifest.mjs';
import { sizeTable } from './sizeTable.mjs';
import { targets } from './targets.mjs';
import { readZipSizes } from './zipSizes.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const output = join(root, 'build/vsix');

const given = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = given.filter((name) => !(name in targets));
if (unknown.length > 0) {
  console.error(`No such target: ${unknown.join(', ')}. There are: ${Object.keys(targets).join(', ')}.`);
  process.exit(2);
}
const flags = new Set(process.argv.slice(2).filter((argument) => argument.startsWith('--')));
for (const target of given.length > 0 ? given : Object.keys(targets)) {
  if (flags.has('--list')) console.log(JSON.stringify(listShippedFiles(root, target, fetchPackage)));
  else await packageFor(target, flags.has('--if-stale'));
}

async function packageFor(target, ifStale) {
  const files = listShippedFiles(root, target, fetchPackage);
  const manifest = `${JSON.stringify(shippedManifest(readJson('package.json')), null, 2)}\n`;
  const vsix = join(output, `leitmotif-${target}.vsix`);
  const mark = join(output, `${target}.made-from`);
  const source = fingerprint(files, manifest);
  if (ifStale && existsSync(vsix) && existsSync(mark) && readFileSync(mark, 'utf8') === source) {
    console.log(`${vsix} is fresh.`);
    return;
  }
  rmSync(mark, { force: true });
  // Of this process alone: two may pack at the same time.
  const stage = join(output, `${target}-stage-${process.pid}`);
  try {
    layOut(stage, files, manifest);
    await pack(stage, target, vsix);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
  writeFileSync(mark, source);
  console.log(`${vsix}: ${(statSync(vsix).size / 1e6).toFixed(1)} MB`);
  console.log(sizeTable(await readZipSizes(vsix)).join('\n'));
}

function layOut(stage, files, manifest) {
  for (const { from, to, executable } of files) {
    const place = join(stage, to);
    mkdirSync(dirname(place), { recursive: true });
    copyFileSync(from, place);
    chmodSync(place, executable ? 0o755 : 0o644);
  }
  writeFileSync(join(stage, 'package.json'), manifest);
}

async function pack(stage, target, vsix) {
  const beside = `${vsix}.${process.pid}.part`;
  await createVSIX({
    cwd: stage,
    target,
    packagePath: beside,
    // Everything is laid out already; no list of npm's is asked.
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  renameSync(beside, vsix);
}

/** Changes when a file that goes in does. */
function fingerprint(files, manifest) {
  const hash = createHash('sha256').update(manifest);
  for (const { from, to } of files) {
    const { size, mtimeMs } = statSync(from);
    hash.update(`${to}\n${from}\n${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}
