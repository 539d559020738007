/** The head of a sheet: the picture that a cue was made from, and the brief in its own words. */
import sharp from 'sharp';
import { paper } from './palette.ts';
import { drawing, label } from './svg.ts';

/** Size of the picture and margins, in pixels. */
const thumb = { width: 285, height: 190 };
const margin = { left: 74, top: 22 };
const lineLength = 92;
const wideLine = 120;

/** Draws the strip as PNG, `width` pixels wide; without a picture the words stand alone. */
export async function briefStrip(
  description: string,
  width: number,
  picture: string | undefined,
): Promise<Buffer> {
  const left = picture === undefined ? margin.left : margin.left + thumb.width + 28;
  const lines = wrapWords(description, picture === undefined ? wideLine : lineLength);
  const height = picture === undefined ? margin.top + 50 + lines.length * 30 : thumb.height + margin.top + 8;
  const texts = [
    label('The brief', left, margin.top + 22, { 'font-size': 15, fill: '#8a857a' }),
    ...lines.map((text, i) =>
      label(text, left, margin.top + 56 + i * 30, { 'font-size': 20, fill: '#33312c' }),
    ),
  ];
  const strip = sharp(Buffer.from(drawing(width, height, paper.background, texts)));
  if (picture === undefined) return strip.png().toBuffer();
  const small = await sharp(picture).resize(thumb.width, thumb.height, { fit: 'cover' }).toBuffer();
  return strip
    .composite([{ input: small, left: margin.left, top: margin.top }])
    .png()
    .toBuffer();
}

/** Breaks a text between words into lines of at most `length` characters. */
export function wrapWords(text: string, length: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > length) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
