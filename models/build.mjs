/**
 * Bundles the programs into `dist/`: one file an entry, shared code in chunks beside them, so that a program finds
 * its worker by `new URL('./renderWorker.js', import.meta.url)` wherever its code was put.
 *
 * `npm ci` runs this through `prepare`. It type-checks nothing; `npm run typecheck` does.
 */
import { chmodSync, cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildMonitor } from '../bridge/websocket/monitor/build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Program in `dist/` ← source. Those whose source is not there are left out and named. */
const programs = {
  leitmotif: 'models/cli/leitmotif.ts',
  renderWorker: 'models/rendering/renderWorker.ts',
  decodeWorker: 'models/conditions/decodeWorker.ts',
  sidecar: 'models/sidecar/sidecar.ts',
  bridge: 'bridge/bridge.ts',
  perceptionChild: 'models/sidecar/perceptionChild.ts',
  takeChild: 'models/sidecar/takeChild.ts',
  performChild: 'models/sidecar/performChild.ts',
  synthesizerWorker: 'bridge/synthesizer/synthesizerWorker.ts',
  providerTrial: 'models/runtime/providers/providerTrial.ts',
  hubTrial: 'models/perception/hubTrial.ts',
  midiProbe: 'models/runtime/doctor/midiProbe.ts',
  writeSchema: 'models/cli/writeSchema.ts',
  writeDocs: 'bridge/docs/writeDocs.ts',
  evaluate: 'models/evaluation/evaluate.ts',
  bench: 'test/bench/main.ts',
  bridgePeer: 'test/bench/bridge/bridgePeer.ts',
  editorBench: 'test/e2e/bench/editorBench.ts',
};

/** Packages with native parts, or that read files beside themselves: Node loads them from node_modules. */
const external = [
  ...['onnxruntime-node', 'sharp', '@huggingface/transformers', 'undici', '@julusian/midi'],
  // Encoders stay files of their own, LAME's so that it can be replaced (LGPL).
  ...['mediabunny', '@mediabunny/flac-encoder', '@mediabunny/mp3-encoder'],
  // Of development alone; the editor's bench has them.
  ...['esbuild', 'playwright-core'],
];

/** What the other worlds' builds put into `dist/`. */
const foreign = ['extension.cjs', 'extension.cjs.map', 'webview', 'monitor', 'dawScripts'];

const isThere = ([, source]) => existsSync(join(root, source));
const present = Object.entries(programs).filter(isThere);
const absent = Object.values(programs).filter((source) => !existsSync(join(root, source)));

const start = performance.now();
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: Object.fromEntries(present),
  outdir: 'dist',
  chunkNames: 'chunk-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  sourcesContent: false,
  external,
  // Bundled CommonJS packages may still call require() of Node's own modules.
  banner: {
    js: "import { createRequire as leitmotifRequire } from 'node:module';const require = leitmotifRequire(import.meta.url);",
  },
  metafile: true,
  logLevel: 'warning',
});
removeStale(Object.keys(metafile.outputs).map((path) => basename(path)));
chmodSync(join(root, 'dist/leitmotif.js'), 0o755);
await buildMonitor(join(root, 'dist/monitor'));
cpSync(join(root, 'bridge/daw/scripts'), join(root, 'dist/dawScripts'), { recursive: true });
const seconds = ((performance.now() - start) / 1000).toFixed(2);
console.log(`Built ${present.map(([name]) => name).join(', ')} in ${seconds} s.`);
if (absent.length > 0) console.log(`Not there yet: ${absent.join(', ')}.`);

/** Removes what older builds left. After the new build, so that a program that is running keeps finding its chunks longer. */
function removeStale(fresh) {
  for (const name of readdirSync(join(root, 'dist'))) {
    if (!fresh.includes(name) && !foreign.includes(name))
      rmSync(join(root, 'dist', name), { recursive: true });
  }
}
