import { describe, expect, it } from 'vitest';
import { SampleRing } from '../../../../bridge/websocket/monitor/sampleRing.ts';

const lengths = { lead: 1024, most: 4096 };

function ramp(from: number, length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => (from + i) / 100_000);
}

function read(ring: SampleRing, length: number): Float32Array {
  const [left, right] = [new Float32Array(length), new Float32Array(length)];
  ring.read(left, right);
  expect(right).toEqual(left);
  return left;
}

function write(ring: SampleRing, from: number, length: number): void {
  ring.write(ramp(from, length), ramp(from, length));
}

describe('the ring of the monitor page', () => {
  it('waits for its lead, fades in, then plays every sample in order', () => {
    const ring = new SampleRing(lengths);
    write(ring, 0, 512);
    expect(read(ring, 128).every((one) => one === 0)).toBe(true);
    write(ring, 512, 512);
    read(ring, 128);
    for (let at = 128; at < 20_000; at += 128) {
      write(ring, at + 896, 128);
      expect(read(ring, 128)).toEqual(ramp(at, 128));
    }
    expect(ring.counts).toMatchObject({ dry: 0, skipped: 0 });
  });

  it('runs dry without a click, and waits for its lead again', () => {
    const ring = new SampleRing(lengths);
    ring.write(new Float32Array(1024).fill(0.5), new Float32Array(1024).fill(0.5));
    const heard = read(ring, 2048);
    const steps = heard.map((one, i) => Math.abs(one - (heard[i - 1] ?? 0)));
    expect(Math.max(...steps)).toBeLessThan(0.02);
    expect(heard.at(-1)).toBeLessThan(1e-6);
    expect(ring.counts).toMatchObject({ buffered: 0, dry: 1 });
    write(ring, 0, 512);
    expect(ring.counts.buffered).toBe(512);
    read(ring, 128);
    expect(ring.counts.buffered).toBe(512);
  });

  it('goes on with the newest when too much piles up', () => {
    const ring = new SampleRing(lengths);
    for (let at = 0; at < 8192; at += 1024) write(ring, at, 1024);
    expect(ring.counts).toMatchObject({ buffered: 4096, skipped: 4096 });
    read(ring, 128);
    expect(read(ring, 128)).toEqual(ramp(4096 + 128, 128));
  });

  it('holds what it may hold, whatever is written', () => {
    const ring = new SampleRing(lengths);
    for (const length of [0, 1, 4096, 10_000, 777]) {
      write(ring, 0, length);
      expect(ring.counts.buffered).toBeLessThanOrEqual(lengths.most);
    }
  });
});
