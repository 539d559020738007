/**
 * Draws the evaluation pictures and the sample picture: `node models/evaluation/conditions/drawPictures.mjs [name …]`.
 *
 * Everything is seeded; running it again gives the same pictures with the same version of sharp.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { forest, meadow } from './drawGreens.mjs';
import { desert, mountain } from './drawHeights.mjs';
import { cathedral, party } from './drawInteriors.mjs';
import { battlefield, city } from './drawNights.mjs';
import { harbour, storm } from './drawWaters.mjs';

const here = new URL('.', import.meta.url);
const pictures = {
  'pictures/harbour-at-dusk.jpg': () => harbour(),
  'pictures/dark-forest.jpg': forest,
  'pictures/sunny-meadow.jpg': meadow,
  'pictures/stormy-sea.jpg': storm,
  'pictures/neon-city-at-night.jpg': city,
  'pictures/snow-mountain.jpg': mountain,
  'pictures/desert-noon.jpg': desert,
  'pictures/cathedral-interior.jpg': cathedral,
  'pictures/birthday-party.jpg': party,
  'pictures/battlefield-fire.jpg': battlefield,
  '../../../media/samples/harbour.jpg': () => harbour({ seed: 5, sun: 560, calmer: true }),
};

const maxBytes = 120_000;

/** JPEG at quality 86, or as much lower as the size asks. */
async function encode(svg) {
  for (let quality = 86; ; quality -= 3) {
    const bytes = await sharp(Buffer.from(svg)).flatten().jpeg({ quality, mozjpeg: true }).toBuffer();
    if (bytes.length <= maxBytes) return bytes;
  }
}

const wanted = process.argv.slice(2);
for (const [path, draw] of Object.entries(pictures)) {
  if (wanted.length > 0 && !wanted.some((name) => path.includes(name))) continue;
  const file = new URL(path, here);
  await mkdir(new URL('.', file), { recursive: true });
  await writeFile(file, await encode(draw()));
}
