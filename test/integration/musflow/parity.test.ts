/** Every musflow pack in Node against what PyTorch made of the same inputs: `reference.json` of each. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { normalNoise } from '../../../models/engines/musflow/flow/seededNoise.ts';
import { musflowPackIds, musflowShape } from '../../../models/engines/musflow/networks/packShapes.ts';
import { scoreControl, tonalOfRoles } from '../../../models/engines/musflow/score/scoreControl.ts';
import { InferenceSession } from '../../../models/runtime/inferenceSession.ts';
import { matrixOf } from '../../../models/runtime/npyFile.ts';
import { PackStore } from '../../../models/runtime/packStore.ts';
import { describeWithMusflow, musflowPacks } from './describeWithMusflow.ts';
import type { MusflowManifests, MusflowPart } from '../../../models/engines/musflow/networks/packShapes.ts';
import type { InputTensor } from '../../../models/runtime/tensor.ts';

interface Reference {
  decibels: number;
  inputs: Record<string, { shape: number[]; type: string }>;
  notes: number[][];
  outputs: { name: string; shape: number[]; stride: number; values: number[]; mean: number; rms: number }[];
}

const store = new PackStore(musflowPacks);
/** What the export asked of the graph against the network, less a little for another runtime and six kept digits. */
const leastDecibels = 55;

const float = (data: Float32Array, shape: number[]): InputTensor => ({ type: 'float32', data, shape });
const noise = (seed: number, shape: number[], scale = 1): InputTensor => {
  const count = shape.reduce((product, length) => product * length, 1);
  return float(
    normalNoise(seed, count).map((value) => value / Math.fround(scale)),
    shape,
  );
};
/** A rough spectrogram: −4, falling by 4 to the top, with noise. */
const mel = (seed: number, shape: number[]): InputTensor => {
  const bands = shape[3]!;
  const { data } = noise(seed, shape) as { data: Float32Array };
  return float(
    data.map((value, i) => value - 4 - (4 * (i % bands)) / bands),
    shape,
  );
};

/** The inputs that `packs.py` makes, by the same recipe. */
function inputsOf(part: MusflowPart, { inputs, notes }: Reference): Record<string, InputTensor> {
  const shapeOf = (name: string): number[] => inputs[name]!.shape;
  const scaled = (seed: number, name: string): InputTensor =>
    noise(seed, shapeOf(name), Math.sqrt(shapeOf(name)[1]!));
  const score = (rows: number, isByRole: boolean): Record<string, InputTensor> => {
    const control = scoreControl(matrixOf(notes), rows);
    const tonal = isByRole ? tonalOfRoles(control) : control.tonal;
    return { tonal: float(tonal, shapeOf('tonal')), drums: float(control.drums, shapeOf('drums')) };
  };
  switch (part) {
    case 'adapters':
      return {
        ...{ image: scaled(1, 'image'), story: scaled(2, 'story'), caption: scaled(3, 'caption') },
        given: float(Float32Array.of(1, 0, 1), [1, 3]),
      };
    case 'velocity': {
      const { programs, style } = scoreControl(matrixOf(notes), 256, 'strings');
      return {
        ...{ x: noise(11, shapeOf('x')), t: float(Float32Array.of(0.3), [1]), ...score(256, false) },
        embedding: scaled(12, 'embedding'),
        programs: { type: 'int64', data: programs, shape: [1, 7] },
        style: { type: 'int64', data: BigInt64Array.of(BigInt(style)), shape: [1] },
        drop: float(Float32Array.of(0, 0), [1, 2]),
      };
    }
    case 'decoder':
      return { latent: noise(21, shapeOf('latent')) };
    case 'vocoder':
      return { mel: mel(31, shapeOf('mel')), ...score(64, true), first: float(Float32Array.of(0), [1]) };
    case 'tower':
      return { mel: mel(51, shapeOf('mel')), text: scaled(52, 'text') };
  }
}

describeWithMusflow('in Node', () => {
  describe.each(Object.entries(musflowPackIds))('the %s pack', (part, id) => {
    it('gives in Node what PyTorch gave', async () => {
      const pack = await store.open(id);
      const reference = JSON.parse(await readFile(join(pack.folder, 'reference.json'), 'utf8')) as Reference;
      const session = await InferenceSession.open(pack);
      try {
        const names = reference.outputs.map(({ name }) => name);
        const made = await session.run(inputsOf(part as MusflowPart, reference), names);
        for (const { name, shape, stride, values, mean, rms } of reference.outputs) {
          const { data, shape: found } = made[name]!;
          expect(found).toEqual(shape);
          const kept = data.filter((_, i) => i % stride === 0);
          expect(kept).toHaveLength(values.length);
          const off = kept.reduce((sum, value, i) => sum + (value - values[i]!) ** 2, 0) / kept.length;
          expect(10 * Math.log10(rms ** 2 / off)).toBeGreaterThan(leastDecibels);
          const average = data.reduce((sum, value) => sum + value, 0) / data.length;
          expect(Math.abs(average - mean)).toBeLessThan(2e-3 * rms + 1e-6);
        }
      } finally {
        await session.close();
      }
    });
  });
});

describeWithMusflow('the five packs', () => {
  it('fit together', async () => {
    const packs = Object.entries(musflowPackIds).map(
      async ([part, id]) => [part, (await store.open(id)).manifest] as const,
    );
    const manifests = Object.fromEntries(await Promise.all(packs)) as MusflowManifests;
    const shape = musflowShape(manifests);
    expect(shape).toMatchObject({
      latent: { channels: 8, bands: 25 },
      mels: 100,
      sampleRate: 32_000,
      hop: 320,
    });
    expect(shape).toMatchObject({ embedding: 512, text: 384 });
    const other = structuredClone(manifests);
    other.decoder.inputs[0]!.shape = ['batch', 8, 'rows', 16];
    expect(() => musflowShape(other)).toThrow(
      expect.objectContaining({ code: 'pack-incompatible' }) as Error,
    );
  });
});
