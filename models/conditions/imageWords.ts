/** The words that come with a picture: what the person says it shows, its metadata, its file name. */
import ExifReader from 'exifreader';
import sharp from 'sharp';
import { cleanLine } from './cleanText.ts';
import { fileNameWords } from './fileNameWords.ts';
import type { ExpandedTags } from 'exifreader';

/** Words with their origin; the first four fifths of a `Word` in a reading. */
export interface ConditionWord {
  text: string;
  origin: 'alt' | 'exif' | 'xmp' | 'iptc' | 'file-name';
  /** How far they can be trusted to say what is seen, 0…1. */
  confidence: number;
}

/** Longest word or sentence that is taken, in characters. */
export const maxWordLength = 500;

/** Most entries that are taken from one picture; some archives write hundreds of keywords. */
const maxWords = 24;

/** How far each kind of words can be trusted to say what is seen. Our decision. */
const trust = { alt: 1, description: 0.8, keywords: 0.7, comment: 0.5, fileName: 0.4 };

/** What cameras and programs write into the description when nobody wrote one. */
const machineWords =
  /^(?:olympus digital camera|sony dsc|minolta digital camera|samsung camera pictures|samsung|digital camera|exif[_ ]jpeg.*|dcim|default|untitled|picture|image|photo|untitled image|screenshot|created with .*|cd[:_ ].*|jpeg image|adobe photoshop.*|binary comment|charset=.*|.*\.(?:jpe?g|png|tiff?|cr2|nef|arw|dng))$/i;

/** PNG compresses its texts; nobody describes a picture in more than a megabyte. */
const loadOptions = {
  async: true,
  expanded: true,
  includeUnknown: false,
  decompress: { maxDecompressedSize: 1_000_000 },
} as const;

type Group = Record<string, unknown>;

/**
 * Words of a picture, the most trusted first, each text once.
 *
 * Damaged metadata gives fewer words, never an error.
 *
 * @param picture - the bytes of the file, its path, and the alt text that the person gave.
 */
export async function imageWords(picture: {
  content: Buffer;
  path: string;
  alt?: string;
}): Promise<ConditionWord[]> {
  const words: ConditionWord[] = [];
  if (picture.alt !== undefined) words.push({ text: picture.alt, origin: 'alt', confidence: trust.alt });
  words.push(...(await metadataWords(picture.content)));
  const name = fileNameWords(picture.path);
  if (name !== undefined) words.push({ text: name, origin: 'file-name', confidence: trust.fileName });
  return distinct(words.map((word) => ({ ...word, text: cleanLine(repaired(word.text), maxWordLength) })));
}

async function metadataWords(content: Buffer): Promise<ConditionWord[]> {
  const { exif, xmp, iptc, png } = await readMetadata(content);
  const entry = (origin: ConditionWord['origin'], confidence: number) => (text: string) => ({
    text,
    origin,
    confidence,
  });
  return [
    ...[...texts(xmp['description']), ...texts(xmp['title'])].map(entry('xmp', trust.description)),
    ...[...texts(iptc['Caption/Abstract']), ...texts(iptc['Object Name']), ...texts(iptc['Headline'])].map(
      entry('iptc', trust.description),
    ),
    ...[...texts(exif['ImageDescription']), ...texts(exif['XPTitle']), ...texts(exif['XPSubject'])].map(
      entry('exif', trust.description),
    ),
    ...[...texts(png['Description']), ...texts(png['Title'])].map(entry('exif', trust.description)),
    ...joined(texts(xmp['subject'])).map(entry('xmp', trust.keywords)),
    ...joined(texts(iptc['Keywords'])).map(entry('iptc', trust.keywords)),
    ...joined(texts(exif['XPKeywords'])).map(entry('exif', trust.keywords)),
    ...[...texts(exif['UserComment']), ...texts(exif['XPComment'])].map(entry('exif', trust.comment)),
  ].filter((word) => !machineWords.test(word.text.trim()) && /\p{L}{2}/u.test(word.text));
}

interface Metadata {
  exif: Group;
  xmp: Group;
  iptc: Group;
  /** Text chunks of PNG. */
  png: Group;
}

/** Metadata is a by-product: the picture has been decoded, so a fault in here is not worth an error. */
async function readMetadata(content: Buffer): Promise<Metadata> {
  try {
    const tags = await loadTags(content);
    const xmp = tags.xmp ?? (await xmpBesides(content));
    return { exif: { ...tags.exif }, xmp: { ...xmp }, iptc: { ...tags.iptc }, png: { ...tags.pngText } };
  } catch {
    return { exif: {}, xmp: {}, iptc: {}, png: {} };
  }
}

function loadTags(content: Buffer): Promise<ExpandedTags> {
  // A copy of its own: parsers that reach for `.buffer` would see the pool that small Buffers share.
  return ExifReader.load(new Uint8Array(content).buffer, loadOptions);
}

/** libvips writes XMP into PNG as a compressed zTXt chunk, which the parser does not look into. */
async function xmpBesides(content: Buffer): Promise<ExpandedTags['xmp']> {
  const { xmp } = await sharp(content, { limitInputPixels: false }).metadata();
  return xmp === undefined || xmp.length > 1_000_000 ? undefined : (await loadTags(xmp)).xmp;
}

/** All texts of a tag: plain, an array of tags, or an object of languages. Prefers what is meant for people. */
function texts(tag: unknown): string[] {
  if (typeof tag === 'string') return [tag];
  if (Array.isArray(tag)) return tag.slice(0, 64).flatMap(texts);
  if (typeof tag !== 'object' || tag === null) return [];
  const { description, value } = tag as { description?: unknown; value?: unknown };
  if (Array.isArray(value) && value.some((item) => typeof item === 'object')) return value.flatMap(texts);
  if (typeof description === 'string' && description !== '') return [description];
  return typeof value === 'string' ? [value] : [];
}

/** Keywords make one entry: "pier, lake, evening". */
function joined(keywords: string[]): string[] {
  const all = keywords
    .map((keyword) => keyword.replace(/[;\0]+/g, ', ').trim())
    .filter((word) => word !== '');
  return all.length === 0 ? [] : [all.join(', ')];
}

/**
 * UTF-8 that was read byte by byte as Latin-1 ("CafÃ©") becomes what was written ("Café").
 * A text that is not such a mistake does not decode and stays.
 */
function repaired(text: string): string {
  if (!/[\u0080-\u00ff]{2}/.test(text) || /[^\0-\u00ff]/.test(text)) return text;
  const decoded = Buffer.from(text, 'latin1').toString('utf8');
  return decoded.includes('\ufffd') ? text : decoded;
}

function distinct(words: ConditionWord[]): ConditionWord[] {
  const seen = new Set<string>();
  return words
    .filter((word) => {
      const key = word.text.toLowerCase();
      if (word.text === '' || seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .slice(0, maxWords);
}
