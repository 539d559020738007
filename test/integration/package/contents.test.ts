import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readZipEntries } from '../../../models/runtime/gpu/zipArchive.ts';
import type { ZipEntry } from '../../../models/runtime/gpu/zipArchive.ts';
import { listPackage, packExtension, packingLimit, root } from './packExtension.ts';
import type { Target } from './packExtension.ts';

/** Everything that may be in a package; what matches none of these was put there by mistake. */
const allowed = [
  /^(package(\.nls(\.[a-z-]+)?)?\.json|readme\.md|changelog\.md|LICENSE\.txt|NOTICE)$/i,
  /^bridge\/protocol\/schema\/\w+\.schema\.json$/,
  /^extension\/l10n\/[\w.-]+\.json$/,
  /^media\/icons\/[\w-]+\.(svg|png)$/,
  /^media\/walkthrough\/[\w-]+\.(svg|png|md)$/,
  /^media\/screenshots\/[\w-]+\.png$/,
  /^media\/samples\/harbour\.(jpg|md)$/,
  /^media\/soundfont\/(LICENSE|manifest\.json|leitmotif\.sf3)$/,
  /^models\/packs\/[\w-]+\/(LICENSE(\.\w+)?|card\.md|manifest\.json|model\.onnx|tokenizer\.json|labels\.json)$/,
  /^models\/packs\/hub\/[\w-]+\.json$/,
  /^models\/brief\/knowledge\/(scenes\.vectors\.bin|scenes\/[\w-]+\.jsonl?)$/,
  /^runtime\/(node(\.exe)?|LICENSE)$/,
  /^dist\/(extension\.cjs|[a-zA-Z]+\.js|chunk-[A-Z0-9]+\.js)$/,
  /^dist\/monitor\/\w+\.(html|css|js)$/,
  /^dist\/dawScripts\/(\w+\.lua|Leitmotif\/\w+\.py)$/,
  /^dist\/webview\/[\w.-]+\.(js|css|svg|woff2?|ttf)$/,
  /^dist\/node_modules\/(onnxruntime-common|onnxruntime-node|@huggingface\/transformers|sharp|@img\/[\w-]+|detect-libc|semver|undici|mediabunny|@mediabunny\/(flac|mp3)-encoder|@julusian\/midi|pkg-prebuilds|tslib)\//,
];

/** What must never be in one. */
const forbidden = [
  /\.map$/,
  /\.tsx?$/,
  /(^|\/)(bench|evaluate|writeSchema)\.js$/,
  /reference\.json$/,
  /providers_(cuda|tensorrt|shared)/,
  /onnxruntime-web|ort-wasm|adm-zip|global-agent/,
  /^(test|build|\.ci|webview\/)/,
];

const needed = [
  'package.json',
  'dist/extension.cjs',
  'dist/sidecar.js',
  'dist/perceptionChild.js',
  'dist/takeChild.js',
  'dist/performChild.js',
  'dist/bridge.js',
  'dist/synthesizerWorker.js',
  'dist/monitor/monitor.html',
  'dist/dawScripts/leitmotif_reaper.lua',
  'dist/node_modules/@julusian/midi/package.json',
  'dist/node_modules/sharp/package.json',
  'dist/node_modules/onnxruntime-node/script/install-metadata.js',
  'dist/node_modules/mediabunny/package.json',
  'dist/node_modules/@mediabunny/flac-encoder/package.json',
  'dist/node_modules/@mediabunny/mp3-encoder/LICENSE',
  'media/soundfont/leitmotif.sf3',
  'models/packs/all-minilm-l6-v2/model.onnx',
  'bridge/protocol/schema/cue.schema.json',
  'bridge/protocol/schema/themes.schema.json',
  'runtime/LICENSE',
];

const host: Target = process.arch === 'arm64' ? 'linux-arm64' : 'linux-x64';

describe.runIf(process.platform === 'linux')('the package of this platform', () => {
  let vsix: string;
  let entries: (ZipEntry & { path: string })[];

  beforeAll(async () => {
    vsix = packExtension(host);
    entries = (await readZipEntries(vsix))
      .filter(({ name }) => name.startsWith('extension/'))
      .map((entry) => ({ ...entry, path: entry.name.slice('extension/'.length) }));
  }, packingLimit);

  it('holds nothing that nobody asked for', () => {
    const strangers = entries.filter(({ path }) => !allowed.some((pattern) => pattern.test(path)));
    expect(strangers.map(({ path }) => path)).toEqual([]);
  });

  it.each(forbidden.map((pattern) => [pattern]))('holds nothing like %s', (pattern) => {
    expect(entries.filter(({ path }) => pattern.test(path)).map(({ path }) => path)).toEqual([]);
  });

  it.each([...needed, 'runtime/node'])('holds %s', (path) => {
    expect(entries.map((entry) => entry.path)).toContain(path);
  });

  it('weighs at most 175 MB, and its own code at most 3', () => {
    expect(statSync(vsix).size).toBeLessThanOrEqual(175e6);
    const own = entries.filter(({ path }) => path.startsWith('dist/') && !path.includes('node_modules'));
    expect(own.reduce((sum, { packed }) => sum + packed, 0)).toBeLessThanOrEqual(3e6);
  });

  it('says what it is made for, and asks for nothing to be installed', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(entries.find(({ path }) => path === 'package.json')?.bytes).toBeLessThan(40_000);
    expect(manifest.version).toMatch(/^\d+\.\d+\.\d+$/);
  });
});

/** First bytes of a native library or program, by system, and where its processor is named. */
const machines: Record<Target, (bytes: Buffer) => boolean> = {
  'linux-x64': (bytes) => bytes.readUInt32BE(0) === 0x7f45_4c46 && bytes.readUInt16LE(18) === 62,
  'linux-arm64': (bytes) => bytes.readUInt32BE(0) === 0x7f45_4c46 && bytes.readUInt16LE(18) === 183,
  'win32-x64': (bytes) => portableMachine(bytes) === 0x8664,
  'win32-arm64': (bytes) => portableMachine(bytes) === 0xaa64,
  'darwin-arm64': (bytes) => bytes.readUInt32LE(0) === 0xfeed_facf && bytes.readUInt32LE(4) === 0x0100_000c,
};

/** The machine of a Windows program. */
function portableMachine(bytes: Buffer): number {
  const header = bytes.readUInt32LE(0x3c);
  return bytes.toString('latin1', header, header + 4) === 'PE\0\0' ? bytes.readUInt16LE(header + 4) : 0;
}

const isNative = (path: string) => /(\.node|\.exe|\.dll|\.dylib|\.so(\.[\d.]+)?|runtime\/node)$/.test(path);

const canFetch = process.env.LEITMOTIF_PEERS === 'required';
describe.runIf(canFetch).each(Object.keys(machines) as Target[])('the package of %s', (target) => {
  it('holds the natives of that platform and no others', () => {
    const natives = listPackage(target).filter(({ to }) => isNative(to));
    const names = natives.map(({ to }) => to).join('\n');
    expect(names).toMatch(/runtime\/node(\.exe)?$/m);
    expect(names).toMatch(/onnxruntime_binding\.node/);
    expect(names).toMatch(/sharp-.*\.node/);
    expect(names).toMatch(/midi-.*\.node/);
    const foreign = natives.filter(({ from }) => !machines[target](readFileSync(from)));
    expect(foreign.map(({ to }) => to)).toEqual([]);
  });
});
