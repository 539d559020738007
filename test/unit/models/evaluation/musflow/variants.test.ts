/** Which variants there are, and what each of them conditions on. */
import { describe, expect, it } from 'vitest';
import {
  embeddingFor,
  fusedOf,
  trainLines,
} from '../../../../../models/evaluation/musflow/conditionEmbeddings.ts';
import { requestOf } from '../../../../../models/evaluation/musflow/evaluateMusflow.ts';
import { allVariants } from '../../../../../models/evaluation/musflow/variants.ts';
import type { AskedClip } from '../../../../../models/evaluation/musflow/askedClips.ts';
import type { ClipPlaces } from '../../../../../models/evaluation/musflow/conditionEmbeddings.ts';
import type { Variant } from '../../../../../models/evaluation/musflow/variants.ts';

const vector = (...values: number[]): Float32Array => Float32Array.from(values);

function placesAt(base: number): ClipPlaces {
  return {
    each: { image: vector(base + 1, 0), story: vector(base + 2, 0), caption: vector(base + 3, 3) },
    texts: { story: vector(base + 10, 0), caption: vector(base + 20, 0) },
    lines: { image: vector(base + 30, 0), story: vector(base + 40, 0), caption: vector(base + 50, 0) },
    music: [base, 7],
  };
}

describe('variants', () => {
  const variants = allVariants();

  it('have names of their own', () => {
    expect(new Set(variants.map(({ name }) => name)).size).toBe(variants.length);
  });

  it('hold the seven masks, all steps and all scales once each', () => {
    const masks = variants.filter(({ conditioning, score, temperature, isSweep }) => {
      return conditioning.kind === 'adapters' && score === 'own' && temperature === 0.33 && !isSweep;
    });
    expect(masks.map(({ name }) => name)).toEqual([
      ...['caption', 'story', 'image', 'image+story', 'image+caption', 'story+caption', 'all'],
    ]);
    const sweeps = variants.filter(({ isSweep }) => isSweep);
    expect(sweeps.map(({ steps }) => steps).filter((steps) => steps !== 10)).toEqual([1, 2, 5, 25, 50]);
    expect(sweeps.map(({ guidance }) => guidance).filter((guidance) => guidance !== 2)).toEqual([1, 3, 4, 5]);
    const temperatures = variants.map(({ temperature }) => temperature);
    expect(temperatures.filter((temperature) => temperature !== 0.33)).toEqual([0, 0.67, 1]);
  });

  it('without the score are like those with it in all else', () => {
    const alone = variants.filter(({ score }) => score === 'none');
    expect(alone).toHaveLength(8);
    for (const variant of alone) {
      const scored = variants.find(({ name }) => `alone-${name}` === variant.name);
      expect({ ...variant, name: scored?.name, score: 'own' }).toEqual(scored);
    }
  });
});

describe('the engine that knows nothing of the conditions', () => {
  it('has neither their embedding nor their score; all others have the clip’s own score or none', () => {
    const foreign = allVariants().filter(({ score }) => score === 'others');
    expect(foreign.map(({ name }) => name)).toEqual(['unconditioned']);
    expect(foreign[0]?.conditioning).toEqual({ kind: 'none' });
    expect(foreign[0]?.isSweep).toBe(false);
  });

  it('plays the next clip’s notes in its style, from the clip’s own noise', () => {
    const clips = (['jazz', 'folk'] as const).map((style, i) => ({
      ...{ id: `clip-${i}`, record: { attributes: { style } }, notes: { rows: i, data: vector() } },
    })) as unknown as AskedClip[];
    const material = { clips, places: [placesAt(0), placesAt(100)] };
    const named = (name: string): Variant =>
      allVariants().find((variant) => variant.name === name) as Variant;
    const [own, foreign] = ['none', 'unconditioned'].map((name) => requestOf(named(name), 1, material));
    expect([own?.style, own?.notes?.rows, own?.embedding]).toEqual(['folk', 1, undefined]);
    expect([foreign?.style, foreign?.notes?.rows, foreign?.embedding]).toEqual(['jazz', 0, undefined]);
    expect(foreign?.seed).toBe(own?.seed);
    const alone = requestOf(named('alone-all'), 0, material);
    expect([alone.style, alone.notes]).toEqual([undefined, undefined]);
  });
});

describe('what a variant conditions on', () => {
  const places = [placesAt(0), placesAt(100)];

  it('is e_f, the mean of what the given adapters say', () => {
    expect([...fusedOf(placesAt(0))]).toEqual([2, 1]);
    const found = embeddingFor({ kind: 'adapters', given: ['image', 'caption'] }, places, 0);
    expect([...(found ?? [])]).toEqual([2, 1.5]);
  });

  it('is nothing, the target, or another clip’s e_f', () => {
    expect(embeddingFor({ kind: 'none' }, places, 0)).toBeUndefined();
    expect([...(embeddingFor({ kind: 'target' }, places, 1) ?? [])]).toEqual([100, 7]);
    expect([...(embeddingFor({ kind: 'others' }, places, 1) ?? [])]).toEqual([2, 1]);
  });

  it('is without adapters the joint space’s own vectors, and for a picture a straight line', () => {
    const raw = embeddingFor({ kind: 'raw', given: ['image', 'story', 'caption'] }, places, 0);
    expect(raw?.[0]).toBeCloseTo((30 + 10 + 20) / 3, 5);
    const line = embeddingFor({ kind: 'line', given: ['story'] }, places, 0);
    expect([...(line ?? [])]).toEqual([40, 0]);
  });

  it('learns its straight lines from training', () => {
    const pairs = Array.from({ length: 8 }, (_, i) => ({
      vectors: { image: vector(i, i * i), story: vector(Math.sin(i), 1), caption: vector(1, Math.cos(i)) },
      music: [2 * i, i * i - i],
    }));
    // λ draws the line a little towards the mean; the direction is there.
    const { image } = trainLines(pairs);
    expect(image([0, 0])[0]).toBeLessThan(image([4, 16])[0] ?? NaN);
    expect(image([4, 16])[0]).toBeLessThan(image([7, 49])[0] ?? NaN);
  });
});
