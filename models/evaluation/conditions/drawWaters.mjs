/** Pictures of water: a harbour at dusk and a stormy sea. */
import {
  band,
  bend,
  blur,
  glints,
  glow,
  height,
  horizontal,
  page,
  repeat,
  ridge,
  round,
  radial,
  seeded,
  stars,
  veil,
  vertical,
  width,
} from './pictureShapes.mjs';

function sailingBoat(x, water, size, hull, sail, tilt = 0) {
  const mast = water - size * 1.75;
  return `<g transform="rotate(${tilt} ${x} ${water})">
<path d="M${x - size * 0.62} ${water - size * 0.2} L${x + size * 0.72} ${water - size * 0.24} Q${x + size * 0.6} ${water + size * 0.04} ${x + size * 0.4} ${water + size * 0.05} L${x - size * 0.42} ${water + size * 0.05} Z" fill="${hull}"/>
<path d="M${x - size * 0.6} ${water - size * 0.2} L${x + size * 0.7} ${water - size * 0.24}" stroke="#f3d9b0" stroke-width="${size * 0.025}" opacity="0.7"/>
<rect x="${x - size * 0.3}" y="${water - size * 0.32}" width="${size * 0.38}" height="${size * 0.13}" rx="3" fill="${hull}"/>
<rect x="${x - size * 0.02}" y="${mast}" width="${size * 0.032}" height="${size * 1.55}" fill="${hull}"/>
<path d="M${x + size * 0.05} ${mast + size * 0.06} Q${x + size * 0.42} ${water - size * 0.9} ${x + size * 0.6} ${water - size * 0.36} L${x + size * 0.05} ${water - size * 0.38} Z" fill="${sail}"/>
<path d="M${x - size * 0.04} ${mast + size * 0.22} Q${x - size * 0.2} ${water - size * 0.8} ${x - size * 0.52} ${water - size * 0.34} L${x - size * 0.04} ${water - size * 0.38} Z" fill="${sail}" opacity="0.82"/>
</g>`;
}

function mooredBoat(x, water, size, hull) {
  return `<path d="M${x - size} ${water - size * 0.3} Q${x} ${water - size * 0.16} ${x + size} ${water - size * 0.36} Q${x + size * 0.8} ${water + size * 0.1} ${x + size * 0.5} ${water + size * 0.1} L${x - size * 0.65} ${water + size * 0.1} Q${x - size * 0.9} ${water} ${x - size} ${water - size * 0.3}Z" fill="${hull}"/>
<rect x="${x - size * 0.3}" y="${water - size * 0.6}" width="${size * 0.6}" height="${size * 0.38}" fill="${hull}"/>
<rect x="${x - size * 0.2}" y="${water - size * 0.52}" width="${size * 0.16}" height="${size * 0.14}" fill="#ffd27a" opacity="0.9"/>
<rect x="${x + size * 0.06}" y="${water - size * 0.52}" width="${size * 0.16}" height="${size * 0.14}" fill="#ffd27a" opacity="0.9"/>
<path d="M${x} ${water - size * 0.6} V${water - size * 1.7} M${x} ${water - size * 1.55} L${x + size * 0.9} ${water - size * 0.38} M${x} ${water - size * 1.55} L${x - size * 0.9} ${water - size * 0.32}" stroke="${hull}" stroke-width="2.2" fill="none"/>`;
}

function house(random, x, foot, w, h, colour) {
  const roof = h * 0.36;
  const windows = repeat(4, (i) => {
    if (random() < 0.3) return '';
    const [left, top] = [x + w * (0.2 + 0.36 * (i % 2)), foot - h * (0.82 - 0.38 * Math.floor(i / 2))];
    return `<rect x="${round(left)}" y="${round(top)}" width="${round(w * 0.2)}" height="${round(h * 0.17)}" fill="#ffcf70" opacity="${round(0.65 + random() * 0.35)}"/>`;
  });
  return `<rect x="${x}" y="${foot - h}" width="${w}" height="${h}" fill="${colour}"/><polygon points="${x - 3},${foot - h} ${x + w / 2},${foot - h - roof} ${x + w + 3},${foot - h}" fill="#3a2436"/>${windows}`;
}

