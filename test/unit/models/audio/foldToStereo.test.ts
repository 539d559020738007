import { describe, expect, it } from 'vitest';
import { foldToStereo } from '../../../../models/audio/foldToStereo.ts';

/** Channels of one sample each. */
function fold(...samples: number[]): number[] {
  return foldToStereo(samples.map((sample) => Float32Array.of(sample))).map(([sample]) => sample!);
}

describe('foldToStereo', () => {
  it('plays one channel on both sides and leaves two alone', () => {
    expect(fold(0.5)).toEqual([0.5, 0.5]);
    expect(fold(0.5, -0.25)).toEqual([0.5, -0.25]);
  });

  it('brings centre and surround in 3 dB down and leaves the effects out', () => {
    expect(fold(0, 0, 1, 0, 0, 0)).toEqual([expect.closeTo(0.7071, 4), expect.closeTo(0.7071, 4)]);
    expect(fold(0, 0, 0, 1, 0, 0)).toEqual([0, 0]);
    expect(fold(0, 0, 0, 0, 1, 0, 0, 0)).toEqual([expect.closeTo(0.7071, 4), 0]);
    expect(fold(0, 0, 0, 0, 0, 0, 0, 1)).toEqual([0, expect.closeTo(0.7071, 4)]);
  });

  it('averages odd and even channels of more than eight', () => {
    const samples = Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? 1 : -0.5));
    expect(fold(...samples)).toEqual([expect.closeTo(1), expect.closeTo(-0.5)]);
  });

  it('puts silence where samples are no numbers', () => {
    expect(fold(NaN, Infinity)).toEqual([0, 0]);
    expect(fold(0.5, 0, NaN)).toEqual([0, 0]);
  });
});
