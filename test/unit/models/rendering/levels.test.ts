import { describe, expect, it } from 'vitest';
import { applyCurve, curveStep } from '../../../../models/audio/limiter.ts';
import { KWeighting, LoudnessMeter } from '../../../../models/audio/loudness.ts';
import { TruePeakMeter } from '../../../../models/audio/truePeak.ts';
import { peakFloor, solveLevels, unlimitedGain } from '../../../../models/rendering/levels.ts';
import { noise, signal, sine } from '../audio/testSignals.ts';
import type { MixEnergy } from '../../../../models/rendering/levels.ts';

const sampleRate = 48_000;
type Sound = [Float32Array, Float32Array];

function measure(sound: Sound): { mix: MixEnergy; peaks: Float32Array } {
  const steps = Math.ceil(sound[0].length / curveStep);
  const weighting = new KWeighting(sampleRate);
  const energies = Float64Array.from({ length: steps }, (_, i) =>
    weighting.energy(...sound, i * curveStep, Math.min(curveStep, sound[0].length - i * curveStep)),
  );
  const peak = sound[0].reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const mix = { sampleRate, energies, peak };
  const peaks = new Float32Array(steps);
  new TruePeakMeter().stepPeaks(sound, sound[0].length, curveStep, peakFloor(unlimitedGain(mix)), peaks, 0);
  return { mix, peaks };
}

function levelled(sound: Sound): { loudness: number; truePeak: number; least: number } {
  const { mix, peaks } = measure(sound);
  const { gain, curve } = solveLevels(mix, peaks);
  applyCurve(sound, sound[0].length, 0, curve, gain);
  const loudness = new LoudnessMeter(sampleRate);
  loudness.process(...sound);
  const truePeak = new TruePeakMeter();
  truePeak.process(...sound);
  return { loudness: loudness.integrated, truePeak: truePeak.decibels, least: Math.min(...curve) };
}

describe('solveLevels', () => {
  const hiss = noise(1);
  const cases: [string, (time: number) => number][] = [
    ['a loud tone', sine(500, 0.9)],
    ['a tone at −75 dBFS, below the gate', sine(500, 10 ** (-75 / 20))],
    ['dense noise', () => 0.1 * hiss()],
    ['plucks: sharp, then soft', (t) => Math.exp(-(t % 0.5) * 8) * sine(330, 1)(t)],
    ['a single second in eight of silence', (t) => (t < 1 ? sine(440, 0.2)(t) : 0)],
    ['drums', (t) => Math.exp(-(t % 0.5) * 60) * hiss()],
  ];
  it.each(cases)('brings %s to −16 LUFS below −1 dBTP', (_, value) => {
    const { loudness, truePeak } = levelled(signal(sampleRate, 8, value));
    expect(Math.abs(loudness + 16)).toBeLessThan(0.5);
    expect(truePeak).toBeLessThanOrEqual(-1);
  });

  it('does not limit what fits', () => {
    expect(levelled(signal(sampleRate, 4, sine(440, 0.01))).least).toBe(1);
  });

  it('leaves clicks in silence quieter rather than crushing them', () => {
    const { truePeak, loudness } = levelled(signal(sampleRate, 8, (t) => (t % 2 < 0.0005 ? 0.5 : 0)));
    expect(truePeak).toBeLessThanOrEqual(-1);
    expect(loudness).toBeGreaterThan(-70);
  });

  it('keeps silence silent, and a blip without loudness below the ceiling', () => {
    const silence = measure(signal(sampleRate, 2, () => 0));
    expect(solveLevels(silence.mix, silence.peaks).gain).toBe(1);
    const blip = signal(sampleRate, 0.2, sine(440, 0.01));
    const { mix, peaks } = measure(blip);
    const { gain } = solveLevels(mix, peaks);
    expect(gain * 0.01).toBeCloseTo(10 ** (-1.1 / 20), 2);
  });
});
