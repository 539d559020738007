import { describe, expect, it } from 'vitest';
import { longestReverbBlock, Reverb } from '../../../../models/rendering/reverb.ts';
import { styleSpaces } from '../../../../models/rendering/space.ts';
import { noise } from '../audio/testSignals.ts';
import type { Space } from '../../../../models/rendering/space.ts';

const rate = 44_100;

/** What a space answers to a mono input. */
function answer(space: Space, input: Float32Array, seconds: number): [Float32Array, Float32Array] {
  const reverb = new Reverb(space, rate);
  const frames = Math.ceil((seconds * rate) / longestReverbBlock) * longestReverbBlock;
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  const block = new Float32Array(longestReverbBlock);
  for (let at = 0; at < frames; at += longestReverbBlock) {
    block.fill(0);
    block.set(input.subarray(at, at + longestReverbBlock));
    reverb.process(block, left, right, at, longestReverbBlock);
  }
  return [left, right];
}

function energy(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0);
}

/** Seconds in which the energy that is left falls from −8 to −38 dB, doubled (ISO 3382-1, backward integration). */
function decayOf(samples: Float32Array): number {
  const whole = energy(samples);
  let left = whole;
  let start = 0;
  for (let i = 0; i < samples.length; i++) {
    left -= samples[i]! ** 2;
    if (start === 0 && left < whole * 10 ** -0.8) start = i;
    if (left < whole * 10 ** -3.8) return (2 * (i - start)) / rate;
  }
  return Infinity;
}

describe.each(Object.entries(styleSpaces))('the space of %s', (_, space) => {
  const [left, right] = answer(space, Float32Array.of(1), space.decay * 1.5 + 0.5);

  it('has the energy that it asks for, evenly left and right', () => {
    expect(10 * Math.log10(energy(left) + energy(right))).toBeCloseTo(space.level, 0);
    expect(Math.abs(10 * Math.log10(energy(left) / energy(right)))).toBeLessThan(0.5);
  });

  it('decays as it says: between the bright and the low decay over the whole spectrum', () => {
    const decay = decayOf(left);
    expect(decay).toBeGreaterThan(space.brightDecay * 0.6);
    expect(decay).toBeLessThan(space.decay * 1.1);
  });

  it('differs left from right, so that it is wide', () => {
    const product = left.reduce((sum, sample, i) => sum + sample * right[i]!, 0);
    expect(Math.abs(product) / Math.sqrt(energy(left) * energy(right))).toBeLessThan(0.3);
  });
});

describe('Reverb', () => {
  it('is linear: the answer to a sum is the sum of the answers', () => {
    const first = Float32Array.from({ length: 4000 }, noise(0.5, 1));
    const second = Float32Array.from({ length: 4000 }, noise(0.5, 2));
    const both = first.map((sample, i) => sample + second[i]!);
    const [a] = answer(styleSpaces.cinematic, first, 0.5);
    const [b] = answer(styleSpaces.cinematic, second, 0.5);
    const [sum] = answer(styleSpaces.cinematic, both, 0.5);
    sum.forEach((sample, i) => {
      expect(Math.abs(sample - a[i]! - b[i]!)).toBeLessThan(1e-5);
    });
  });

  it('ends: silent again after its tail, and as new', () => {
    const space = styleSpaces.folk;
    const reverb = new Reverb(space, rate);
    const left = new Float32Array(longestReverbBlock);
    const input = new Float32Array(longestReverbBlock);
    expect(reverb.isSilent).toBe(true);
    input[0] = 1;
    reverb.process(input, left, left, 0, longestReverbBlock);
    expect(reverb.isSilent).toBe(false);
    input[0] = 0;
    for (let i = 0; i < 3 * rate; i += longestReverbBlock) {
      left.fill(0);
      reverb.process(input, left, left, 0, longestReverbBlock);
    }
    expect(reverb.isSilent).toBe(true);
    expect(energy(left)).toBe(0);
  });
});
