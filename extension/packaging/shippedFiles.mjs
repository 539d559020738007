/**
 * What goes into a `.vsix`, as pairs of source file and place, and nothing else: whatever is not named here stays out.
 *
 * It reads the checkout, and packages of other platforms through `packageFolder`; it writes nothing.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { nodeVersion, targets } from './targets.mjs';

/** Programs of `dist/`: the sidecar's, the bridge's, and the command line, which can fetch the CUDA libraries. Their chunks come with them. */
const programs = [
  'sidecar.js',
  'perceptionChild.js',
  'takeChild.js',
  'performChild.js',
  'bridge.js',
  'synthesizerWorker.js',
  'renderWorker.js',
  'decodeWorker.js',
  'providerTrial.js',
  'hubTrial.js',
  'midiProbe.js',
  'leitmotif.js',
];

/**
 * Packages that Node loads from `dist/node_modules`, each with the files that run. What they also depend on is for installing or for
 * browsers and stays out: onnxruntime-node's adm-zip and global-agent, transformers' onnxruntime-web.
 */
const packages = {
  'onnxruntime-common': [/^dist\/(cjs|esm)\/.*\.js$/, /^dist\/(cjs|esm)\/package\.json$/],
  // Its installer's metadata names the CUDA libraries that can be fetched on demand.
  'onnxruntime-node': [/^dist\/.*\.js$/, /^script\/install-metadata.*\.js$/],
  '@huggingface/transformers': [/^dist\/transformers\.node\.mjs$/],
  sharp: [/^dist\/.*\.[cm]js$/],
  '@img/colour': [/\.cjs$/],
  'detect-libc': [/^lib\/.*\.js$/],
  semver: [/^(index|(classes|functions|internal|ranges)\/.*)\.js$/],
  undici: [/^(index|lib\/.*)\.js$/],
  '@julusian/midi': [/^dist\/.*\.js$/, /^(binding-options|load-native)\.js$/],
  'pkg-prebuilds': [/^bindings\.js$/, /^lib\/.*\.js$/],
  tslib: [/^tslib\.js$/],
  mediabunny: [/^dist\/modules\/.*\.js$/],
  '@mediabunny/flac-encoder': [/^dist\/bundles\/mediabunny-flac-encoder\.mjs$/],
  '@mediabunny/mp3-encoder': [/^dist\/bundles\/mediabunny-mp3-encoder\.mjs$/],
};

/** The registry's package holds this library twice; the binding loads the other name. */
const isTwice = (path) => /libonnxruntime\.\d+\.\d+\.\d+\.dylib$/.test(path);

const isLicence = (path) => /^(licen[cs]e|notice|copying|third[-_ ]?party[^/]*)(\.(md|txt))?$/i.test(path);

/**
 * Lists the files.
 *
 * @param packageFolder name, version and hash of a package → the folder where it lies
 * @returns `from` (absolute), `to` (relative, with `/`) and `executable` of each
 * @throws Error where something that must be there is missing, such as `dist/` before the build
 */
export function listShippedFiles(root, target, packageFolder) {
  const files = [
    ...['README.md', 'CHANGELOG.md', 'LICENSE', 'NOTICE'].map((path) => same(root, path)),
    ...contributed(root),
    ...bundles(root),
    ...Object.entries(packages).flatMap(([name, patterns]) => scripts(root, name, patterns)),
    ...natives(root, target, packageFolder),
    ...models(root),
    ...nodeRuntime(target, packageFolder),
  ];
  const missing = files.filter(({ from }) => !existsSync(from));
  if (missing.length > 0) throw new Error(`These are missing: ${missing.map(({ from }) => from).join(', ')}`);
  return files;
}

/** What the manifest and the README point to. */
function contributed(root) {
  const pictures = readFileSync(join(root, 'README.md'), 'utf8').matchAll(/\]\((media\/[^)]+)\)/g);
  return [
    ...readdirSync(root)
      .filter((name) => /^package\.nls(\..+)?\.json$/.test(name))
      .map((name) => same(root, name)),
    ...within(root, 'extension/l10n', /\.json$/),
    ...within(root, 'bridge/protocol/schema', /\.json$/),
    ...within(root, 'media/icons', /\.(svg|png)$/),
    ...within(root, 'media/walkthrough', /\.(svg|png)$/),
    ...[...new Set([...pictures].map(([, path]) => path))].map((path) => same(root, path)),
  ];
}

