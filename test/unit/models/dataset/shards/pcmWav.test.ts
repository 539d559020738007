import { describe, expect, it } from 'vitest';
import { decodeWav } from '../../../../../models/conditions/decodeWav.ts';
import { encodeMonoWav } from '../../../../../models/dataset/shards/pcmWav.ts';

describe('encodeMonoWav', () => {
  it('is read back as it was written, to half a step of 16 bit', () => {
    const samples = Float32Array.from({ length: 4000 }, (_, i) => 0.9 * Math.sin(i / 7));
    const read = decodeWav(encodeMonoWav(samples, 32_000), 'clip');
    expect(read.sampleRate).toBe(32_000);
    expect(read.channels).toBe(1);
    const [left] = read.stereo;
    expect(Math.max(...left.map((sample, i) => Math.abs(sample - samples[i]!)))).toBeLessThan(1 / 65_000);
  });

  it('holds what is beyond full scale, and makes silence of what is no number', () => {
    const bytes = encodeMonoWav(Float32Array.of(2, -2, NaN, 1), 32_000);
    expect([0, 1, 2, 3].map((i) => bytes.readInt16LE(44 + 2 * i))).toEqual([32_767, -32_768, 0, 32_767]);
  });
});
