/** Says whether the first bytes of a file are those of a picture that can be read. */

/** Formats by what their files begin with, as Latin-1. `image/tiff` is read, but no browser shows it. */
const signatures: readonly (readonly [start: string, mediaType: string])[] = [
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['\xff\xd8\xff', 'image/jpeg'],
  ['GIF87a', 'image/gif'],
  ['GIF89a', 'image/gif'],
  ['II*\0', 'image/tiff'],
  ['MM\0*', 'image/tiff'],
  ['II+\0', 'image/tiff'],
  ['MM\0+', 'image/tiff'],
];

/** Bytes that are looked at. */
export const headBytes = 64;

/** The media type of a picture; undefined for all else. */
export function pictureFormat(head: Uint8Array): string | undefined {
  const latin = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  if (latin.startsWith('RIFF')) return latin.slice(8, 12) === 'WEBP' ? 'image/webp' : undefined;
  if (latin.slice(4, 8) === 'ftyp') return /avi[fs]/.test(latin.slice(8)) ? 'image/avif' : undefined;
  return signatures.find(([start]) => latin.startsWith(start))?.[1];
}
