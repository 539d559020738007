/** CRC-32 as in ISO-HDLC, zlib and PNG: polynomial EDB88320 reflected, all ones before and after. */

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** The check value of some bytes, 0…2³² − 1. */
export function crc32(bytes: Uint8Array): number {
  let value = 0xffff_ffff;
  for (let i = 0; i < bytes.byteLength; i++) {
    value = (value >>> 8) ^ (table[(value ^ (bytes[i] as number)) & 0xff] as number);
  }
  return (value ^ 0xffff_ffff) >>> 0;
}
