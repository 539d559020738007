/** Draws `leitmotif.png`, the extension's picture, from the glyph of the activity bar. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const place = (name) => fileURLToPath(new URL(name, import.meta.url));
const glyph = readFileSync(place('leitmotif.svg'), 'utf8')
  .replace(/<svg[^>]*>/, '')
  .replace('</svg>', '');

const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256" viewBox="0 0 256 256">
  <defs><linearGradient id="dusk" x1="0" y1="0" x2="0" y2="1">
    <stop offset="0" stop-color="#2b2d6e"/><stop offset="0.6" stop-color="#6b3f8f"/><stop offset="1" stop-color="#d9785f"/>
  </linearGradient></defs>
  <rect width="256" height="256" rx="52" fill="url(#dusk)"/>
  <g transform="translate(32 32) scale(8)" color="#ffffff" fill="none" stroke="#ffffff" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round">${glyph.replaceAll('currentColor', '#ffffff')}</g>
</svg>`;
await sharp(Buffer.from(picture)).png({ compressionLevel: 9, palette: true }).toFile(place('leitmotif.png'));
