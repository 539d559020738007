/** Shapes of which the evaluation pictures are drawn: SVG as strings, everything seeded. */

/** Size of every picture in pixels. */
export const width = 960;
export const height = 640;

/** Random numbers in 0…1 from a seed (mulberry32); the same everywhere. */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export const round = (number) => Math.round(number * 10) / 10;

/** `count` strings of `make(index)`, joined. */
export const repeat = (count, make) =>
  Array.from({ length: count }, (_unused, index) => make(index)).join('');

/** A vertical gradient of `[offset, colour, opacity]` stops. */
export function vertical(id, stops) {
  return `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1">${stopList(stops)}</linearGradient>`;
}

/** A horizontal gradient. */
export function horizontal(id, stops) {
  return `<linearGradient id="${id}">${stopList(stops)}</linearGradient>`;
}

/** A round gradient, from its middle outwards. */
export function radial(id, stops) {
  return `<radialGradient id="${id}">${stopList(stops)}</radialGradient>`;
}

function stopList(stops) {
  return stops
    .map(
      ([at, colour, opacity = 1]) =>
        `<stop offset="${at}" stop-color="${colour}" stop-opacity="${opacity}"/>`,
    )
    .join('');
}

/** A blur of `radius` pixels. */
export const blur = (id, radius) =>
  `<filter id="${id}" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="${radius}"/></filter>`;

/**
 * Noise as a veil of one colour: clouds, smoke, foam, bark.
 *
 * @param options - `frequency` as in feTurbulence, `gain` and `cut` shape its opacity, `colour` is `r g b` in 0…1.
 */
export function veil(
  id,
  { frequency, octaves = 5, seed, gain, cut, colour, kind = 'fractalNoise', soften = 0 },
) {
  const [red, green, blue] = colour;
  return `<filter id="${id}" x="0" y="0" width="100%" height="100%" color-interpolation-filters="sRGB">
<feTurbulence type="${kind}" baseFrequency="${frequency}" numOctaves="${octaves}" seed="${seed}"/>
<feColorMatrix values="0 0 0 0 ${red} 0 0 0 0 ${green} 0 0 0 0 ${blue} ${gain} 0 0 0 ${-gain * cut}"/>
${soften > 0 ? `<feGaussianBlur stdDeviation="${soften}"/>` : ''}<feComposite operator="in" in2="SourceGraphic"/></filter>`;
}

/** Bends the edges of what it is laid on, as wind and hand would. */
export const bend = (id, frequency, scale, seed) =>
  `<filter id="${id}" x="-10%" y="-10%" width="120%" height="120%"><feTurbulence type="fractalNoise" baseFrequency="${frequency}" numOctaves="3" seed="${seed}"/><feDisplacementMap in="SourceGraphic" scale="${scale}" xChannelSelector="R" yChannelSelector="G"/></filter>`;

/** A rectangle over the whole width, or a part of it. */
export function band(top, bottom, fill, more = '') {
  return `<rect x="0" y="${top}" width="${width}" height="${bottom - top}" fill="${fill}" ${more}/>`;
}

/** A veil over a part of the height that fades in at its top and out at its foot. */
export const mist = (top, bottom, id, opacity) =>
  band(top, bottom, 'url(#feather)', `filter="url(#${id})" opacity="${opacity}"`);

/** The points of a mountain line by midpoint displacement. */
export function ridgePoints(random, { y, amplitude, roughness = 0.5, steps = 7 }) {
  let heights = [y + (random() - 0.5) * amplitude, y + (random() - 0.5) * amplitude];
  let reach = amplitude;
  for (let step = 0; step < steps; step++) {
    const next = [];
    for (let i = 0; i + 1 < heights.length; i++) {
      next.push(heights[i], (heights[i] + heights[i + 1]) / 2 + (random() - 0.5) * reach);
    }
    next.push(heights.at(-1));
    heights = next;
    reach *= roughness;
  }
  return heights.map((value, i) => [(i / (heights.length - 1)) * width, value]);
}

