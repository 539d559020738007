import { describe, expect, it } from 'vitest';
import { kWeightingFilters, LoudnessMeter } from '../../../../models/audio/loudness.ts';
import { TruePeakMeter } from '../../../../models/audio/truePeak.ts';
import { ffmpegLoudness, hasFfmpeg, noise, signal, sine } from './testSignals.ts';

function loudnessOf(
  [left, right]: [Float32Array, Float32Array],
  sampleRate: number,
  block = 1000,
): LoudnessMeter {
  const meter = new LoudnessMeter(sampleRate);
  for (let i = 0; i < left.length; i += block)
    meter.process(left, right, i, Math.min(block, left.length - i));
  return meter;
}

describe('K-weighting', () => {
  it('has the coefficients that BS.1770-4 prints for 48 kHz', () => {
    const { shelf, highPass } = kWeightingFilters(48_000);
    expect(shelf.b0).toBeCloseTo(1.53512485958697, 9);
    expect(shelf.b1).toBeCloseTo(-2.69169618940638, 9);
    expect(shelf.b2).toBeCloseTo(1.19839281085285, 9);
    expect(shelf.a1).toBeCloseTo(-1.69065929318241, 9);
    expect(shelf.a2).toBeCloseTo(0.73248077421585, 9);
    expect(highPass.a1).toBeCloseTo(-1.99004745483398, 9);
    expect(highPass.a2).toBeCloseTo(0.99007225036621, 9);
  });
});

describe('LoudnessMeter', () => {
  it.each([44_100, 48_000])(
    'reads a stereo 1 kHz sine at −23 dBFS as −23 LUFS at %i Hz (EBU Tech 3341, 1)',
    (rate) => {
      const tone = signal(rate, 20, sine(1000, 10 ** (-23 / 20)));
      expect(loudnessOf(tone, rate).integrated).toBeCloseTo(-23, 1);
    },
  );

  it('gates what is 10 LU below (EBU Tech 3341, 3)', () => {
    const level = (time: number): number => (time < 10 || time >= 70 ? -36 : -23);
    const tone = signal(48_000, 80, (time) => sine(1000, 10 ** (level(time) / 20))(time));
    expect(loudnessOf(tone, 48_000).integrated).toBeCloseTo(-23, 1);
  });

  it('does not depend on the length of the blocks', () => {
    const sound = signal(44_100, 2, noise(0.3));
    const whole = loudnessOf(sound, 44_100, sound[0].length).integrated;
    expect(loudnessOf(sound, 44_100, 7).integrated).toBeCloseTo(whole, 12);
  });

  it('is −Infinity for silence and for less than a block', () => {
    expect(
      loudnessOf(
        signal(44_100, 3, () => 0),
        44_100,
      ).integrated,
    ).toBe(-Infinity);
    expect(loudnessOf(signal(44_100, 0.3, sine(440, 1)), 44_100).integrated).toBe(-Infinity);
    expect(new LoudnessMeter(44_100).maxShortTerm).toBe(-Infinity);
  });
});

describe.skipIf(!hasFfmpeg)('against ffmpeg ebur128', () => {
  const swell = (time: number): number => 0.05 + 0.4 * Math.sin(time / 2) ** 2;
  const hiss = noise(1);
  const cases: [string, (time: number, channel: number) => number][] = [
    [
      'a swelling chord',
      (t, c) => swell(t) * (sine(220, 0.5)(t) + sine(331, 0.3)(t) + sine(2310, 0.1, c)(t)),
    ],
    ['noise', () => 0.2 * hiss()],
    ['noise that swells', (t) => swell(t) * hiss()],
    ['a bass note', sine(55, 0.7)],
    [
      'bright sines between samples',
      (t, c) => Math.sin((Math.PI * t) / 8) * sine(10_000, 0.6, Math.PI / 4 + c)(t),
    ],
    ['clicks', (t) => (t % 0.5 < 0.002 ? hiss() : 0)],
    ['one channel only', (t, c) => (c === 0 ? sine(500, 0.4)(t) : 0)],
  ];
  const rates = [44_100, 48_000];
  it.each(cases.flatMap((one) => rates.map((rate) => [...one, rate] as const)))(
    'agrees on %s',
    (_, value, rate) => {
      const sound = signal(rate, 8, value);
      const judge = ffmpegLoudness(sound, rate);
      const meter = loudnessOf(sound, rate);
      const peak = new TruePeakMeter();
      peak.process(...sound);
      peak.end();
      expect(Math.abs(meter.integrated - judge.integrated)).toBeLessThan(0.1);
      expect(Math.abs(meter.maxShortTerm - judge.maxShortTerm)).toBeLessThan(0.15);
      expect(Math.abs(peak.decibels - judge.truePeak)).toBeLessThan(0.2);
    },
  );
});
