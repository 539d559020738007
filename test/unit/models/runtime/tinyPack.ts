import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PackManifest } from '../../../../bridge/protocol/packManifest.ts';

/** A model of one node, y = x + x, for fp32 [batch, 2]; opset 17. */
export const tinyModel = Buffer.from(
  'CAg6RwoOCgF4CgF4EgF5IgNBZGQSAWdaGAoBeBITChEIARINCgcSBWJhdGNoCgIIAmIYCgF5EhMKEQgBEg0KBxIFYmF0Y2gKAggCQgQKABAR',
  'base64',
);

/** The manifest of a pack that holds the tiny model, with any fields replaced. */
export function tinyManifest(
  fields: Partial<PackManifest> = {},
  model: Uint8Array = tinyModel,
): PackManifest {
  return {
    schema: 1,
    id: 'tiny',
    kind: 'text-encoder',
    version: '1.0.0',
    title: 'Twice',
    inputs: [{ name: 'x', type: 'float32', shape: ['batch', 2] }],
    outputs: [{ name: 'y', type: 'float32', shape: ['batch', 2] }],
    precision: 'fp32',
    opset: 17,
    preprocessing: {},
    origin: { package: 'none', version: '0', registry: 'none' },
    licence: { code: 'MIT', weights: 'MIT', text: 'LICENSE' },
    commercialUse: true,
    musicMayBeSold: 'Yes.',
    made: { script: 'tinyPack.ts', date: '2026-01-31' },
    files: [
      {
        path: 'model.onnx',
        bytes: model.byteLength,
        sha256: createHash('sha256').update(model).digest('hex'),
      },
    ],
    ...fields,
  };
}

/** Writes packs into a new directory and returns it. */
export async function writePacks(
  packs: readonly { folder?: string; manifest: PackManifest; model?: Uint8Array }[],
): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'leitmotif-packs-'));
  for (const { folder, manifest, model } of packs) {
    const place = join(directory, folder ?? manifest.id);
    await mkdir(place);
    await writeFile(join(place, 'manifest.json'), JSON.stringify(manifest));
    await writeFile(join(place, 'model.onnx'), model ?? tinyModel);
  }
  return directory;
}
