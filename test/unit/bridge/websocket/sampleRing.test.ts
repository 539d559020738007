import { describe, expect, it } from 'vitest';
import { SampleRing, mostCorrection } from '../../../../bridge/websocket/monitor/sampleRing.ts';

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

/** As `soundPlayer.ts` makes it at 48 kHz. */
const played = { lead: 5760, most: 28_800 };
const sampleRate = 48_000;
const burst = 512;
const call = 128;

/** A sine whose period fits into a burst: every burst is the same. */
const cycles = 11;
const sine = Float32Array.from(
  { length: burst },
  (_, i) => 0.5 * Math.sin((2 * Math.PI * cycles * i) / burst),
);

interface Hour {
  ring: SampleRing;
  /** Of what was buffered, in the second half. */
  least: number;
  most: number;
  /** The last. */
  heard: Float32Array;
}

/** Plays on a device that is faster than the bridge by parts of a million. */
function play(partsPerMillion: number, seconds: number): Hour {
  const ring = new SampleRing(played);
  const [left, right] = [new Float32Array(call), new Float32Array(call)];
  const heard = new Float32Array(4096);
  const frames = seconds * sampleRate * (1 + partsPerMillion / 1e6);
  const hour: Hour = { ring, least: Infinity, most: 0, heard };
  let sent = 0;
  for (let at = 0; at < frames; at += call) {
    // Bursts come two at a time, as from a network that is not regular.
    for (; sent + 2 * burst <= at / (1 + partsPerMillion / 1e6); sent += 2 * burst) {
      ring.write(sine, sine);
      ring.write(sine, sine);
    }
    ring.read(left, right);
    const { buffered } = ring.counts;
    if (at > frames / 2) hour.least = Math.min(hour.least, buffered);
    if (at > frames / 2) hour.most = Math.max(hour.most, buffered);
    if (at >= frames - heard.length) heard.copyWithin(0, call);
    if (at >= frames - heard.length) heard.set(left, heard.length - call);
  }
  return hour;
}

/** Decibels between a sine at a number of cycles a frame and all else: harmonics, noise, steps. */
function purity(samples: Float32Array, cyclesPerFrame: number): number {
  let [sum, ss, cc, sc, xs, xc] = [0, 0, 0, 0, 0, 0];
  samples.forEach((x, i) => {
    const [s, c] = [Math.sin(2 * Math.PI * cyclesPerFrame * i), Math.cos(2 * Math.PI * cyclesPerFrame * i)];
    sum += x * x;
    ss += s * s;
    cc += c * c;
    sc += s * c;
    xs += x * s;
    xc += x * c;
  });
  const determinant = ss * cc - sc * sc;
  const a = (xs * cc - xc * sc) / determinant;
  const b = (xc * ss - xs * sc) / determinant;
  const fitted = a * xs + b * xc;
  return 10 * Math.log10(fitted / (sum - fitted));
}

describe('the ring beside a sound device with another clock', () => {
  it.each([-300, -100, 100, 300])(
    'plays an hour at %i ppm, never dry, nothing skipped',
    (partsPerMillion) => {
      const { ring, least, most, heard } = play(partsPerMillion, 3600);
      const { dry, skipped, correction } = ring.counts;
      expect({ dry, skipped }).toEqual({ dry: 0, skipped: 0 });
      expect(Math.abs(correction * 1e6 + partsPerMillion)).toBeLessThan(100);
      expect(least).toBeGreaterThan(played.lead - 2048);
      expect(most).toBeLessThan(played.lead + 2048);
      const db = purity(heard, (cycles / burst) * (1 + correction));
      expect(db).toBeGreaterThan(78);
    },
    120_000,
  );

  it('gives what it was given, bit by bit, where the clocks agree', () => {
    const { ring, heard } = play(0, 60);
    expect(ring.counts).toMatchObject({ dry: 0, skipped: 0, correction: 0 });
    const from = sine.indexOf(heard[0] as number);
    expect(heard.every((one, i) => one === sine[(from + i) % burst])).toBe(true);
  });

  it('never corrects so much that it is heard, and takes what piled up back to its lead', () => {
    const ring = new SampleRing(played);
    const silence = new Float32Array(call);
    ring.write(new Float32Array(28_000), new Float32Array(28_000));
    let most = 0;
    for (let at = 0; at < 300 * sampleRate; at += call) {
      ring.read(silence, silence);
      ring.write(silence, silence);
      most = Math.max(most, Math.abs(ring.counts.correction));
    }
    expect(most).toBe(mostCorrection);
    expect(Math.abs(ring.counts.buffered - played.lead)).toBeLessThan(played.lead / 8);
    expect(ring.counts).toMatchObject({ dry: 0, skipped: 0 });
  });
});
