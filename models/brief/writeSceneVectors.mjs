/**
 * Computes `knowledge/scenes.vectors.bin` from the scenes with the text pack. Run it when a scene was changed:
 *
 *   node models/brief/writeSceneVectors.mjs
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const outfile = join(here, '../../build/writeSceneVectors/writeSceneVectors.mjs');

const program = `
import { writeFileSync } from 'node:fs';
import { PackStore } from '../runtime/packStore.ts';
import { openTextEncoder } from '../perception/textEncoder.ts';
import { readSceneFiles } from './sceneKnowledge.ts';
import { sceneFeeling } from './feeling.ts';
import { encodeSceneVectors, makeSceneVectors } from './sceneVectors.ts';

export async function write(folder, packs) {
  const { scenes, hash } = await readSceneFiles(folder);
  const pack = await new PackStore(packs).open('all-minilm-l6-v2');
  const encoder = await openTextEncoder(pack);
  const situations = await encoder.encode(scenes.map((scene) => scene.scene));
  const words = await encoder.encode(scenes.map((scene) => scene.words.join(', ')));
  const music = await encoder.encode(scenes.map((scene) => scene.caption));
  await encoder.close();
  const encoderHash = pack.manifest.files.find((file) => file.path === 'model.onnx').sha256;
  const encoded = scenes.map((scene, i) => ({
    situation: situations[i],
    words: words[i],
    music: music[i],
    feeling: sceneFeeling(scene.attributes),
  }));
  const bytes = encodeSceneVectors(makeSceneVectors(encoded, { scenesHash: hash, encoderHash }));
  writeFileSync(folder + '/scenes.vectors.bin', bytes);
  return scenes.length + ' scenes, ' + bytes.length + ' bytes';
}
`;

mkdirSync(join(outfile, '..'), { recursive: true });
await build({
  stdin: { contents: program, resolveDir: here, loader: 'ts' },
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['onnxruntime-node', 'sharp'],
  banner: {
    js: "import { createRequire as leitmotifRequire } from 'node:module';const require = leitmotifRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
const { write } = await import(pathToFileURL(outfile).href);
console.log(await write(join(here, 'knowledge'), join(here, '../packs')));
