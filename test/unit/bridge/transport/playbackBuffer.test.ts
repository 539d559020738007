import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PlaybackBuffer } from '../../../../bridge/transport/playbackBuffer.ts';
import type { AudioBlock } from '../../../../bridge/transport/audioBlock.ts';

/** A block whose samples say which frame they are. */
function numbered(time: number, length: number): AudioBlock {
  const left = Float32Array.from({ length }, (_, i) => time + i + 1);
  return { time, sampleRate: 48_000, left, right: left.map((sample) => -sample) };
}

it('gives out what was written, across the end of its ring, whatever the sizes', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(sizes, sizes, (writes, reads) => {
      const buffer = new PlaybackBuffer(48_000, 1000);
      let [written, read] = [0, 0];
      for (let i = 0; i < Math.max(writes.length, reads.length); i++) {
        if (buffer.write(numbered(written, writes[i] ?? 1))) written += writes[i] ?? 1;
        const block = buffer.read(Math.min(reads[i] ?? 1, buffer.filled));
        block.left.forEach((sample, at) => {
          expect(sample).toBe(read + at + 1);
        });
        read += block.left.length;
      }
      expect(buffer.missing).toBe(0);
    }),
    { numRuns: 100 },
  );
});

it('is silent and counts where nothing came, and goes on in time', () => {
  const buffer = new PlaybackBuffer(48_000, 100);
  buffer.write(numbered(0, 4));
  expect([...buffer.read(8).left]).toEqual([1, 2, 3, 4, 0, 0, 0, 0]);
  expect(buffer.missing).toBe(4);
  buffer.write(numbered(6, 4));
  expect([...buffer.read(2).left]).toEqual([9, 10]);
});

it('fills gaps with silence, replaces, truncates, and refuses what does not fit', () => {
  const buffer = new PlaybackBuffer(48_000, 10);
  expect(buffer.write(numbered(2, 2))).toBe(true);
  expect(buffer.write(numbered(0, 1))).toBe(true);
  expect(buffer.write(numbered(5, 6))).toBe(false);
  expect(buffer.filled).toBe(4);
  buffer.truncate(3);
  expect(buffer.filled).toBe(3);
  expect([...buffer.read(4).left]).toEqual([1, 0, 3, 0]);
  expect(() => buffer.write({ ...numbered(4, 1), sampleRate: 44_100 })).toThrow(RangeError);
});
