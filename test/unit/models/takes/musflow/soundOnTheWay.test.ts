import { describe, expect, it } from 'vitest';
import { resample } from '../../../../../models/audio/resample.ts';
import { resampledLoop, SoundOnTheWay } from '../../../../../models/takes/musflow/soundOnTheWay.ts';
import { seededRandom } from '../../../../../bridge/protocol/seededRandom.ts';

const random = seededRandom(4);
const samples = Float32Array.from({ length: 12_800 }, () => random.next() - 0.5);

describe('sound on its way', () => {
  it.each([44_100, 48_000])(
    'is at %d Hz what it is when resampled at once, exactly as long, and fades',
    (to) => {
      const frames = Math.round(0.39 * to);
      const blocks: { frame: number; left: Float32Array }[] = [];
      const way = new SoundOnTheWay(samples.length, {
        ...{ from: 32_000, to, frames, fade: 100 },
        onMix: ({ frame, left }) => void blocks.push({ frame, left }),
      });
      for (const [from, end] of [
        [0, 1280],
        [1280, 5000],
        [5000, 12_800],
      ] as const) {
        way.add(samples.subarray(from, end));
      }
      const whole = resample(samples, 32_000, to);
      expect(way.mono).toHaveLength(frames);
      const inside = way.mono.subarray(0, frames - 100);
      expect(inside.every((value, i) => Math.abs(value - whole[i]!) < 1e-6)).toBe(true);
      expect(way.mono.at(-1)).toBe(0);
      expect(blocks.length).toBeGreaterThan(1);
      expect(
        blocks.every(
          ({ frame }, i) => frame === blocks.slice(0, i).reduce((sum, one) => sum + one.left.length, 0),
        ),
      ).toBe(true);
      expect(Float32Array.from(blocks.flatMap(({ left }) => [...left]))).toEqual(way.mono);
    },
  );

  it('of a loop has the asked length and goes over into itself', () => {
    const turn = Float32Array.from({ length: 32_000 }, (_, i) => Math.sin((2 * Math.PI * 50 * i) / 32_000));
    const loop = resampledLoop(turn, 44_107);
    expect(loop).toHaveLength(44_107);
    // Fifty periods in one turn: the end meets the beginning.
    const off = Array.from({ length: 44_107 }, (_, i) =>
      Math.abs(loop[i]! - Math.sin((2 * Math.PI * 50 * i) / 44_107)),
    );
    expect(off.reduce((most, value) => Math.max(most, value), 0)).toBeLessThan(0.02);
  });
});
