import { readFileSync } from 'node:fs';
import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../bridge/protocol/crc32.ts';
import {
  encodeStreamFrame,
  headerBytes,
  longestPayload,
  StreamFrameDecoder,
  StreamFrameError,
} from '../../bridge/protocol/streamFrame.ts';
import * as payload from '../../bridge/protocol/streamPayload.ts';
import type { StreamFrame } from '../../bridge/protocol/streamFrame.ts';

const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
const time = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const anyFrame: fc.Arbitrary<StreamFrame> = fc
  .constantFrom('token', 'welcome', 'begin', 'audio', 'notes', 'end')
  .chain((type) => {
    const unit = { token: 32, welcome: 0, begin: 1, audio: 8, notes: 12, end: 1 }[type];
    const count = type === 'token' ? fc.constant(1) : fc.integer({ min: 0, max: 20 });
    const bytes = count.chain((n) => fc.uint8Array({ minLength: n * unit, maxLength: n * unit }));
    return fc.record({ type: fc.constant(type), job: uint32, sequence: uint32, time, payload: bytes });
  });

/** Cuts bytes into pieces of at most so many. */
function pieces(bytes: Uint8Array, size: number): Uint8Array[] {
  const all: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) all.push(bytes.subarray(at, at + size));
  return all;
}

/** What something returns or throws. */
function outcome(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

function isEmptyOrRefused(found: unknown): boolean {
  return found instanceof StreamFrameError || (Array.isArray(found) && found.length === 0);
}

describe('frames', () => {
  it('have the bytes that the table says', () => {
    const frame = encodeStreamFrame({
      type: 'audio',
      job: 0x01020304,
      sequence: 5,
      time: 44_100,
      payload: payload.encodeAudio(Float32Array.of(1), Float32Array.of(-0.5)),
    });
    const hex = Buffer.from(frame).toString('hex');
    expect(hex.slice(0, 40)).toBe('4c4d5346' + '01' + '04' + '0000' + '08000000' + '04030201' + '05000000');
    expect(hex.slice(48)).toBe('000000008088e540' + '0000803f' + '000000bf');
    expect(headerBytes).toBe(32);
  });

  it('come out as they went in, however they are cut', () => {
    fc.assert(
      fc.property(fc.array(anyFrame, { maxLength: 5 }), fc.integer({ min: 1, max: 100 }), (frames, size) => {
        const decoder = new StreamFrameDecoder();
        const bytes = Buffer.concat(frames.map((frame) => encodeStreamFrame(frame)));
        const found = pieces(bytes, size).flatMap((piece) => decoder.push(piece));
        expect(found).toEqual(frames);
        expect(decoder.isWithinFrame).toBe(false);
      }),
      { numRuns: 8000 },
    );
  });

  it('are refused when a single bit is wrong, and nothing after them is believed', () => {
    fc.assert(
      fc.property(anyFrame, fc.nat(), (frame, where) => {
        const bytes = encodeStreamFrame(frame);
        const bit = where % (bytes.length * 8);
        bytes[bit >> 3]! ^= 1 << (bit & 7);
        const decoder = new StreamFrameDecoder();
        // A longer length waits for bytes that never come: it is refused once they are there.
        const rest = new Uint8Array(longestPayload);
        const read = (): unknown => [...decoder.push(bytes), ...decoder.push(rest)];
        expect(read).toThrow(StreamFrameError);
        expect(() => decoder.push(encodeStreamFrame(frame))).toThrow(StreamFrameError);
      }),
      { numRuns: 1000 },
    );
  });

  it('are not found in garbage, 100,000 times', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), (bytes) => {
        const decoder = new StreamFrameDecoder();
        expect(outcome(() => decoder.push(bytes))).toSatisfy(isEmptyOrRefused);
      }),
      { numRuns: 100_000 },
    );
  });

  it('refuse payloads that are too long or of broken pieces', () => {
    const frame = { type: 'audio', job: 1, sequence: 0, time: 0 } as const;
    for (const length of [7, longestPayload + 8]) {
      expect(() => encodeStreamFrame({ ...frame, payload: new Uint8Array(length) })).toThrow('length');
    }
    for (const wrong of [-1, 0.5, NaN, Infinity, -0, 2 ** 53]) {
      expect(() => encodeStreamFrame({ ...frame, time: wrong, payload: new Uint8Array() })).toThrow('time');
    }
  });
});

describe('payloads', () => {
  it('of samples and notes come out as they went in', () => {
    const sample = fc.float({ noNaN: true, noDefaultInfinity: true });
    const note = fc.record({
      onset: uint32,
      duration: fc.integer({ min: 1, max: 0xffff_ffff }),
      part: fc.nat(255),
      pitch: fc.nat(127),
      midiVelocity: fc.integer({ min: 1, max: 127 }),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(sample, sample)), fc.array(note), (samples, notes) => {
        const left = Float32Array.from(samples, ([one]) => one);
        const right = Float32Array.from(samples, ([, one]) => one);
        expect(payload.decodeAudio(payload.encodeAudio(left, right))).toEqual({ left, right });
        expect(payload.decodeNotes(payload.encodeNotes(notes))).toEqual(notes);
      }),
      { numRuns: 2000 },
    );
  });

  it('of any bytes are read or refused, never anything else', () => {
    const readers = [payload.decodeAudio, payload.decodeNotes, payload.decodeJson];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), fc.constantFrom(...readers), (bytes, read) => {
        const found = outcome(() => read(bytes));
        expect(!(found instanceof Error) || found instanceof StreamFrameError).toBe(true);
      }),
      { numRuns: 9000 },
    );
  });

  it('of JSON hold every text, and are the UTF-8 of everybody else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const bytes = payload.encodeJson({ text });
        expect(Buffer.from(bytes).toString('utf8')).toBe(JSON.stringify({ text }));
        expect(payload.decodeJson(bytes)).toEqual({ text });
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the check value', () => {
  it('is that of the standard', () => {
    expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array())).toBe(0);
    // Node 20.15 has it; where it is not, the standard's own example stands alone.
    const bytes = readFileSync(new URL(import.meta.url));
    expect(crc32(bytes)).toBe((zlibCrc32 as typeof zlibCrc32 | undefined)?.(bytes) ?? crc32(bytes));
  });
});
