/**
 * A picture file becomes two small pictures of plain RGB: one that is measured and one for the image encoder.
 *
 *   file → kind by content → header (size, before any pixel) → decode, shrunk while loading → upright, sRGB, 8 bit,
 *   no alpha → look (long side ≤ 512) and crop (square, for the encoder)
 */
import sharp from 'sharp';
import { LeitmotifError, cancelled, throwIfCancelled } from '../../bridge/protocol/errors.ts';
import { fileKind, readablePictures } from './fileKind.ts';
import { readInputFile } from './inputFile.ts';
import type { Metadata, Sharp, SharpOptions } from 'sharp';
import type { PictureFormat } from './fileKind.ts';
import type { InputFile, InputIdentity } from './inputFile.ts';

/** Pixels in plain RGB: `data[3 * (y * width + x) + channel]`, 0…255, sRGB. */
export interface DecodedImage {
  width: number;
  height: number;
  data: Uint8Array;
}

/** A picture that was read. */
export interface ImageFile extends InputIdentity {
  path: string;
  format: PictureFormat;
  /** Size of the picture as it is shown, that is after its EXIF orientation. */
  width: number;
  height: number;
  /** For the measured reading; keeps its proportions. */
  look: DecodedImage;
  /** For the encoder: the middle square. */
  crop: DecodedImage;
  /** The bytes as they lie on disk, for the words that came with them. */
  content: Buffer;
  /** What the person should know about how it was read. */
  notes: string[];
}

/** Sizes, as the encoder's pack and the measured reading want them. */
export interface ImageSizes {
  /** Longest side of the picture that is measured, in pixels. */
  look: number;
  /** Short side that the picture is resized to before the middle is cut out, in pixels. */
  shortSide: number;
  /** Side of the square for the encoder, in pixels. */
  crop: number;
}

/** 256 before 224 is the usual 0.875 of ImageNet evaluation. */
export const defaultImageSizes: ImageSizes = { look: 512, shortSide: 256, crop: 224 };

/** Most pixels that are read. A larger header is refused before anything is allocated. */
export const maxPixels = 100_000_000;
const minSide = 8;
const maxFileBytes = 512_000_000;

/**
 * What transparent pixels become: middle grey. White would hide white drawings and black would hide black ones, and
 * both would tell the measured reading of a light or a darkness that nobody painted.
 */
const underAlpha = 128;

// Decoding is a short part of a cue; it shall not take every core, nor keep pictures that are read once.
sharp.concurrency(2);
sharp.cache(false);

/**
 * Reads a picture.
 *
 * @throws LeitmotifError those of {@link readInputFile}; `image-unsupported` (SVG, PDF, video, …),
 *   `image-undecodable` (renamed, truncated or damaged), `image-too-large`, `image-too-small`, `cancelled`.
 */
export async function readImageFile(
  path: string,
  options: { sizes?: ImageSizes; signal?: AbortSignal } = {},
): Promise<ImageFile> {
  const limit = {
    bytes: maxFileBytes,
    code: 'image-too-large',
    next: 'Save a smaller copy of the picture',
  } as const;
  const file = await readInputFile(path, limit, options.signal);
  return untilCancelled(() => decodeImageFile(file, options), options.signal);
}

async function decodeImageFile(
  file: InputFile,
  options: { sizes?: ImageSizes; signal?: AbortSignal },
): Promise<ImageFile> {
  const format = pictureFormat(file);
  const metadata = await readHeader(file);
  throwIfCancelled(options.signal);
  const sizes = options.sizes ?? defaultImageSizes;
  const { width, height } = metadata.autoOrient;
  const { image: whole, wasTransparent } = withoutAlpha(await decode(file, metadata, sizes));
  throwIfCancelled(options.signal);
  const look = await shrink(whole, sizes.look);
  const crop = await cropMiddle(whole, sizes);
  const { path, content, sha256, bytes } = file;
  return {
    path,
    content,
    sha256,
    bytes,
    format,
    width,
    height,
    look,
    crop,
    notes: [...notesOnName(path, format), ...notesOn(metadata, wasTransparent)],
  };
}

/** By content; a picture that is named as another kind of picture is read all the same. */
function pictureFormat(file: InputFile): PictureFormat {
  const found = fileKind(file.content);
  if (found.kind === 'picture') return found.format;
  const claimsPicture = /\.(?:png|jpe?g|webp|avif|gif|tiff?)$/i.test(file.path);
  const what = {
    other: found.kind === 'other' ? found.what : '',
    text: 'plain text',
    unknown: 'unknown data',
  }[found.kind];
  const next =
    (found.kind === 'other' ? found.next : undefined) ?? `Use a picture: ${readablePictures} are read`;
  if (claimsPicture) {
    const claim = `It is named as a picture but its content looks like ${what}`;
    throw new LeitmotifError('image-undecodable', { what: claim, subject: file.path, next });
  }
  throw new LeitmotifError('image-unsupported', { what: `This is ${what}`, subject: file.path, next });
}

/** The header only: what it claims decides whether pixels are decoded at all. */
async function readHeader(file: InputFile): Promise<Metadata> {
  const metadata = await sharp(file.content, { limitInputPixels: false, failOn: 'none' })
    .metadata()
    .catch((cause: unknown) => {
      throw undecodable(file, cause);
    });
  const { width, height } = metadata;
  if (width * height > maxPixels) {
    const what = `The picture has ${width} × ${height} pixels and at most ${maxPixels / 1e6} million are read`;
    throw new LeitmotifError('image-too-large', {
      what,
      subject: file.path,
      next: 'Save a smaller copy of it',
    });
  }
  if (Math.min(width, height) < minSide) {
    const what = `The picture has ${width} × ${height} pixels, too few to see anything in`;
    const next = `Use one of at least ${minSide} × ${minSide} pixels`;
    throw new LeitmotifError('image-too-small', { what, subject: file.path, next });
  }
  return metadata;
}

