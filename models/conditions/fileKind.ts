/** Says what a file is from its first bytes. Names and extensions are not trusted here. */

/** Picture formats that are decoded. */
export const pictureFormats = ['png', 'jpeg', 'webp', 'avif', 'gif', 'tiff'] as const;
/** One of the {@link pictureFormats}. */
export type PictureFormat = (typeof pictureFormats)[number];

/** What a file turned out to be. */
export type FileKind =
  | { kind: 'picture'; format: PictureFormat }
  /** Something else that has a name; `what` completes the sentence "it is …". */
  | { kind: 'other'; what: string; next?: string }
  | { kind: 'text' }
  | { kind: 'unknown' };

const exportPicture = 'Export the picture as PNG, JPEG or WebP';

type Signature = readonly [start: string, kind: FileKind];

const picture = (format: PictureFormat): FileKind => ({ kind: 'picture', format });
const other = (what: string, next?: string): FileKind =>
  next === undefined ? { kind: 'other', what } : { kind: 'other', what, next };

/** Signatures as Latin-1 strings; the first match wins. */
const signatures: readonly Signature[] = [
  ['\x89PNG\r\n\x1a\n', picture('png')],
  ['\xff\xd8\xff', picture('jpeg')],
  ['GIF87a', picture('gif')],
  ['GIF89a', picture('gif')],
  ['II*\0', picture('tiff')],
  ['MM\0*', picture('tiff')],
  ['II+\0', picture('tiff')],
  ['MM\0+', picture('tiff')],
  ['%PDF-', other('a PDF document', 'Save the page as PNG, or its words as a text file')],
  ['BM', other('a BMP picture', exportPicture)],
  ['\0\0\x01\0', other('an icon', exportPicture)],
  ['8BPS', other('a Photoshop document', exportPicture)],
  ['\xff\x0a', other('a JPEG XL picture', exportPicture)],
  ['\0\0\0\x0cJXL ', other('a JPEG XL picture', exportPicture)],
  ['\0\0\0\x0cjP  ', other('a JPEG 2000 picture', exportPicture)],
  ['\x1aE\xdf\xa3', other('a Matroska or WebM video', 'Save one frame of it as PNG or JPEG')],
  ['PK\x03\x04', other('a ZIP archive or an office document', 'Unpack it, or save its words as UTF-8 text')],
  ['\x1f\x8b', other('a gzip archive', 'Unpack it first')],
  ['MThd', other('a MIDI file')],
  ['ID3', other('an MP3 file')],
  ['OggS', other('an Ogg file')],
  ['fLaC', other('a FLAC file')],
  ['\x7fELF', other('a program')],
  ['MZ', other('a program')],
  ['{\\rtf', other('a rich text document', 'Save its words as UTF-8 text')],
  ['\xd0\xcf\x11\xe0', other('an old office document', 'Save its words as UTF-8 text')],
];

/** Brands of ISO media files (ISO/IEC 14496-12) that hold a picture. */
const heicBrands = ['heic', 'heix', 'hevc', 'heim', 'heis', 'mif1', 'msf1'];

/**
 * What the bytes are.
 *
 * @param head - the first bytes of the file; 4096 are enough.
 */
export function fileKind(head: Uint8Array): FileKind {
  const latin = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, 4096)).toString('latin1');
  const container = containerKind(latin);
  if (container !== undefined) return container;
  for (const [start, kind] of signatures) {
    if (latin.startsWith(start)) return start === 'BM' && !isBitmap(latin) ? textKind(latin) : kind;
  }
  return textKind(latin);
}

/** The picture formats and the rest in words, for a sentence. */
export const readablePictures = 'PNG, JPEG, WebP, AVIF, GIF and TIFF';

/** RIFF and ISO media say in a second field what they hold. */
function containerKind(latin: string): FileKind | undefined {
  if (latin.startsWith('RIFF')) {
    const form = latin.slice(8, 12);
    if (form === 'WEBP') return picture('webp');
    if (form === 'WAVE') return other('a WAV recording');
    return other(form === 'AVI ' ? 'an AVI video' : 'a RIFF file');
  }
  if (latin.slice(4, 8) !== 'ftyp') return undefined;
  const length = Math.min(latin.charCodeAt(2) * 256 + latin.charCodeAt(3), 64);
  const brands = [latin.slice(8, 12), ...(latin.slice(16, length).match(/.{4}/gs) ?? [])];
  if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return picture('avif');
  if (brands.some((brand) => heicBrands.includes(brand))) return other('a HEIC picture', exportPicture);
  return other('a video', 'Save one frame of it as PNG or JPEG');
}

/** "BM" also begins words; a bitmap has four reserved zero bytes. */
function isBitmap(latin: string): boolean {
  return latin.slice(6, 10) === '\0\0\0\0';
}

function textKind(latin: string): FileKind {
  if (/^(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE svg|svg)/i.test(latin) && /<svg[\s>]/i.test(latin)) {
    return other('an SVG drawing, which is a program more than a picture', 'Export it as PNG or JPEG');
  }
  if (/^\s*<(?:!DOCTYPE html|html)/i.test(latin)) return other('a web page', exportPicture);
  if (latin.startsWith('\xff\xfe') || latin.startsWith('\xfe\xff')) return { kind: 'text' };
  return /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(latin) ? { kind: 'unknown' } : { kind: 'text' };
}
