import { describe, expect, it } from 'vitest';
import { melFilters } from '../../../../models/perception/melFilters.ts';
import { melShape, melSpectrogram } from '../../../../models/perception/melSpectrogram.ts';
import { soundBrightness } from '../../../../models/perception/soundBrightness.ts';
import { sound } from './testSounds.ts';

describe('melFilters', () => {
  it('are triangles of unit area, the lowest narrowest', () => {
    const filters = melFilters(melShape);
    expect(filters).toHaveLength(96);
    const binHertz = melShape.sampleRate / melShape.size;
    // Wide triangles are sampled finely enough for their area to come out.
    for (const { weights } of filters.slice(70)) {
      expect(weights.reduce((sum, weight) => sum + weight, 0) * binHertz).toBeCloseTo(1, 1);
    }
    expect(filters[95]!.weights.length).toBeGreaterThan(filters[10]!.weights.length);
    expect(filters.every(({ weights }) => weights.every((weight) => weight > 0))).toBe(true);
  });
});

describe('melSpectrogram', () => {
  it('has a frame every 16 ms and one more', () => {
    expect(melSpectrogram(new Float32Array(16_000)).frames).toBe(63);
    expect(melSpectrogram(new Float32Array(257)).frames).toBe(2);
    expect(() => melSpectrogram(new Float32Array(256))).toThrow(RangeError);
  });

  it('is 0 in silence and highest in the band of a tone', () => {
    expect(melSpectrogram(new Float32Array(8000)).data.every((level) => level === 0)).toBe(true);
    const { data, bands } = melSpectrogram(sound(1, (time) => 0.5 * Math.sin(2 * Math.PI * 1000 * time)));
    const row = data.subarray(30 * bands, 31 * bands);
    // 1 kHz is 15 mel of 45.2, a third of 97 steps.
    expect(row.indexOf(Math.max(...row))).toBe(31);
  });
});

describe('soundBrightness', () => {
  const tone = (frequency: number): number =>
    soundBrightness(melSpectrogram(sound(1, (time) => 0.3 * Math.sin(2 * Math.PI * frequency * time))));

  it('grows with frequency, within 0…1', () => {
    const values = [60, 250, 500, 1000, 2000, 6000].map(tone);
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect([values[0], values[5]]).toEqual([0, 1]);
    expect(soundBrightness(melSpectrogram(new Float32Array(1000)))).toBe(0);
  });
});
