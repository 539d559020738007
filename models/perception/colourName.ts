/** Plain English names for colours, as a person would say them. */
import { labOfRgb } from './okLab.ts';
import type { Rgb } from './okLab.ts';

/** Upper bounds of OKLab hue in degrees, with the name up to there. */
const hues: readonly [number, string][] = [
  [5, 'pink'],
  [40, 'red'],
  [75, 'orange'],
  [118, 'yellow'],
  [165, 'green'],
  [212, 'teal'],
  [288, 'blue'],
  [325, 'violet'],
  [360, 'pink'],
];

/** A name such as "dark blue", "pale grey", "brown", "beige". */
export function colourName(rgb: Rgb): string {
  const [lightness, a, b] = labOfRgb(rgb);
  const chroma = Math.hypot(a, b);
  if (lightness < 0.2 || (lightness < 0.26 && chroma < 0.03)) return 'black';
  if (chroma < 0.024) return greyName(lightness);
  const degrees = ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
  const hue = hues.find(([bound]) => degrees <= bound)?.[1] ?? 'pink';
  const own = ownName(hue, lightness, chroma);
  if (own !== undefined) return own;
  if (chroma < 0.05) return `${lightness > 0.8 ? 'pale' : lightness < 0.42 ? 'dark' : 'greyish'} ${hue}`;
  if (lightness < 0.42) return `dark ${hue}`;
  return lightness > 0.82 && hue !== 'yellow' ? `light ${hue}` : hue;
}

function greyName(lightness: number): string {
  if (lightness > 0.95) return 'white';
  if (lightness > 0.78) return 'pale grey';
  return lightness < 0.42 ? 'dark grey' : 'grey';
}

/** Colours that have a word of their own where others are called light or dark. */
function ownName(hue: string, lightness: number, chroma: number): string | undefined {
  if (hue === 'orange' || hue === 'yellow') {
    if (lightness > 0.8 && chroma < 0.09) return lightness > 0.93 ? 'cream' : 'beige';
    if (hue === 'yellow' && lightness < 0.7) return lightness < 0.42 ? 'dark olive' : 'olive';
    if (lightness < 0.62) return lightness < 0.38 ? 'dark brown' : 'brown';
  }
  if (hue === 'red' && lightness < 0.34 && chroma < 0.1) return 'dark brown';
  return hue === 'red' && lightness > 0.74 ? 'pink' : undefined;
}
