/** Every type of OSC 1.0 and 1.1 with its bytes, written by hand from the specification; the table that chose the library. */
import type { OscArgument, OscPacket } from '../../../../bridge/osc/oscPacket.ts';

/** A packet and its bytes in hexadecimal digits; blanks mean nothing. */
export interface ConformanceRow {
  what: string;
  packet: OscPacket;
  bytes: string;
}

const row = (what: string, args: OscArgument[], bytes: string): ConformanceRow => ({
  what,
  packet: { address: '/a', args },
  bytes: `2f610000 ${bytes}`,
});

/** One row a type, and the cases in which libraries are known to fail. */
export const conformance: readonly ConformanceRow[] = [
  row('no arguments', [], '2c000000'),
  row('i, least', [{ type: 'i', value: -(2 ** 31) }], '2c690000 80000000'),
  row('i, most', [{ type: 'i', value: 2 ** 31 - 1 }], '2c690000 7fffffff'),
  row('f that is a whole number', [{ type: 'f', value: 1 }], '2c660000 3f800000'),
  row('f, −0', [{ type: 'f', value: -0 }], '2c660000 80000000'),
  row('f, infinite', [{ type: 'f', value: Infinity }], '2c660000 7f800000'),
  row('s of three', [{ type: 's', value: 'abc' }], '2c730000 61626300'),
  row('s of four: four more zeros', [{ type: 's', value: 'abcd' }], '2c730000 61626364 00000000'),
  row('s, empty', [{ type: 's', value: '' }], '2c730000 00000000'),
  row('s, UTF-8', [{ type: 's', value: 'é☃𝄞' }], '2c730000 c3a9e298 83f09d84 9e000000'),
  row(
    'b of five',
    [{ type: 'b', value: Uint8Array.of(1, 2, 3, 4, 5) }],
    '2c620000 00000005 01020304 05000000',
  ),
  row(
    'b of four: no padding',
    [{ type: 'b', value: Uint8Array.of(1, 2, 3, 4) }],
    '2c620000 00000004 01020304',
  ),
  row('b, empty', [{ type: 'b', value: Uint8Array.of() }], '2c620000 00000000'),
  row('h, least', [{ type: 'h', value: -(2n ** 63n) }], '2c680000 80000000 00000000'),
  row('h beyond 2⁵³', [{ type: 'h', value: 2n ** 53n + 1n }], '2c680000 00200000 00000001'),
  row('d', [{ type: 'd', value: 0.1 }], '2c640000 3fb99999 9999999a'),
  row(
    't, to its last bit',
    [{ type: 't', value: { seconds: 0xffff_ffff, fraction: 0x8000_0001 } }],
    '2c740000 ffffffff 80000001',
  ),
  row('T F N I', [{ type: 'T' }, { type: 'F' }, { type: 'N' }, { type: 'I' }], '2c54464e 49000000'),
  row('S', [{ type: 'S', value: 'x' }], '2c530000 78000000'),
  row('c', [{ type: 'c', value: 'é' }], '2c630000 000000e9'),
  row('m', [{ type: 'm', value: [1, 0x90, 60, 64] }], '2c6d0000 01903c40'),
  row(
    '[ ] in one another',
    [
      {
        type: '[',
        value: [
          { type: 'i', value: 1 },
          { type: '[', value: [{ type: 's', value: 'x' }] },
        ],
      },
      { type: 'F' },
    ],
    '2c5b695b 735d5d46 00000000 00000001 78000000',
  ),
  row(
    'types mixed',
    [
      { type: 'i', value: 1 },
      { type: 's', value: 'ab' },
      { type: 'T' },
      { type: 'b', value: Uint8Array.of(255) },
      { type: 'f', value: 0.5 },
    ],
    '2c697354 62660000 00000001 61620000 00000001 ff000000 3f000000',
  ),
  {
    what: 'bundle without elements',
    packet: { timetag: { seconds: 0, fraction: 1 }, elements: [] },
    bytes: '2362756e 646c6500 00000000 00000001',
  },
  {
    what: 'bundles in one another keep their siblings and their times to the fraction',
    packet: {
      timetag: { seconds: 1, fraction: 0x4000_0001 },
      elements: [
        { address: '/a', args: [] },
        {
          timetag: { seconds: 3, fraction: 4 },
          elements: [
            { address: '/b', args: [{ type: 'i', value: 2 }] },
            { timetag: { seconds: 3, fraction: 5 }, elements: [] },
          ],
        },
        { address: '/c', args: [] },
      ],
    },
    bytes:
      '2362756e 646c6500 00000001 40000001 00000008 2f610000 2c000000 ' +
      '00000034 2362756e 646c6500 00000003 00000004 0000000c 2f620000 2c690000 00000002 ' +
      '00000010 2362756e 646c6500 00000003 00000005 00000008 2f630000 2c000000',
  },
];

/** Bytes of hexadecimal digits, inside a larger buffer as a socket gives them. */
export function bytesOfHex(text: string): Uint8Array {
  const bytes = Buffer.from(text.replaceAll(' ', ''), 'hex');
  return new Uint8Array(Buffer.concat([Buffer.of(7, 7, 7, 7, 7), bytes, Buffer.of(9)])).subarray(
    5,
    5 + bytes.length,
  );
}
