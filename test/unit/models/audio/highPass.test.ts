import { describe, expect, it } from 'vitest';
import { HighPass } from '../../../../models/audio/highPass.ts';

const sampleRate = 44_100;

/** One second of a sine, or of direct current at 0 Hz. */
function tone(frequency: number): Float32Array {
  return Float32Array.from({ length: sampleRate }, (_, i) =>
    frequency === 0 ? 0.5 : Math.sin((2 * Math.PI * frequency * i) / sampleRate),
  );
}

/** Level of the second half in dB against what went in. */
function gainAt(frequency: number): number {
  const left = tone(frequency);
  const right = new Float32Array(left.length);
  new HighPass(16, sampleRate).process(left, right);
  expect(right.every((sample) => sample === 0)).toBe(true);
  const energy = (samples: Float32Array): number =>
    samples.slice(sampleRate / 2).reduce((sum, sample) => sum + sample * sample, 0);
  return 10 * Math.log10(energy(left) / energy(tone(frequency)));
}

describe('HighPass', () => {
  it('takes direct current and rumble away and leaves the lowest note of a piano', () => {
    expect(gainAt(0)).toBeLessThan(-80);
    expect(gainAt(4)).toBeLessThan(-23);
    expect(gainAt(16)).toBeCloseTo(-3, 0);
    expect(gainAt(27.5)).toBeGreaterThan(-0.6);
    expect(gainAt(1000)).toBeCloseTo(0, 2);
  });

  it('filters each channel as if it were alone, whatever the length of the blocks', () => {
    const [left, right] = [tone(30), tone(440)];
    new HighPass(16, sampleRate).process(left, right);
    const swapped = [tone(440), tone(30)] as const;
    const filter = new HighPass(16, sampleRate);
    for (let from = 0, size = 1; from < sampleRate; from += size, size = (size * 7) % 1000) {
      filter.process(swapped[0].subarray(from, from + size), swapped[1].subarray(from, from + size));
    }
    expect(swapped[0]).toEqual(right);
    expect(swapped[1]).toEqual(left);
  });
});
