/** OKLab (Ottosson 2020): a colour space in which distance is about as large as it looks. */

/** Lightness 0…1, green–red, blue–yellow (both about −0.4…0.4). */
export type Lab = readonly [lightness: number, a: number, b: number];
/** sRGB, 0…255 each. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** sRGB to OKLab. */
export function labOfRgb([red, green, blue]: Rgb): Lab {
  const [r, g, b] = [linearOf(red), linearOf(green), linearOf(blue)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** `#rrggbb`. */
export function hexOf(rgb: Rgb): string {
  return `#${rgb.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
}

function linearOf(byte: number): number {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}
