import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeOsc, encodeOsc } from '../../../../bridge/osc/oscCodec.ts';
import { oscLimits, OscPacketError } from '../../../../bridge/osc/oscPacket.ts';
import { bytesOfHex, conformance } from './conformance.ts';
import type { OscArgument, OscPacket } from '../../../../bridge/osc/oscPacket.ts';

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const inner = (args: OscArgument[]): OscPacket => ({ address: '/a', args });

describe('conformance to OSC', () => {
  it.each(conformance)('writes $what', ({ packet, bytes }) => {
    expect(hexOf(encodeOsc(packet))).toBe(bytes.replaceAll(' ', ''));
  });

  it.each(conformance)('reads $what', ({ packet, bytes }) => {
    expect(decodeOsc(bytesOfHex(bytes))).toEqual(packet);
  });

  it('reads r, a message without type tags, and NaN', () => {
    expect(decodeOsc(bytesOfHex('2f610000 2c720000 01020304'))).toEqual(
      inner([{ type: 'r', value: { red: 1, green: 2, blue: 3, alpha: 4 } }]),
    );
    expect(decodeOsc(bytesOfHex('2f610000'))).toEqual(inner([]));
    expect(decodeOsc(bytesOfHex('2f610000 2c660000 7fc00000'))).toEqual(inner([{ type: 'f', value: NaN }]));
  });

  it('shares no memory with the datagram', () => {
    const bytes = bytesOfHex('2f610000 2c620000 00000004 01020304');
    const packet = decodeOsc(bytes);
    bytes.fill(0);
    expect(packet).toEqual(inner([{ type: 'b', value: Uint8Array.of(1, 2, 3, 4) }]));
  });
});

describe('what is refused', () => {
  it.each([
    ['nothing', ''],
    ['no multiple of four', '2f6100'],
    ['an address without an end', '2f616263'],
    ['an address that does not begin with /', '61000000 2c000000'],
    ['a type that is unknown', '2f610000 2c7a0000'],
    ['an argument that is missing', '2f610000 2c690000'],
    ['half a double', '2f610000 2c640000 00000000'],
    ['a blob of a negative length', '2f610000 2c620000 ffffffff 00000000'],
    ['a blob that is longer than the packet', '2f610000 2c620000 7fffffff 00000000'],
    ['a blob without its padding', '2f610000 2c620000 00000005 01020304'],
    ['a bracket that is not closed', '2f610000 2c5b0000'],
    ['a bracket that was not opened', '2f610000 2c5d0000'],
    ['a character that is none', '2f610000 2c630000 ffffffff'],
    ['an element that is longer than its bundle', '2362756e 646c6500 00000001 00000002 000000ff 2f610000'],
    ['an element of a negative length', '2362756e 646c6500 00000001 00000002 fffffffc 2f610000'],
    ['a blank in an address', '2f612062 00000000 2c000000'],
  ])('%s', (_what, bytes) => {
    expect(() => decodeOsc(bytesOfHex(bytes))).toThrow(OscPacketError);
  });

  it('a bundle that acts before the one it is in', () => {
    const bytes = encodeOsc({
      timetag: { seconds: 5, fraction: 0 },
      elements: [{ timetag: { seconds: 4, fraction: 9 }, elements: [] }],
    });
    expect(() => decodeOsc(bytes)).toThrow('time');
  });

  it('more bundles in one another, more messages, more arguments than anybody needs', () => {
    let deep: OscPacket = { timetag: { seconds: 0, fraction: 1 }, elements: [] };
    for (let i = 0; i < oscLimits.depth; i++)
      deep = { timetag: { seconds: 0, fraction: 1 }, elements: [deep] };
    expect(() => decodeOsc(encodeOsc(deep))).toThrow('depth');
    const elements = Array.from({ length: oscLimits.messages + 1 }, () => ({ address: '/', args: [] }));
    expect(() => decodeOsc(encodeOsc({ timetag: { seconds: 0, fraction: 1 }, elements }))).toThrow('count');
    const args = Array.from({ length: oscLimits.arguments + 1 }, () => ({ type: 'T' }) as const);
    expect(() => decodeOsc(encodeOsc({ address: '/', args }))).toThrow('count');
    expect(() => decodeOsc(new Uint8Array(oscLimits.packet + 4))).toThrow('size');
  });

  it.each<[string, OscArgument]>([
    ['an integer that is none', { type: 'i', value: 1.5 }],
    ['an integer of 33 bits', { type: 'i', value: 2 ** 31 }],
    ['an integer of 65 bits', { type: 'h', value: 2n ** 63n }],
    ['a zero in a text', { type: 's', value: 'a\0b' }],
    ['two characters', { type: 'c', value: 'ab' }],
    ['a byte of nine bits', { type: 'm', value: [256, 0, 0, 0] }],
    ['a time before 1900', { type: 't', value: { seconds: -1, fraction: 0 } }],
    ['a colour', { type: 'r', value: { red: 1, green: 2, blue: 3, alpha: 4 } }],
  ])('to write %s', (_what, argument) => {
    expect(() => encodeOsc(inner([argument]))).toThrow(OscPacketError);
  });
});

describe('any bytes', () => {
  const word = fc.constantFrom(
    ...['2f610000', '2c690000', '2c620000', '2c5b695d', '2362756e', '646c6500', '00000000', '00000001'],
    ...['00000010', 'ffffffff', '7fffffff', '80000000', '2c736662', '61626364', '2c745446'],
  );
  const grammar = fc.array(word, { maxLength: 24 }).map((words) => bytesOfHex(words.join('')));
  const noise = fc.uint8Array({ maxLength: 120 });
  const known = conformance.map(({ bytes }) => bytesOfHex(bytes));
  const broken = fc
    .tuple(fc.constantFrom(...known), fc.nat(), fc.nat(255), fc.nat(200))
    .map(([bytes, at, value, length]) => {
      const copy = bytes.slice(0, Math.max(1, Math.min(bytes.length, length)));
      copy[at % copy.length] = value;
      return copy;
    });

  it('are a packet or an error of ours: 100 000 of them, and the memory is as before', () => {
    const read = (bytes: Uint8Array): void => {
      try {
        const packet = decodeOsc(bytes);
        expect(packet).toBeDefined();
      } catch (error) {
        if (!(error instanceof OscPacketError)) throw error;
      }
    };
    const run = (arbitrary: fc.Arbitrary<Uint8Array>, numRuns: number): void => {
      fc.assert(fc.property(arbitrary, read), { numRuns });
    };
    run(noise, 10_000);
    const before = process.memoryUsage().arrayBuffers;
    run(noise, 20_000);
    run(grammar, 40_000);
    run(broken, 40_000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 << 20);
  }, 120_000);
});
