/**
 * The reference of the pitch pack: some sounds, and what the original graph makes of them under TensorFlow.js.
 *
 *   node pitch_reference.mjs <folder of the unpacked @spotify/basic-pitch> <folder for the .f32 files>
 *
 * Run it where `@tensorflow/tfjs` is installed; see README.md. The sounds' twin in TypeScript is test/integration/packs/pitchReference.ts.
 */
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [packageFolder, out] = process.argv.slice(2);
const tf = createRequire(join(process.cwd(), 'reference.cjs'))('@tensorflow/tfjs');
const rate = 22_050;
const window = 43_844;

/** White noise from the linear congruence of Numerical Recipes, seed 1. */
function noise() {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

function tone(time, frequency) {
  return [1, 2, 3, 4].reduce((sum, h) => sum + Math.sin(2 * Math.PI * frequency * h * time) / h, 0);
}

const sounds = {
  // C, E, G, C, each a third of a second, fading.
  melody: (time) =>
    0.3 * tone(time, [261.63, 329.63, 392, 523.25][Math.floor(time * 3) % 4]) * Math.exp(-3 * (time % (1 / 3))),
  chord: (time) => 0.1 * [220, 261.63, 329.63].reduce((sum, frequency) => sum + tone(time, frequency), 0),
  noise: (_, hiss) => 0.3 * hiss,
  silence: () => 0,
};

const { modelTopology, weightsManifest, format } = JSON.parse(
  readFileSync(join(packageFolder, 'model/model.json'), 'utf8'),
);
const weights = readFileSync(join(packageFolder, 'model/group1-shard1of1.bin'));
const model = await tf.loadGraphModel(
  tf.io.fromMemory({
    modelTopology,
    format,
    weightSpecs: weightsManifest.flatMap((group) => group.weights),
    weightData: weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.byteLength),
  }),
);
for (const [name, sound] of Object.entries(sounds)) {
  const hiss = noise();
  const samples = Float32Array.from({ length: window }, (_, i) => sound(i / rate, hiss()));
  write(`${name}.samples`, samples);
  const outputs = model.execute(tf.tensor(samples, [1, window, 1]), ['Identity_1', 'Identity_2', 'Identity']);
  ['notes', 'onsets', 'contours'].forEach((output, i) => write(`${name}.${output}`, outputs[i].dataSync()));
}
writeFileSync(join(out, 'framework.txt'), `@tensorflow/tfjs ${tf.version.tfjs}, its CPU kernels`);

function write(name, values) {
  writeFileSync(join(out, `${name}.f32`), Buffer.from(Float32Array.from(values).buffer));
}
