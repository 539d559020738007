import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyCurve, curveStep, limiterCurve } from '../../../../models/audio/limiter.ts';
import { TruePeakMeter } from '../../../../models/audio/truePeak.ts';
import { noise, signal } from './testSignals.ts';

const sampleRate = 44_100;
const ceiling = 0.88;

function peaksOf(sound: [Float32Array, Float32Array]): Float32Array {
  const peaks = new Float32Array(Math.ceil(sound[0].length / curveStep));
  new TruePeakMeter().stepPeaks(sound, sound[0].length, curveStep, 0, peaks, 0);
  return peaks;
}

describe('limiterCurve', () => {
  it('is 1 where nothing is above the ceiling', () => {
    const curve = limiterCurve(new Float32Array(100).fill(0.5), { sampleRate, ceiling, gain: 1 });
    expect(curve).toEqual(new Float32Array(101).fill(1));
  });

  it('keeps every step below the ceiling, on both of its ends', () => {
    const peaks = fc.array(fc.float({ min: 0, max: 4, noNaN: true }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(peaks, fc.float({ min: Math.fround(0.1), max: 4, noNaN: true }), (values, gain) => {
        const curve = limiterCurve(Float32Array.from(values), { sampleRate, ceiling, gain });
        values.forEach((peak, i) => {
          const highest = gain * peak * Math.max(curve[i]!, curve[i + 1]!);
          expect(highest).toBeLessThanOrEqual(Math.max(ceiling, gain * peak * 0) * 1.000_01 + 1e-6);
        });
      }),
    );
  });

  it('begins to fall before a peak and returns slowly after it', () => {
    const peaks = new Float32Array(600).fill(0.1);
    peaks[100] = 1.76;
    const curve = limiterCurve(peaks, { sampleRate, ceiling, gain: 1 });
    expect(curve[100]).toBeCloseTo(0.5, 2);
    expect(curve[96]).toBeLessThan(0.95);
    expect(curve[90]).toBe(1);
    expect(curve[150]).toBeLessThan(0.7);
    expect(curve[599]).toBeGreaterThan(0.96);
  });

  it.each([44_100, 48_000])('brings noise with bursts below the ceiling, true peak, at %i Hz', (rate) => {
    const hiss = noise(1);
    const sound = signal(rate, 2, (time) => (time % 0.3 < 0.02 ? 3 : 0.3) * hiss());
    const curve = limiterCurve(peaksOf(sound), { sampleRate: rate, ceiling, gain: 1 });
    applyCurve(sound, sound[0].length, 0, curve, 1);
    const meter = new TruePeakMeter();
    meter.process(...sound);
    expect(10 ** (meter.decibels / 20)).toBeLessThan(ceiling * 1.012);
  });
});

describe('applyCurve', () => {
  it('does the same to a sound in blocks as to the whole', () => {
    const curve = Float32Array.from({ length: 40 }, (_, i) => 1 / (1 + (i % 7)));
    const whole = signal(sampleRate, 0.02, noise(1));
    const left = whole[0].slice();
    applyCurve(whole, left.length, 0, curve, 2);
    for (let at = 0; at < left.length; at += 101) {
      const block = left.subarray(at, at + 101);
      applyCurve([block, block.slice()], block.length, at, curve, 2);
    }
    expect(left).toEqual(whole[0]);
  });
});
