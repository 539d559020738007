import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodePcmFrame,
  decodePcmHeader,
  encodePcmFrame,
  longestPcmFrame,
  pcmHeaderBytes,
  PcmFrameError,
  sequenceDistance,
} from '../../bridge/protocol/pcmFrame.ts';
import type { PcmFrame } from '../../bridge/protocol/pcmFrame.ts';

const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
const sample = fc.float({ min: -1, max: 1, noNaN: true });
const anyFrame: fc.Arbitrary<PcmFrame> = fc
  .record({
    format: fc.constantFrom('float32', 'int16'),
    isRolling: fc.boolean(),
    sampleRate: fc.constantFrom(44_100, 48_000),
    sequence: uint32,
    time: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    tick: fc.double({ min: 0, max: 1e12, noNaN: true }),
    tempo: fc.float({ min: 1, max: 1000, noNaN: true }),
    bar: fc.integer({ min: 1, max: 0xffff_ffff }),
    beat: fc.float({ min: 1, max: 65, noNaN: true }),
    meter: fc.tuple(fc.integer({ min: 1, max: 64 }), fc.constantFrom(1, 2, 4, 8, 16, 32)),
    samples: fc.array(fc.tuple(sample, sample), { minLength: 1, maxLength: 12 }),
  })
  .map(({ samples, ...header }) => ({
    ...header,
    left: Float32Array.from(samples, ([left]) => left),
    right: Float32Array.from(samples, ([, right]) => right),
  }));

const quiet: PcmFrame = {
  format: 'float32',
  isRolling: true,
  sampleRate: 48_000,
  sequence: 5,
  time: 48_000,
  tick: 960,
  tempo: 120,
  bar: 2,
  beat: 1.5,
  meter: [6, 8],
  left: Float32Array.of(1),
  right: Float32Array.of(-0.5),
};

function fault(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof PcmFrameError) return error.fault;
    throw error;
  }
}

function farthest(found: Float32Array, wanted: Float32Array): number {
  return wanted.reduce(
    (most, one, i) => Math.max(most, Math.abs(one - found[i]!)),
    found.length - wanted.length,
  );
}

describe('a PCM frame', () => {
  it('has the bytes that the table says', () => {
    const hex = Buffer.from(encodePcmFrame(quiet)).toString('hex');
    expect(hex.slice(0, 32)).toBe('4c4d5046' + '01' + '01' + '01' + '02' + '80bb0000' + '05000000');
    expect(hex.slice(32, 80)).toBe('000000000070e740' + '0000000000008e40' + '0000f042' + '02000000');
    expect(hex.slice(80)).toBe('0000c03f' + '0100' + '06' + '08' + '0000803f' + '000000bf');
    const short = Buffer.from(encodePcmFrame({ ...quiet, format: 'int16' }));
    expect(short.subarray(pcmHeaderBytes).toString('hex')).toBe('ff7f' + '01c0');
  });

  it('comes out as it went in, 100,000 times', () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        const { left, right, ...found } = decodePcmFrame(encodePcmFrame(frame));
        const { left: wantedLeft, right: wantedRight, ...wanted } = frame;
        expect(found).toEqual(wanted);
        // int16 rounds by half a step; float32 by nothing.
        const most = frame.format === 'float32' ? 0 : 0.500_01 / 32_767;
        expect(farthest(left, wantedLeft)).toBeLessThanOrEqual(most);
        expect(farthest(right, wantedRight)).toBeLessThanOrEqual(most);
      }),
      { numRuns: 100_000 },
    );
  }, 120_000);

  it('with any bytes changed is read or refused, and what is read is in range, 100,000 times', () => {
    const change = fc.array(fc.tuple(fc.nat(150), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(anyFrame, change, fc.nat(80), (frame, changes, cut) => {
        const bytes = encodePcmFrame(frame);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const broken = cut < 60 ? bytes : bytes.subarray(0, cut);
        fault(() => {
          const { left, right, tempo, beat, tick } = decodePcmFrame(broken);
          expect([...left, ...right].every((one) => Math.abs(one) <= 1)).toBe(true);
          expect([tempo, beat, tick].every(Number.isFinite)).toBe(true);
        });
      }),
      { numRuns: 100_000 },
    );
  }, 120_000);

  it('is not found in garbage', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(fault(() => decodePcmHeader(bytes))).toBeDefined();
      }),
      { numRuns: 20_000 },
    );
  });

  it('is not written with fields that no frame can hold', () => {
    const wrong: [Partial<PcmFrame>, string][] = [
      [{ sampleRate: 96_000 }, 'sampleRate'],
      [{ sequence: -1 }, 'sequence'],
      [{ time: 0.5 }, 'time'],
      [{ tick: NaN }, 'tick'],
      [{ tempo: 0 }, 'tempo'],
      [{ bar: 0 }, 'bar'],
      [{ beat: 0.9 }, 'beat'],
      [{ meter: [4, 3] }, 'meter'],
      [{ left: new Float32Array(), right: new Float32Array() }, 'length'],
      [
        { left: new Float32Array(longestPcmFrame + 1), right: new Float32Array(longestPcmFrame + 1) },
        'length',
      ],
      [{ left: new Float32Array(2) }, 'samples'],
    ];
    for (const [change, name] of wrong)
      expect(fault(() => encodePcmFrame({ ...quiet, ...change }))).toBe(name);
  });

  it('holds loud samples at full scale and turns those that are no numbers into silence', () => {
    const loud = {
      ...quiet,
      left: Float32Array.of(3, NaN, -Infinity),
      right: Float32Array.of(-3, Infinity, 0),
    };
    for (const format of ['float32', 'int16'] as const) {
      const { left, right } = decodePcmFrame(encodePcmFrame({ ...loud, format }));
      expect([...left, ...right]).toEqual([1, 0, -1, -1, 1, 0]);
    }
  });

  it('is counted across the turn of its sequence', () => {
    expect(sequenceDistance(0xffff_ffff, 1)).toBe(2);
    expect(sequenceDistance(1, 0xffff_ffff)).toBe(-2);
  });
});
