import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measurePicture } from '../../../../models/perception/visualMeasures.ts';
import { drawn, fiery, fog, plain } from './drawnPictures.ts';
import { seededRandom } from './seededNoise.ts';

const black = [0, 0, 0] as const;
const white = [255, 255, 255] as const;

describe('light', () => {
  it('measures relative luminance, not bytes', () => {
    expect(measurePicture(plain(white)).brightness).toBeCloseTo(1, 6);
    expect(measurePicture(plain(black)).brightness).toBe(0);
    // sRGB 188 is half the light of white (IEC 61966-2-1).
    expect(measurePicture(plain([188, 188, 188])).brightness).toBeCloseTo(0.503, 2);
    expect(measurePicture(plain([0, 255, 0])).brightness).toBeCloseTo(0.7152, 4);
  });

  it('measures contrast and darkness', () => {
    const half = measurePicture(drawn((x) => (x < 0.5 ? black : white)));
    expect(half.contrast).toBeCloseTo(1, 6);
    expect(half.darkness).toBeCloseTo(0.5, 6);
    expect(measurePicture(plain([90, 90, 90]))).toMatchObject({ contrast: 0, darkness: 0 });
  });
});

describe('colour', () => {
  it('weighs saturation by value', () => {
    expect(measurePicture(plain([255, 0, 0])).saturation).toBe(1);
    expect(measurePicture(plain([120, 120, 120])).saturation).toBe(0);
    expect(measurePicture(plain([200, 100, 100])).saturation).toBeCloseTo(0.5, 6);
  });

  it('tells warm from cold and claims neither for grey', () => {
    expect(measurePicture(plain([240, 140, 40])).warmth).toBeGreaterThan(0.9);
    expect(measurePicture(plain([30, 90, 220])).warmth).toBeLessThan(-0.9);
    expect(measurePicture(plain([129, 128, 128])).warmth).toBeLessThan(0.12);
    expect(
      Math.abs(measurePicture(drawn((x) => (x < 0.5 ? [255, 120, 0] : [0, 120, 255]))).warmth),
    ).toBeLessThan(0.05);
  });

  it('measures colourfulness as Hasler and Süsstrunk do', () => {
    expect(measurePicture(plain([77, 77, 77])).colourfulness).toBe(0);
    // For one colour only the mean counts: 0.3 · |(rg, yb)| / 110, here rg = 100, yb = 50.
    expect(measurePicture(plain([200, 100, 100])).colourfulness).toBeCloseTo(
      (0.3 * Math.hypot(100, 50)) / 110,
      6,
    );
    const random = seededRandom(1);
    const confetti = measurePicture(drawn(() => [255 * random(), 255 * random(), 255 * random()]));
    expect(confetti.colourfulness).toBeGreaterThan(0.9);
  });

  it('names the dominant colours with their shares', () => {
    const flag = measurePicture(drawn((x) => (x < 0.5 ? [20, 40, 160] : x < 0.8 ? white : [200, 20, 30])));
    expect(flag.palette.map(({ name }) => name)).toEqual(['dark blue', 'white', 'red']);
    expect(flag.palette.map(({ share }) => Math.round(share * 10))).toEqual([5, 3, 2]);
    expect(flag.palette[0]?.colour).toBe('#1428a0');
  });
});

describe('lines', () => {
  const stripes = (across: number, down: number): number =>
    measurePicture(drawn((x, y) => (Math.sin(40 * (across * x * 1.333 + down * y)) > 0 ? white : black)))
      .diagonality;

  it('calls level lines calm and slanting ones dynamic', () => {
    expect(stripes(0, 1)).toBeLessThan(0.05);
    expect(stripes(1, 1)).toBeGreaterThan(0.9);
    expect(stripes(1, 0)).toBeGreaterThan(0.9);
  });

  it('finds edges, detail and symmetry', () => {
    expect(measurePicture(fog())).toMatchObject({ edges: 0, diagonality: 0 });
    expect(measurePicture(fog()).symmetry).toBeGreaterThan(0.99);
    const random = seededRandom(2);
    const sand = measurePicture(drawn(() => { const v = 255 * random(); return [v, v, v]; })); // prettier-ignore
    expect(sand.edges).toBeGreaterThan(0.7);
    expect(sand.texture).toBeGreaterThan(0.2);
    expect(sand.symmetry).toBeLessThan(0.1);
    expect(measurePicture(drawn((x) => [255 * x, 255 * x, 255 * x])).symmetry).toBe(0);
  });
});

describe('any picture', () => {
  it('keeps every measure in its range', () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 24 }), fc.nat(1e9));
    fc.assert(
      fc.property(sizes, ([width, height, seed]) => {
        const random = seededRandom(seed);
        const { palette, warmth, ...rest } = measurePicture(
          drawn(() => [300 * random(), 300 * random(), 300 * random()], width, height),
        );
        expect(Math.abs(warmth)).toBeLessThanOrEqual(1);
        for (const value of Object.values(rest)) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
        expect(palette.length).toBeLessThanOrEqual(5);
        expect(palette.reduce((sum, { share }) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-9);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('gives the same measures each time, quickly', () => {
    const picture = fiery();
    const first = measurePicture(picture);
    const times: number[] = [];
    for (let i = 0; i < 7; i++) {
      const start = performance.now();
      expect(measurePicture(picture)).toEqual(first);
      times.push(performance.now() - start);
    }
    // Measured 8–12 ms alone; the bound leaves room for a busy machine.
    expect(Math.min(...times)).toBeLessThan(400);
  });
});
