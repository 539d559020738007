/** Small pictures that tests draw pixel by pixel, each of one clear mood. */
import { seededRandom } from './seededNoise.ts';
import type { RgbPixels } from '../../../../models/perception/visualMeasures.ts';

type Rgb = readonly [number, number, number];

/** A picture whose pixels are `at(x, y)` with x and y in 0…1; values are clamped. */
export function drawn(at: (x: number, y: number) => Rgb, width = 512, height = 384): RgbPixels {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const rgb = at(x / width, y / height).map((value) => Math.min(255, Math.max(0, Math.round(value))));
      data.set(rgb, 3 * (y * width + x));
    }
  }
  return { width, height, data };
}

/** One colour. */
export const plain = (rgb: Rgb): RgbPixels => drawn(() => rgb);

/** A market in the sun: bright, saturated, warm patches. */
export function warmAndBright(): RgbPixels {
  const colours: Rgb[] = [[255, 190, 40], [255, 120, 60], [255, 225, 120], [250, 80, 90]]; // prettier-ignore
  return drawn((x, y) => colours[(Math.floor(x * 9) * 3 + Math.floor(y * 7) * 5) % 4] ?? [0, 0, 0]);
}

/** Deep blue dusk without a line in it. */
export const darkBlue = (): RgbPixels => drawn((_x, y) => [6 + 8 * y, 12 + 14 * y, 46 + 34 * y]);

/** Fog: light grey that hardly changes. */
export const fog = (): RgbPixels => drawn((_x, y) => [186 - 20 * y, 188 - 20 * y, 190 - 20 * y]);

/** Fire in the night: black, red and orange in ragged slanting tongues. */
export function fiery(): RgbPixels {
  const random = seededRandom(4);
  return drawn((x, y) => {
    const heat = Math.sin(34 * x + 22 * y) * Math.sin(13 * x - 27 * y) + 0.9 * y - 0.7 + 0.3 * random();
    return heat < 0 ? [18, 5, 3] : [70 + 300 * heat, 190 * heat * heat, 30 * heat * heat];
  });
}

/** A city at night: black with many small lights in cold and loud colours. */
export function nightCity(): RgbPixels {
  const random = seededRandom(9);
  const lights: Rgb[] = [[255, 60, 190], [60, 220, 255], [255, 220, 130], [150, 90, 255]]; // prettier-ignore
  const cells = Array.from({ length: 48 * 36 }, () => (random() < 0.28 ? Math.floor(random() * 4) : -1));
  return drawn((x, y) => {
    const inWindow = (x * 48) % 1 < 0.55 && (y * 36) % 1 < 0.6;
    const light = lights[cells[Math.floor(y * 36) * 48 + Math.floor(x * 48)] ?? -1];
    return inWindow && light !== undefined ? light : [10, 6, 24];
  });
}

/** A pale morning over flat water: light, cool, level. */
export const paleMorning = (): RgbPixels =>
  drawn((_x, y) => (y < 0.6 ? [200 - 40 * y, 222 - 20 * y, 245] : [150, 195 - 20 * y, 222]));
