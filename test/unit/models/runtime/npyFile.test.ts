import { describe, expect, it } from 'vitest';
import { decodeNpy, encodeNpy, matrixOf } from '../../../../models/runtime/npyFile.ts';

describe('npyFile', () => {
  it('writes the header that numpy.save writes, padded to 64 bytes', () => {
    const bytes = encodeNpy(matrixOf([[1, 2.5, -3]]));
    expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x93NUMPY\x01\x00');
    expect(bytes.length).toBe(128 + 12);
    expect(bytes.toString('latin1', 10, 128)).toBe(
      `${"{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3), }".padEnd(117)}\n`,
    );
    expect([0, 4, 8].map((at) => bytes.readFloatLE(128 + at))).toEqual([1, 2.5, -3]);
  });

  it.each([
    { name: 'a table', rows: [[1, 2], [3, 4], [5, 6]], columns: 2 }, // prettier-ignore
    { name: 'no row', rows: [], columns: 6 },
  ])('reads back $name', ({ rows, columns }) => {
    const matrix = matrixOf(rows, columns);
    expect(decodeNpy(encodeNpy(matrix))).toEqual(matrix);
  });

  it('refuses rows of different lengths and files that are no whole table', () => {
    expect(() => matrixOf([[1], [1, 2]])).toThrow(RangeError);
    const bytes = encodeNpy(matrixOf([[1, 2]]));
    expect(() => decodeNpy(bytes.subarray(0, -1))).toThrow('whole table');
    expect(() => decodeNpy(Buffer.from('not numpy at all'))).toThrow('no');
  });
});
