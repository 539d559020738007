/**
 * NumPy's array file, version 1.0 (numpy.org/doc/stable/reference/generated/numpy.lib.format.html), of two-dimensional
 * float32 in C order: all that the dataset needs.
 */

/** A table of float32: `data` has `rows` × `columns` numbers, row after row. */
export interface Matrix {
  rows: number;
  columns: number;
  data: Float32Array;
}

const magic = Buffer.from('\x93NUMPY\x01\x00', 'latin1');
/** Magic and header together are a multiple of this many bytes. */
const alignment = 64;

/** A table of rows of one length. With no row the width must be told. */
export function matrixOf(rows: readonly ArrayLike<number>[], columns = rows[0]?.length ?? 0): Matrix {
  const data = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => {
    if (row.length !== columns)
      throw new RangeError(`matrixOf: ${row.length} numbers in a row of ${columns}`);
    data.set(row, i * columns);
  });
  return { rows: rows.length, columns, data };
}

/** The bytes of the file. */
export function encodeNpy({ rows, columns, data }: Matrix): Buffer {
  if (data.length !== rows * columns) throw new RangeError('encodeNpy: the data do not fill the shape');
  const words = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
  const unpadded = magic.length + 2 + words.length + 1;
  const header = `${words}${' '.repeat((alignment - (unpadded % alignment)) % alignment)}\n`;
  const start = magic.length + 2 + header.length;
  const bytes = Buffer.alloc(start + data.length * 4);
  magic.copy(bytes, 0);
  bytes.writeUInt16LE(header.length, magic.length);
  bytes.write(header, magic.length + 2, 'latin1');
  for (let i = 0; i < data.length; i++) bytes.writeFloatLE(data[i] ?? 0, start + i * 4);
  return bytes;
}

/** Reads such a file back. Throws a plain error where it is none. */
export function decodeNpy(bytes: Buffer): Matrix {
  if (!bytes.subarray(0, magic.length).equals(magic)) throw new Error('not an array file of version 1.0');
  const start = magic.length + 2 + bytes.readUInt16LE(magic.length);
  const header = bytes.toString('latin1', magic.length + 2, start);
  const shape = /'descr': '<f4', 'fortran_order': False, 'shape': \((\d+), (\d+)\)/.exec(header);
  const [rows, columns] = [Number(shape?.[1]), Number(shape?.[2])];
  if (shape === null || bytes.length !== start + rows * columns * 4) {
    throw new Error('not a whole table of float32');
  }
  const data = Float32Array.from({ length: rows * columns }, (_, i) => bytes.readFloatLE(start + i * 4));
  return { rows, columns, data };
}