/** Evening in a small harbour: low sun, still water, boats, a lighthouse, a wooden pier. */
export function harbour({ seed = 11, sun = 610, calmer = false } = {}) {
  const random = seeded(seed);
  const horizon = 330;
  const definitions = [
    vertical('sky', [
      [0, '#2b3566'],
      [0.35, '#6a4f86'],
      [0.62, '#d4736b'],
      [0.85, '#f7a75a'],
      [1, '#ffd58a'],
    ]),
    vertical('sea', [
      [0, '#e79a63'],
      [0.12, '#b4696d'],
      [0.45, '#584672'],
      [1, '#1d2447'],
    ]),
    radial('sun', [
      [0, '#fffbe0'],
      [0.14, '#fff0b0'],
      [0.2, '#ffdf8a', 0.75],
      [0.5, '#ffb35c', 0.28],
      [1, '#ff9a4c', 0],
    ]),
    radial('lamp', [
      [0, '#fff3c0'],
      [0.25, '#ffd37a', 0.6],
      [1, '#ffb347', 0],
    ]),
    horizontal('pier', [
      [0, '#1c1420'],
      [1, '#3b2630'],
    ]),
    veil('cloud', { frequency: '0.004 0.02', seed, gain: 3, cut: 0.52, colour: [1, 0.72, 0.55] }),
    veil('dark', { frequency: '0.005 0.03', seed: seed + 4, gain: 3.4, cut: 0.55, colour: [0.32, 0.2, 0.4] }),
    veil('ripple', {
      frequency: '0.006 0.11',
      seed: seed + 1,
      gain: 3.2,
      cut: 0.5,
      colour: [0.1, 0.09, 0.24],
    }),
    veil('shine', { frequency: '0.008 0.13', seed: seed + 2, gain: 3.6, cut: 0.56, colour: [1, 0.72, 0.5] }),
    bend('wave', '0.004 0.06', 16, seed),
    blur('soft', 1.6),
  ].join('');
  const shore = repeat(9, (i) =>
    house(
      random,
      20 + i * 37 + random() * 8,
      horizon + 2,
      30 + random() * 10,
      36 + random() * 36,
      ['#7a4a54', '#8d5f57', '#5f4463', '#94685c'][i % 4],
    ),
  );
  const fleet =
    sailingBoat(430, 352, 52, '#2c1d33', '#f6cf9d') +
    sailingBoat(720, 372, 84, '#241a2e', '#f9dcae') +
    (calmer ? '' : sailingBoat(545, 340, 24, '#3a2840', '#efbd92'));
  const body = `${band(0, horizon + 6, 'url(#sky)')}${stars(random, 45, 150, '#fff3e6')}
${band(0, 300, '#fff', 'filter="url(#cloud)" opacity="0.75"')}${band(0, 296, '#fff', 'filter="url(#dark)" opacity="0.6"')}
${glow(sun, 312, 250, 'sun')}
${ridge(random, { y: 292, amplitude: 80, roughness: 0.48 }, '#7d4f72', 'opacity="0.75"')}${ridge(random, { y: 314, amplitude: 46, roughness: 0.5 }, '#553a5e')}
${band(horizon, height, 'url(#sea)')}${shore}
<path d="M352 331 L360 250 L378 250 L386 331 Z" fill="#ead2bd"/><path d="M354.6 305 L357 281 H381 L383.4 305 Z" fill="#b3474a"/><rect x="357" y="238" width="24" height="13" fill="#fff1b8"/><polygon points="354,239 369,224 384,239" fill="#7d3340"/>${glow(369, 245, 60, 'lamp', 'opacity="0.9"')}<path d="M300 333 Q370 318 440 333 Z" fill="#2c2036"/>
<g transform="matrix(1 0 0 -0.85 0 ${round(horizon * 1.85)})" opacity="0.5" filter="url(#wave)">${shore}<path d="M352 331 L360 250 L378 250 L386 331 Z" fill="#ead2bd"/></g>
<g transform="matrix(1 0 0 -0.8 0 638)" opacity="0.42" filter="url(#wave)">${sailingBoat(430, 352, 52, '#2c1d33', '#f6cf9d')}</g><g transform="matrix(1 0 0 -0.8 0 674)" opacity="0.45" filter="url(#wave)">${sailingBoat(720, 372, 84, '#241a2e', '#f9dcae')}</g>
${band(horizon, height, '#fff', 'filter="url(#ripple)" opacity="0.55"')}${band(horizon + 4, height, '#fff', 'filter="url(#shine)" opacity="0.4"')}
${glints(random, { x: sun, spread: 60, top: horizon + 2, bottom: 650, count: 160, colour: '#ffe2a0' })}
${fleet}${mooredBoat(180, 432, 62, '#1d1526')}
<g fill="url(#pier)"><polygon points="0,520 470,470 500,482 0,566"/>${repeat(8, (i) => `<rect x="${20 + i * 62}" y="${round(452 - i * 3.5)}" width="${round(15 - i)}" height="${round(150 - i * 12)}" rx="3"/>`)}</g>
<path d="M0 540 L486 475" stroke="#c47d62" stroke-width="2.4" opacity="0.75"/>${repeat(22, (i) => `<path d="M${i * 22} ${round(520 - i * 2.35)} l${round(9 - i * 0.2)} ${round(40 - i * 1.3)}" stroke="#0e0a12" stroke-width="1.3" opacity="0.75"/>`)}
<path d="M24 505 q40 22 66 -6 q36 20 60 -5 q34 18 60 -5" stroke="#120c16" stroke-width="2.4" fill="none"/>
${repeat(6, (i) => `<path d="M${540 + i * 34 + round(random() * 20)} ${round(120 + random() * 90)} q7 -8 12 0 q6 -8 13 -1" stroke="#2a1d33" stroke-width="2" fill="none"/>`)}`;
  return page(definitions, body);
}