/** The extension, its panels, the monitor page, scripts for DAWs, and the programs with all chunks that they reach. */
function bundles(root) {
  const reached = new Set();
  const reach = (name) => {
    if (reached.has(name)) return;
    reached.add(name);
    const text = readFileSync(join(root, 'dist', name), 'utf8');
    for (const [, chunk] of text.matchAll(/["']\.\/(chunk-[A-Z0-9]+\.js)["']/g)) reach(chunk);
  };
  programs.forEach(reach);
  return [
    same(root, 'dist/extension.cjs'),
    ...within(root, 'dist/webview', /(?<!\.map)$/),
    ...within(root, 'dist/monitor', /(?<!\.map)$/),
    ...within(root, 'dist/dawScripts'),
    ...[...reached].sort().map((name) => same(root, `dist/${name}`)),
  ];
}

function scripts(root, name, patterns) {
  const folder = join(root, 'node_modules', name);
  return filesOf(folder)
    .filter((path) => path === 'package.json' || isLicence(path) || patterns.some((one) => one.test(path)))
    .map((path) => ({ from: join(folder, path), to: `dist/node_modules/${name}/${path}` }));
}

function natives(root, target, packageFolder) {
  const { onnxruntime, sharp } = targets[target];
  const { packages: locked } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const ofSharp = sharp.flatMap((name) => {
    const { version, integrity } = locked[`node_modules/${name}`];
    const folder = packageFolder(name, version, integrity);
    return filesOf(folder)
      .filter((path) => isLicence(path) || !/\.(md|h|d\.ts)$/.test(path))
      .map((path) => ({ from: join(folder, path), to: `dist/node_modules/${name}/${path}` }));
  });
  const runtime = within(root, `node_modules/onnxruntime-node/bin/napi-v6/${onnxruntime}`);
  // The CUDA libraries of a checkout where `leitmotif gpu install` ran are left: 400 MB that only some can use.
  const ofRuntime = runtime.filter(({ to }) => !isTwice(to) && !/providers_/.test(to));
  const ofMidi = within(root, `node_modules/@julusian/midi/prebuilds/midi-${target}`);
  const besides = [...ofRuntime, ...ofMidi].map((file) => ({ ...file, to: `dist/${file.to}` }));
  return [...ofSharp, ...besides];
}

/** Weights, the sounds, what the brief knows, and the samples of the command line. */
function models(root) {
  return [
    ...within(root, 'models/packs').filter(
      ({ to }) => !/^models\/packs\/(build|README|\.git)|\/(reference\.json|README\.md)$/.test(to),
    ),
    ...within(root, 'models/brief/knowledge', /(?<!\.md)$/),
    ...within(root, 'media/samples', /(?<!README\.md)$/),
    ...within(root, 'media/soundfont', /(LICENSE|manifest\.json|\.sf3)$/),
  ];
}

function nodeRuntime(target, packageFolder) {
  const { name, file, integrity } = targets[target].node;
  const folder = packageFolder(name, nodeVersion, integrity);
  // The packages for Windows come without the licence; it is the same for all.
  const licensed = targets['linux-x64'].node;
  const licence = join(packageFolder(licensed.name, nodeVersion, licensed.integrity), 'LICENSE');
  return [
    { from: join(folder, file), to: `runtime/${basename(file)}`, executable: true },
    { from: licence, to: 'runtime/LICENSE' },
  ];
}

function same(root, path) {
  return { from: join(root, path), to: path };
}

function within(root, folder, pattern = /./) {
  return filesOf(join(root, folder))
    .filter((path) => pattern.test(path))
    .map((path) => same(root, `${folder}/${path}`));
}

/** Paths of all files below a folder, with `/`, in their order; none where there is no folder. */
function filesOf(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((path) => !path.startsWith('node_modules/'))
    .sort();
}
