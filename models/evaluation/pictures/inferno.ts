/**
 * The colour map “inferno” (Smith and van der Walt 2015, CC0): equal steps of level look equally far apart, in print and
 * in colour blindness too. Sixteen of its 256 colours; those between are mixed.
 */
const stops: readonly (readonly [number, number, number])[] = [
  [0, 0, 4],
  [12, 8, 38],
  [36, 12, 79],
  [66, 10, 104],
  [93, 18, 110],
  [120, 28, 109],
  [147, 38, 103],
  [174, 48, 92],
  [199, 62, 76],
  [221, 81, 58],
  [237, 105, 37],
  [248, 133, 15],
  [252, 165, 10],
  [250, 198, 45],
  [242, 230, 97],
  [252, 255, 164],
];

/** Red, green and blue, 0–255, of a level 0…1; what is beyond is held at the ends. */
export function inferno(level: number): [number, number, number] {
  const at = Math.max(0, Math.min(1, level)) * (stops.length - 1);
  const below = stops[Math.floor(at)] ?? [0, 0, 0];
  const above = stops[Math.ceil(at)] ?? below;
  const part = at - Math.floor(at);
  const mix = (i: 0 | 1 | 2): number => Math.round(below[i] + (above[i] - below[i]) * part);
  return [mix(0), mix(1), mix(2)];
}
