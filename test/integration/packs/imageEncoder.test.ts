import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PackImageEncoder } from '../../../models/perception/imageEncoder.ts';
import { openImageEncoder } from '../../../models/perception/imageEncoder.ts';
import { PackStore } from '../../../models/runtime/packStore.ts';
import type { ReferenceImage } from './packReference.ts';
import { packsDirectory, readImageReference } from './packReference.ts';

const side = 224;
const store = new PackStore(packsDirectory);
let encoder: PackImageEncoder;

beforeAll(async () => {
  encoder = await openImageEncoder(await store.open('efficientnet-lite0'));
});
afterAll(() => encoder.close());

/** The pixels that the builder computed: channel value = (x*p + y*q + ((x*y) >> r) + s) & 255. */
function formulaPixels(formula: NonNullable<ReferenceImage['formula']>): Uint8Array {
  return Uint8Array.from({ length: side * side * 3 }, (_, i) => {
    const [p, q, r, s] = formula[i % 3]!;
    const x = Math.floor(i / 3) % side;
    const y = Math.floor(i / 3 / side);
    return (x * p + y * q + ((x * y) >> r) + s) & 255;
  });
}

async function pixelsOf(image: ReferenceImage): Promise<Uint8Array> {
  if (image.formula !== undefined) return formulaPixels(image.formula);
  const path = fileURLToPath(new URL(`images/${image.picture ?? ''}`, import.meta.url));
  return sharp(path).removeAlpha().raw().toBuffer();
}

describe('the image pack', () => {
  it('gives the classes, probabilities and features of the original model', async () => {
    const { images, tolerance } = await readImageReference();
    expect(images.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['slow gradient', 'cat', 'coffee', 'rocket']),
    );
    for (const image of images) {
      const data = await pixelsOf(image);
      expect(createHash('sha256').update(data).digest('hex')).toBe(image.pixelsSha256);
      const { features, probabilities, top } = await encoder.encode({ width: side, height: side, data });
      expect(top[0]!.index).toBe(image.top[0]!.index);
      const differences = image.probabilities.map((wanted, i) => Math.abs(wanted - probabilities[i]!));
      expect(Math.max(...differences)).toBeLessThanOrEqual(tolerance.probability);
      for (const [i, wanted] of image.features.entries()) expect(features[i]).toBeCloseTo(wanted, 1);
      expect(Math.hypot(...features) / image.featureNorm).toBeCloseTo(1, 2);
    }
  });

  it('has words in the order of its classes', async () => {
    const { images } = await readImageReference();
    const seen: string[][] = [];
    for (const name of ['cat', 'coffee', 'rocket']) {
      const data = await pixelsOf(images.find((image) => image.name === name)!);
      seen.push(
        (await encoder.encode({ width: side, height: side, data }, { top: 3 })).top.map(({ label }) => label),
      );
    }
    expect(seen).toEqual([
      expect.arrayContaining(['tabby', 'tiger cat', 'Egyptian cat']),
      expect.arrayContaining(['espresso']),
      expect.arrayContaining(['missile']),
    ]);
    expect(new Set(encoder.classes.map(({ label }) => label)).size).toBe(1000);
  });
});

describe('PackImageEncoder', () => {
  it('gives probabilities that sum to 1', async () => {
    const { probabilities } = await encoder.encode({
      width: side,
      height: side,
      data: new Uint8Array(side * side * 3),
    });
    expect(probabilities.reduce((sum, value) => sum + value)).toBeCloseTo(1, 4);
  });

  it.each([
    [100, 100, 30_000],
    [side, side, side * side * 4],
  ])('refuses %i × %i pixels in %i bytes', async (width, height, bytes) => {
    const encoding = encoder.encode({ width, height, data: new Uint8Array(bytes) });
    await expect(encoding).rejects.toMatchObject({ code: 'image-unsupported' });
  });

  it('does not run for a job that was cancelled', async () => {
    const image = { width: side, height: side, data: new Uint8Array(side * side * 3) };
    await expect(encoder.encode(image, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  it('refuses a pack of another kind', async () => {
    const pack = await store.open('all-minilm-l6-v2');
    await expect(openImageEncoder(pack)).rejects.toMatchObject({ code: 'pack-incompatible' });
  });
});