/** A filled mountain line, closed at the lower edge. */
export function ridge(random, shape, fill, more = '') {
  const points = ridgePoints(random, shape).map(([x, y]) => `${round(x)},${round(y)}`);
  return `<polygon points="0,${height} ${points.join(' ')} ${width},${height}" fill="${fill}" ${more}/>`;
}

/** A fir: layered branches around a trunk that stands at `x`, `foot`. */
export function fir(random, x, foot, size, fill) {
  const half = size * 0.2;
  const tiers = 9;
  let left = '';
  let right = '';
  for (let i = 0; i <= tiers; i++) {
    const y = foot - size + (size * 0.93 * i) / tiers;
    const reach = (half * i) / tiers;
    const out = reach * (0.85 + random() * 0.3);
    left += `${round(x - reach * 0.55)},${round(y - size * 0.012)} ${round(x - out)},${round(y + size * 0.045)} `;
    right = `${round(x + out * (0.9 + random() * 0.2))},${round(y + size * 0.045)} ${round(x + reach * 0.55)},${round(y - size * 0.012)} ${right}`;
  }
  const trunk = `<rect x="${round(x - size * 0.015)}" y="${round(foot - size * 0.08)}" width="${round(size * 0.03)}" height="${round(size * 0.08)}" fill="${fill}"/>`;
  return `${trunk}<polygon points="${round(x)},${round(foot - size)} ${left}${right}" fill="${fill}"/>`;
}

/** Small lights over a band of the sky. */
export function stars(random, count, bottom, colour = '#fff') {
  return repeat(count, () => {
    const [x, y, r, o] = [
      random() * width,
      random() ** 1.4 * bottom,
      0.4 + random() ** 3 * 1.3,
      0.3 + random() * 0.7,
    ];
    return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(r)}" fill="${colour}" opacity="${round(o)}"/>`;
  });
}

/** A soft light: a circle filled with a round gradient of the given id. */
export const glow = (x, y, r, id, more = '') =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="url(#${id})" ${more}/>`;

/** Short strokes of light on water, wider and further apart towards the viewer. */
export function glints(random, { x, spread, top, bottom, count, colour, opacity = 0.7 }) {
  return repeat(count, () => {
    const depth = random() ** 1.3;
    const y = top + depth * (bottom - top);
    const centre = x + (random() + random() + random() - 1.5) * spread * (0.35 + depth);
    const length = 5 + depth * 46 * random();
    return `<ellipse cx="${round(centre)}" cy="${round(y)}" rx="${round(length)}" ry="${round(0.6 + depth * 1.7)}" fill="${colour}" opacity="${round(opacity * (0.35 + random() * 0.65))}"/>`;
  });
}

/** The whole SVG, with a fine grain over it as film and paper have. */
export function page(definitions, body, { grain = 0.07, vignette = 0.35 } = {}) {
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<defs>${definitions}
<radialGradient id="edges" cx="0.5" cy="0.5" r="0.75"><stop offset="0.55" stop-opacity="0"/><stop offset="1" stop-opacity="${vignette}"/></radialGradient>
<linearGradient id="feather" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#fff" stop-opacity="0"/><stop offset="0.35" stop-color="#fff"/><stop offset="0.65" stop-color="#fff"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></linearGradient>
<filter id="grain" x="0" y="0" width="100%" height="100%"><feTurbulence type="fractalNoise" baseFrequency="0.8" numOctaves="2" seed="3"/><feColorMatrix values="0 0 0 0 0.5 0 0 0 0 0.5 0 0 0 0 0.5 0 1.6 0 0 -0.6"/></filter>
</defs>${body}${band(0, height, 'url(#edges)')}<rect width="${width}" height="${height}" filter="url(#grain)" opacity="${grain}"/></svg>`;
}
