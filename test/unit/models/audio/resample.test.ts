import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kaiserWindow } from '../../../../models/audio/kaiserWindow.ts';
import { resample } from '../../../../models/audio/resample.ts';

function tone(frequency: number, rate: number, seconds = 0.5): Float32Array {
  return Float32Array.from({ length: Math.round(rate * seconds) }, (_, i) =>
    Math.sin((2 * Math.PI * frequency * i) / rate),
  );
}

/** Largest value in the middle half, away from the edges. */
function peak(samples: Float32Array): number {
  const middle = samples.subarray(samples.length / 4, (3 * samples.length) / 4);
  return middle.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

describe('resample', () => {
  it.each([8000, 11_025, 22_050, 32_000, 44_100, 48_000, 88_200, 96_000, 192_000])(
    'keeps a tone from %i Hz as it is at 16 kHz',
    (rate) => {
      const made = resample(tone(1000, rate), rate, 16_000);
      const wanted = tone(1000, 16_000);
      expect(Math.abs(made.length - 8000)).toBeLessThanOrEqual(1);
      const apart = made.map((value, i) => value - (wanted[i] ?? 0));
      expect(peak(apart)).toBeLessThan(2e-4);
    },
  );

  it('removes what the lower rate cannot hold, and keeps what it can', () => {
    for (const frequency of [8600, 10_000, 15_000, 20_000]) {
      expect(peak(resample(tone(frequency, 44_100), 44_100, 16_000))).toBeLessThan(1e-4);
    }
    expect(peak(resample(tone(6500, 44_100), 44_100, 16_000))).toBeGreaterThan(0.99);
  });

  it('passes a constant, and gives the same array for the same rate', () => {
    const flat = resample(new Float32Array(4410).fill(0.5), 44_100, 16_000);
    for (const value of flat.subarray(200, -200)) expect(value).toBeCloseTo(0.5, 6);
    const same = new Float32Array(3);
    expect(resample(same, 16_000, 16_000)).toBe(same);
  });

  it('meets rates that have no small ratio nearly enough', () => {
    const wanted = tone(500, 16_000);
    const made = resample(tone(500, 44_101), 44_101, 16_000);
    expect(peak(made.map((value, i) => value - (wanted[i] ?? 0)))).toBeLessThan(5e-3);
  });

  it('gives ⌈length · to / from⌉ finite samples, whatever the length and the rates', () => {
    const rates = fc.integer({ min: 1000, max: 384_000 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), rates, (length, from) => {
        const made = resample(new Float32Array(length).fill(1), from, 16_000);
        expect(made).toHaveLength(Math.ceil((length * 16_000) / from));
        expect(made.every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

describe('kaiserWindow', () => {
  it('is 1 in the middle, falls to 1 / I0(beta), and is 0 outside', () => {
    expect(kaiserWindow(8.96)(0)).toBe(1);
    expect(kaiserWindow(0)(1)).toBe(1);
    expect(kaiserWindow(5)(1.01)).toBe(0);
    // I0(5) = 27.2399 (Abramowitz and Stegun, table 9.8).
    expect(kaiserWindow(5)(1)).toBeCloseTo(1 / 27.2399, 6);
  });
});
