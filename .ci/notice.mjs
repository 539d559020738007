/**
 * Writes NOTICE: what we did not make and carry or need, with its licence. `--check` fails where it is stale.
 *
 * Read from the lockfile and the manifests, never from what happens to be installed, so that every platform writes
 * the same bytes. Only licence texts come from node_modules, and only of packages that every platform installs.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const noticePath = join(root, 'NOTICE');
const rule = '-'.repeat(80);

const notice = [
  'Leitmotif: third-party notices',
  'Written by `npm run notice` from package-lock.json and the manifests. Do not edit.',
  ...describePacks(),
  ...describePackages(),
  ...describeInside(),
  ...describeTexts(),
].join('\n\n');
finish(`${notice}\n`);

function finish(text) {
  if (!process.argv.includes('--check')) {
    writeFileSync(noticePath, text);
    return;
  }
  if (existsSync(noticePath) && readFileSync(noticePath, 'utf8') === text) {
    console.log('NOTICE is fresh.');
    return;
  }
  console.error('NOTICE is stale. Run `npm run notice` and commit it.');
  process.exit(1);
}

/** Weights and sounds. */
function describePacks() {
  const entries = manifestPaths().map((path) => {
    const { title, file, licence, origin } = readJson(path);
    return [
      `${title ?? file} (${path})`,
      `  licence: ${licenceLine(licence)}`,
      `  origin: ${originLine(origin)}`,
    ].join('\n');
  });
  return ['Weights and sounds in this repository', ...entries];
}

function manifestPaths() {
  const packs = readdirSync(join(root, 'models/packs')).sort();
  const paths = [
    ...packs.map((name) => `models/packs/${name}/manifest.json`),
    'media/soundfont/manifest.json',
  ];
  return paths.filter((path) => existsSync(join(root, path)));
}

function licenceLine(licence) {
  if (typeof licence === 'string') return licence;
  return `${licence.weights} for the weights, see ${[licence.text, licence.data].filter(Boolean).join(' and ')} beside them`;
}

function originLine({ package: name, version, registry, distribution }) {
  return `${name} ${version} (${registry ?? distribution})`;
}

/**
 * What the lockfile has at run time, and what is inside the bundles of extension and panels although it is there for
 * building only; a test holds that list against what the bundles say of themselves.
 */
function shippedPackages() {
  const { packages } = readJson('package-lock.json');
  const isRuntime = ({ dev, devOptional }) => dev !== true && devOptional !== true;
  const bundled = new Set(
    readJson('extension/packaging/bundledPackages.json').map((name) => `node_modules/${name}`),
  );
  return Object.entries(packages)
    .filter(([path, entry]) => path !== '' && (isRuntime(entry) || bundled.has(path)))
    .map(([path, entry]) => ({ path, name: path.replace(/^.*node_modules\//, ''), ...entry }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function describePackages() {
  const lines = shippedPackages().map(
    ({ name, version, license, optional }) =>
      `${name} ${version}: ${license ?? 'see its package'}${optional ? ' (on some platforms)' : ''}`,
  );
  return ['Packages that Leitmotif runs with or has in its bundles', lines.join('\n')];
}

/** What is compiled into packages under a licence of its own. */
function describeInside() {
  return [
    'Libraries inside those packages, as WebAssembly',
    [
      '@mediabunny/mp3-encoder: LAME 3.100, LGPL-2.0-or-later (https://lame.sourceforge.io). It is not part of our programs:',
      '  they load it from the package, node_modules/@mediabunny/mp3-encoder, which may be replaced by another build; how it is',
      '  built from its source is told in the README of the package (https://github.com/Vanilagy/mediabunny).',
      '@mediabunny/flac-encoder: libFLAC, BSD-3-Clause (https://xiph.org/flac)',
      'wasm-media-encoders: libogg and libvorbis, BSD-3-Clause (https://xiph.org/vorbis); its LAME is not in our programs',
    ].join('\n'),
  ];
}

/** Each licence text once, with the packages that it is for. */
function describeTexts() {
  const byText = new Map();
  for (const { path, name, optional } of shippedPackages()) {
    const text = optional ? undefined : licenceText(join(root, path));
    if (text !== undefined) byText.set(text, [...(byText.get(text) ?? []), name]);
  }
  const texts = [...byText].map(([text, names]) => `${rule}\n${names.join(', ')}\n\n${text}`);
  const lgpl = readFileSync(join(root, '.ci/licences/LGPL-2.0.txt'), 'utf8').trim();
  return ['Licence texts', ...texts, `${rule}\nLAME, inside @mediabunny/mp3-encoder\n\n${lgpl}`];
}

function licenceText(folder) {
  if (!existsSync(folder)) throw new Error(`${folder} is not installed: run npm ci first`);
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(name));
  if (file === undefined) return undefined;
  return readFileSync(join(folder, file), 'utf8')
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+$/gm, '')
    .trim();
}

function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}
