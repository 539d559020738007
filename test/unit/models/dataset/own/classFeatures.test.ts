import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../bridge/protocol/seededRandom.ts';
import { ClassFeatures, openClassFeatures } from '../../../../../models/dataset/own/classFeatures.ts';
import { onnxInitializers } from '../../../../../models/dataset/own/onnxInitializers.ts';
import { PackStore } from '../../../../../models/runtime/packStore.ts';

/** Two features, two classes: each class is one of them. */
const small = new ClassFeatures(Int8Array.of(100, 0, 0, 100), Float64Array.of(0.02, 0.02));

describe('ClassFeatures', () => {
  it('moves features toward the classes that are seen, and leaves none below 0', () => {
    const mean = (shown: number): number[] => {
      const random = seededRandom(1);
      const draws = Array.from({ length: 200 }, () => small.draw([{ index: shown, share: 1 }], random));
      expect(draws.every((draw) => draw.every((value) => value >= 0))).toBe(true);
      return [0, 1].map((i) => draws.reduce((sum, draw) => sum + draw[i]!, 0) / draws.length);
    };
    const [first, second] = [mean(0), mean(1)];
    expect(first[0]!).toBeGreaterThan(5 * first[1]!);
    expect(second[1]!).toBeGreaterThan(5 * second[0]!);
  });

  it('finds the last layer of the bundled pack: a drawn class is what its own weights name', async () => {
    const pack = await new PackStore('models/packs').open('efficientnet-lite0');
    const features = await openClassFeatures(pack);
    expect(features.width).toBe(1280);
    const random = seededRandom(3);
    // With no noise to speak of, two draws of one class are more alike than draws of two.
    const [a, b, c] = [100, 100, 700].map((index) => features.draw([{ index, share: 1 }], random));
    expect(cosine(a!, b!)).toBeGreaterThan(cosine(a!, c!) + 0.1);
  });
});

describe('onnxInitializers', () => {
  it('refuses what ends within a field', () => {
    expect(() => onnxInitializers(Uint8Array.of(0x3a, 0x05, 1), ['x'])).toThrow('beyond');
    expect(() => onnxInitializers(Uint8Array.of(0x80), ['x'])).toThrow('ends');
  });
});

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  return dot / Math.hypot(...a) / Math.hypot(...b);
}