/** A line of steep waves: trochoids with crests that lean, and foam where they are steepest. */
function swell(random, y, amplitude, fill) {
  const length = amplitude * 4.6;
  const phases = [random() * 7, random() * 7];
  const points = [];
  for (let t = -length; t < width + length; t += 5) {
    const local = amplitude * (0.72 + 0.28 * Math.sin(t / (length * 1.3) + phases[1]));
    const angle = (t / length) * 2 * Math.PI + phases[0];
    points.push({
      x: t + local * 0.62 * Math.sin(angle) + local * 0.3 * Math.cos(angle),
      y: y - local * Math.cos(angle),
      crest: Math.cos(angle),
    });
  }
  const line = points.map((point) => `${round(point.x)},${round(point.y)}`).join(' ');
  let foam = '';
  for (const { x, y: top, crest } of points) {
    if (crest < 0.35) continue;
    const depth = amplitude * 0.34 * (crest - 0.3) * (0.4 + random());
    foam += `<ellipse cx="${round(x - depth * 0.5)}" cy="${round(top + depth * 0.3)}" rx="${round(4 + depth * 0.9)}" ry="${round(0.8 + depth * 0.42)}" fill="#dce8e6" opacity="${round(0.35 + random() * 0.5)}" transform="rotate(-24 ${round(x)} ${round(top)})"/>`;
    if (random() < 0.5)
      foam += `<circle cx="${round(x + (random() - 0.2) * amplitude)}" cy="${round(top - random() * amplitude * 0.5)}" r="${round(0.5 + random() * amplitude * 0.018)}" fill="#e6efec" opacity="${round(0.2 + random() * 0.5)}"/>`;
  }
  return `<polygon points="${line} ${width + 300},${height} -300,${height}" fill="${fill}"/>${foam}`;
}

function bolt(random, x, top, bottom) {
  let [atX, atY] = [x, top];
  let path = `M${x} ${top}`;
  let branches = '';
  while (atY < bottom) {
    atX += (random() - 0.45) * 44;
    atY += 14 + random() * 20;
    path += ` L${round(atX)} ${round(atY)}`;
    if (random() < 0.3)
      branches += `M${round(atX)} ${round(atY)} l${round((random() - 0.5) * 70)} ${round(24 + random() * 30)} l${round((random() - 0.5) * 50)} ${round(20 + random() * 20)} `;
  }
  return `<path d="${path}" stroke="#dfe8ff" stroke-width="12" fill="none" filter="url(#haze)" opacity="0.8"/><path d="${path}" stroke="#fff" stroke-width="3.4" fill="none"/><path d="${branches}" stroke="#eef3ff" stroke-width="1.5" fill="none" opacity="0.85"/>`;
}

