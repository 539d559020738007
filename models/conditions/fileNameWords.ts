/** The words in a file name, where a person gave it one. */
import { basename } from 'node:path';

/** Names that cameras, phones, editors and picture sites give; they say nothing of what is seen. */
const emptyWords = new Set(
  `img image images photo photos pic pics picture pictures dsc dscn dscf dcim pxl mvi gopr dji vid video snap snapshot
  screenshot screen shot bildschirmfoto screencapture capture scan scanned file untitled unnamed default new copy
  final edit edited crop cropped resized scaled large medium small thumb thumbnail full hd uhd hq lowres highres
  original orig whats app whatsapp signal telegram facebook instagram fb insta unsplash pexels pixabay shutterstock istock
  adobestock stock freepik wallpaper download downloaded at am pm jpg jpeg png webp avif gif tif tiff rgb srgb cmyk
  px version temp tmp test sample output out result render export exported midjourney dalle pano hdr burst portrait
  landscape mode effects`.split(/\s+/),
);

/**
 * Words of a file name: split at separators, at changes of case and at digits.
 *
 * `harbourAtDusk_v2.jpg` gives "harbour at dusk"; `IMG_1234.JPG`, `DSC0001.jpg`, `screenshot-2024-05-01.png` and
 * hashes give nothing.
 *
 * @returns the words in lower case, or undefined where there are none.
 */
export function fileNameWords(path: string): string | undefined {
  const stem = basename(path.replaceAll('\\', '/'))
    .slice(0, 255)
    .replace(/\.[a-z0-9]{1,5}$/i, '');
  if (/^[0-9a-f-]{16,}$/i.test(stem) && /\d/.test(stem)) return undefined;
  const words = decoded(stem)
    .normalize('NFC')
    .split(/[^\p{L}\p{M}\p{N}'’]+/u)
    .filter((part) => !isRandom(part))
    .flatMap(splitCase)
    .map((word) => word.toLowerCase().replace(/^['’]+|['’]+$/g, ''))
    .filter((word) => word.length > 0 && !/^[a-z]$/.test(word));
  const meaning = words.filter((word) => !emptyWords.has(word) && !/^v\d*$/.test(word));
  // "at" and "mode" may stand between words, but words must be there.
  return meaning.length === 0 ? undefined : words.filter((word) => keepsPlace(word)).join(' ');
}

function keepsPlace(word: string): boolean {
  return word === 'at' || word === 'landscape' || word === 'portrait' || !emptyWords.has(word);
}

/** Percent-encoding, as browsers leave it in the names of downloads. */
function decoded(name: string): string {
  if (!/%[0-9a-f]{2}/i.test(name)) return name;
  try {
    return decodeURIComponent(name);
  } catch (error) {
    if (error instanceof URIError) return name;
    throw error;
  }
}

/** `harbourAtDusk2` → harbour, At, Dusk; `NYCSkyline` → NYC, Skyline. Digits part words and go. */
function splitCase(part: string): string[] {
  return part
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[\s\p{N}]+/u)
    .filter((word) => word !== '');
}

/** A hash, an identifier or a random token: hexadecimal with digits, or letters and digits mixed more than once. */
function isRandom(part: string): boolean {
  if (/^[0-9a-f]{8,}$/i.test(part) && /\d/.test(part)) return true;
  if (/^\d+x\d+$/i.test(part)) return true;
  const changes = part.match(/\p{L}\p{N}|\p{N}\p{L}/gu)?.length ?? 0;
  if (changes >= 2) return true;
  const consonants = /[bcdfghjklmnpqrstvwxz]{6,}/i.test(part);
  return consonants || (part.length >= 16 && (part.match(/\p{Ll}\p{Lu}/gu)?.length ?? 0) > part.length / 5);
}