/** One decode for both sizes: no larger than the larger of them needs, shrunk while loading where the format can. */
async function decode(file: InputFile, metadata: Metadata, sizes: ImageSizes): Promise<Pixels> {
  const { width, height } = metadata.autoOrient;
  const wanted = Math.max(sizes.look / Math.max(width, height), sizes.shortSide / Math.min(width, height));
  // A strip of 50,000 × 10 pixels is not blown up to fill the square.
  const scale = Math.min(1, wanted, Math.sqrt(4e6 / (width * height)));
  const options: SharpOptions = { limitInputPixels: maxPixels, failOn: 'error', sequentialRead: true };
  try {
    return await rawPixels(
      sharp(file.content, options)
        .autoOrient()
        .resize(scaled({ width, height }, scale))
        .toColourspace('srgb'),
    );
  } catch (cause) {
    throw undecodable(file, cause);
  }
}

interface Pixels extends DecodedImage {
  channels: number;
}

async function rawPixels(picture: Sharp): Promise<Pixels> {
  const { data, info } = await picture.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: info.channels, data };
}

/** Grey, grey with alpha, or RGB with alpha become RGB. */
function withoutAlpha(pixels: Pixels): { image: DecodedImage; wasTransparent: boolean } {
  const { width, height, channels, data } = pixels;
  const rgb = new Uint8Array(width * height * 3);
  const colours = channels < 3 ? 1 : 3;
  let transparent = 0;
  for (let i = 0; i < width * height; i++) {
    const alpha = channels > colours ? (data[channels * i + colours] ?? 255) : 255;
    if (alpha < 250) transparent++;
    for (let channel = 0; channel < 3; channel++) {
      const value = data[channels * i + (colours === 1 ? 0 : channel)] ?? 0;
      rgb[3 * i + channel] = Math.round((value * alpha + underAlpha * (255 - alpha)) / 255);
    }
  }
  return { image: { width, height, data: rgb }, wasTransparent: transparent * 1000 > width * height };
}

async function plainPixels(picture: Sharp): Promise<DecodedImage> {
  return withoutAlpha(await rawPixels(picture)).image;
}

/** The look: the whole picture, no longer than `longSide`. */
async function shrink(image: DecodedImage, longSide: number): Promise<DecodedImage> {
  const { width, height } = image;
  const scale = Math.min(1, longSide / Math.max(width, height));
  if (scale === 1) return image;
  return plainPixels(fromPlain(image).resize({ ...scaled(image, scale), kernel: 'cubic' }));
}

/** The crop: the middle square first, then its size, so that a long strip never becomes a larger one. */
async function cropMiddle(image: DecodedImage, sizes: ImageSizes): Promise<DecodedImage> {
  const { width, height } = image;
  const side = Math.max(1, Math.round((Math.min(width, height) * sizes.crop) / sizes.shortSide));
  const left = Math.floor((width - side) / 2);
  const top = Math.floor((height - side) / 2);
  const middle = fromPlain(image).extract({ left, top, width: side, height: side });
  return plainPixels(middle.resize({ width: sizes.crop, height: sizes.crop, fit: 'fill', kernel: 'cubic' }));
}

function fromPlain(image: DecodedImage): Sharp {
  const { width, height, data } = image;
  return sharp(data, { raw: { width, height, channels: 3 } });
}

function scaled(
  size: { width: number; height: number },
  scale: number,
): { width: number; height: number; fit: 'fill' } {
  const { width, height } = size;
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
    fit: 'fill',
  };
}

/** A name that claims another format is no hindrance, and a person should hear of it. */
function notesOnName(path: string, format: PictureFormat): string[] {
  const ending = /\.(png|jpe?g|webp|avif|gif|tiff?)$/i.exec(path)?.[1]?.toLowerCase();
  if (ending === undefined) return [];
  const claimed = { jpg: 'jpeg', tif: 'tiff' }[ending] ?? ending;
  if (claimed === format) return [];
  return [
    `It is named .${ending} and is a picture of the format ${format.toUpperCase()}; it was read as that.`,
  ];
}

function notesOn(metadata: Metadata, wasTransparent: boolean): string[] {
  const notes: string[] = [];
  if ((metadata.pages ?? 1) > 1) notes.push('Only the first frame or page of the picture was read.');
  if (wasTransparent) notes.push('Transparent parts were read as middle grey.');
  return notes;
}

function undecodable(file: InputFile, cause: unknown): LeitmotifError {
  const reason = cause instanceof Error ? cause.message : '';
  const cut = /premature|truncat|unexpected end/i.test(reason);
  return new LeitmotifError('image-undecodable', {
    what: cut
      ? 'The picture ends before it is complete'
      : 'The picture is damaged or cut short and cannot be decoded',
    subject: file.path,
    next: 'Copy or export it again',
    cause,
  });
}

/** The decoder cannot be stopped within one picture; the caller need not wait for it. */
async function untilCancelled<T>(start: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return start();
  throwIfCancelled(signal);
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => {
      reject(cancelled());
    };
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([start(), aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
