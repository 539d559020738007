import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fourier, stftPower } from '../../../../models/audio/spectrum.ts';
import { noise, signal, sine } from './testSignals.ts';

const value = fc.double({ min: -1, max: 1, noNaN: true });

describe('Fourier', () => {
  it('is the discrete Fourier transform', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 16, maxLength: 16 }), (pairs) => {
        const real = Float64Array.from(pairs, ([r]) => r);
        const imaginary = Float64Array.from(pairs, ([, i]) => i);
        new Fourier(16).transform(real, imaginary);
        for (let k = 0; k < 16; k++) {
          let sum = 0;
          pairs.forEach(([r, i], n) => {
            const angle = (-2 * Math.PI * k * n) / 16;
            sum += r * Math.cos(angle) - i * Math.sin(angle);
          });
          expect(real[k]).toBeCloseTo(sum, 10);
        }
      }),
    );
  });

  it('keeps energy (Parseval)', () => {
    const real = Float64Array.from({ length: 1024 }, noise(1));
    const energy = real.reduce((sum, x) => sum + x * x, 0);
    const imaginary = new Float64Array(1024);
    new Fourier(1024).transform(real, imaginary);
    const transformed = real.reduce((sum, x, i) => sum + x * x + imaginary[i]! ** 2, 0);
    expect(transformed / 1024).toBeCloseTo(energy, 8);
  });

  it('refuses other lengths', () => {
    expect(() => new Fourier(1000)).toThrow(RangeError);
  });
});

describe('stftPower', () => {
  it('finds a full-scale sine at power 1 in its bin', () => {
    const [left] = signal(48_000, 0.2, sine(750, 1));
    const spectra = stftPower(left, { size: 1024, hop: 512 });
    expect(spectra.length).toBe(Math.floor((9600 - 1024) / 512) + 1);
    const bin = (750 * 1024) / 48_000;
    for (const spectrum of spectra) {
      expect(spectrum.indexOf(Math.max(...spectrum))).toBe(bin);
      expect(spectrum[bin]).toBeCloseTo(1, 3);
    }
  });

  it('makes one spectrum of what is shorter than a window', () => {
    expect(stftPower(new Float32Array(10), { size: 64, hop: 16 }).length).toBe(1);
  });
});
