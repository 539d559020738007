import { describe, expect, it } from 'vitest';
import { melSpectrogram } from '../../../../models/perception/melSpectrogram.ts';
import { countOnsets, onsetEnvelope } from '../../../../models/perception/onsetEnvelope.ts';
import { estimateTempo } from '../../../../models/perception/tempoEstimate.ts';
import { chords, clicks, sound } from './testSounds.ts';
import { seededRandom } from './seededNoise.ts';

function envelopeOf(samples: Float32Array): Float64Array {
  return onsetEnvelope(melSpectrogram(samples));
}

describe('estimateTempo', () => {
  it.each([71, 72.5, 84, 97, 110, 123.4, 138])('hears clicks at %f BPM', (tempo) => {
    const found = estimateTempo(envelopeOf(clicks(tempo, 20)))!;
    expect(Math.abs(found.value / tempo - 1)).toBeLessThan(0.004);
    expect(found.confidence).toBeGreaterThan(0.4);
  });

  it('finds very slow and very fast clicks at an octave that people tap', () => {
    for (const tempo of [42, 58, 156, 200, 240]) {
      const { value } = estimateTempo(envelopeOf(clicks(tempo, 24)))!;
      const octaves = Math.log2(value / tempo);
      expect(Math.abs(octaves - Math.round(octaves))).toBeLessThan(0.01);
      expect(Math.abs(octaves)).toBeLessThan(1.01);
    }
  });

  it('lets what is known of the pace choose between octaves', () => {
    const between = clicks(142, 20);
    const envelope = envelopeOf(clicks(71, 20).map((value, i) => value + (between[i] ?? 0) / 3));
    const slow = estimateTempo(envelope, -1)!.value;
    const fast = estimateTempo(envelope, 1)!.value;
    expect([Math.round(slow), Math.round(fast)]).toEqual([71, 142]);
  });

  it('hears none in noise, in a held tone, or in less than four seconds', () => {
    const random = seededRandom(3);
    const noise = estimateTempo(envelopeOf(sound(20, () => 0.3 * (2 * random() - 1))));
    expect(noise?.confidence ?? 0).toBeLessThan(0.35);
    expect(estimateTempo(envelopeOf(sound(20, (t) => 0.3 * Math.sin(2760 * t))))).toBeUndefined();
    expect(estimateTempo(envelopeOf(clicks(120, 3)))).toBeUndefined();
  });

  it('does not depend on how loud the recording is', () => {
    const loud = clicks(97, 12);
    const soft = estimateTempo(envelopeOf(loud.map((value) => value / 8)))!;
    expect(Math.abs(soft.value / 97 - 1)).toBeLessThan(0.006);
  });
});

describe('countOnsets', () => {
  it('counts clicks and chords, and nothing in silence', () => {
    expect(Math.abs(countOnsets(envelopeOf(clicks(120, 10))) - 20)).toBeLessThanOrEqual(1);
    const sequence = Array.from({ length: 10 }, (_, i) => [60 + i, 64 + i]);
    expect(Math.abs(countOnsets(envelopeOf(chords(sequence))) - 10)).toBeLessThanOrEqual(1);
    expect(countOnsets(envelopeOf(new Float32Array(32_000)))).toBe(0);
  });
});