/** A ship in a storm: towering waves, torn clouds, lightning, rain. */
export function storm() {
  const random = seeded(29);
  const definitions = [
    vertical('sky', [
      [0, '#0d141c'],
      [0.5, '#2c3a44'],
      [0.8, '#5b6b70'],
      [1, '#7f8d8c'],
    ]),
    veil('heavy', {
      frequency: '0.005 0.012',
      octaves: 6,
      seed: 8,
      gain: 3.6,
      cut: 0.45,
      colour: [0.05, 0.07, 0.1],
    }),
    veil('torn', {
      frequency: '0.008 0.02',
      octaves: 6,
      seed: 21,
      gain: 3.2,
      cut: 0.53,
      colour: [0.62, 0.68, 0.72],
    }),
    veil('spray', {
      frequency: '0.012 0.05',
      octaves: 5,
      seed: 5,
      gain: 4.4,
      cut: 0.55,
      colour: [0.86, 0.92, 0.92],
    }),
    vertical('w1', [
      [0, '#6d8a8a'],
      [0.18, '#3f5a60'],
      [1, '#16262e'],
    ]),
    vertical('w2', [
      [0, '#6a9490'],
      [0.25, '#2c5054'],
      [1, '#0a161e'],
    ]),
    vertical('w3', [
      [0, '#5f8f88'],
      [0.3, '#1d444a'],
      [1, '#03080d'],
    ]),
    radial('flash', [
      [0, '#eef3ff', 0.75],
      [0.3, '#b9c8e0', 0.35],
      [1, '#9fb4d0', 0],
    ]),
    bend('rough', '0.02 0.03', 18, 6),
    blur('haze', 5),
  ].join('');
  const ship = `<g transform="translate(470 398) rotate(-17)"><path d="M-92 -14 L96 -24 Q84 24 52 28 L-58 28 Q-84 22 -92 -14Z" fill="#0a0d11"/><path d="M96 -24 L138 -44" stroke="#0a0d11" stroke-width="5"/>${[
    [-48, 128],
    [4, 158],
    [54, 122],
  ]
    .map(
      ([x, h]) =>
        `<path d="M${x} -14 V${-h}" stroke="#0a0d11" stroke-width="5"/><path d="M${x - 30} ${round(-h * 0.84)} Q${x + 6} ${round(-h * 0.66)} ${x - 34} ${round(-h * 0.34)} L${x + 32} ${round(-h * 0.38)} Q${x + 46} ${round(-h * 0.66)} ${x + 28} ${round(-h * 0.86)}Z" fill="#b9b3a4" opacity="0.93"/><path d="M${x - 36} ${round(-h * 0.85)} L${x + 34} ${round(-h * 0.87)}" stroke="#0a0d11" stroke-width="3"/>`,
    )
    .join(
      '',
    )}<path d="M-88 -14 L4 -150 L96 -24 M-48 -126 L54 -20" stroke="#0a0d11" stroke-width="1.2" fill="none"/></g>`;
  const body = `${band(0, height, 'url(#sky)')}${glow(760, 130, 330, 'flash')}${band(0, 420, '#fff', 'filter="url(#heavy)" opacity="0.95"')}${band(0, 420, '#fff', 'filter="url(#torn)" opacity="0.42"')}
${bolt(random, 770, 40, 350)}
<g filter="url(#rough)">${swell(random, 396, 22, 'url(#w1)')}${swell(random, 424, 40, 'url(#w1)')}</g>${ship}
<g filter="url(#rough)">${swell(random, 468, 54, 'url(#w2)')}</g>${band(430, height, '#fff', 'filter="url(#spray)" opacity="0.22"')}
<g filter="url(#rough)">${swell(random, 566, 82, 'url(#w3)')}</g>${band(500, height, '#fff', 'filter="url(#spray)" opacity="0.2"')}
${repeat(260, () => {
  const [x, y, l] = [random() * 1050, random() * height, 16 + random() * 26];
  return `<path d="M${round(x)} ${round(y)} l${round(-l * 0.45)} ${round(l)}" stroke="#c3d0d6" stroke-width="1" opacity="${round(0.1 + random() * 0.25)}"/>`;
})}`;
  return page(definitions, body, { vignette: 0.6 });
}
