/** Pictures of green land: a dark forest and a sunny meadow. */
import {
  band,
  bend,
  blur,
  glow,
  height,
  mist,
  page,
  repeat,
  ridge,
  ridgePoints,
  round,
  radial,
  seeded,
  veil,
  vertical,
  width,
} from './pictureShapes.mjs';

function trunk(random, x, foot, thickness, fill) {
  const lean = (random() - 0.5) * thickness * 0.8;
  const branches = repeat(5, () => {
    const [y, side, length] = [
      random() * foot * 0.75,
      random() < 0.5 ? -1 : 1,
      thickness * (1.2 + random() * 2.6),
    ];
    return `<path d="M${round(x)} ${round(y)} q${round(side * length * 0.5)} ${round(-length * 0.12)} ${round(side * length)} ${round(-length * 0.5)} m${round(-side * length * 0.4)} ${round(length * 0.26)} l${round(side * length * 0.2)} ${round(length * 0.3)}" stroke="${fill}" stroke-width="${round(thickness * 0.1)}" fill="none" stroke-linecap="round"/>`;
  });
  return `<path d="M${round(x - thickness * 0.8)} ${foot + 8} Q${round(x - thickness * 0.42)} ${foot - thickness} ${round(x - thickness * 0.38 + lean)} -10 L${round(x + thickness * 0.34 + lean)} -10 Q${round(x + thickness * 0.4)} ${foot - thickness} ${round(x + thickness * 0.9)} ${foot + 8} Z" fill="${fill}"/>${branches}`;
}

/** Night in an old forest: rows of trunks that sink into mist, a path, two eyes. */
export function forest() {
  const random = seeded(41);
  const definitions = [
    vertical('air', [
      [0, '#0b1a1c'],
      [0.5, '#27464a'],
      [0.72, '#3d5f5e'],
      [1, '#0b1514'],
    ]),
    radial('moon', [
      [0, '#cfe3d8', 0.75],
      [0.25, '#9dbdb2', 0.4],
      [1, '#6d9088', 0],
    ]),
    vertical('ground', [
      [0, '#1d3230'],
      [0.4, '#0e1a18'],
      [1, '#040707'],
    ]),
    veil('mist', {
      frequency: '0.003 0.016',
      seed: 12,
      gain: 2.4,
      cut: 0.42,
      colour: [0.55, 0.7, 0.68],
      soften: 3,
    }),
    veil('leaves', {
      frequency: '0.045 0.05',
      octaves: 4,
      seed: 4,
      gain: 9,
      cut: 0.5,
      colour: [0.01, 0.035, 0.03],
    }),
    veil('floor', {
      frequency: '0.03 0.12',
      octaves: 4,
      seed: 9,
      gain: 4,
      cut: 0.52,
      colour: [0.1, 0.17, 0.13],
    }),
    `<linearGradient id="fade" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#fff"/><stop offset="0.55" stop-color="#fff" stop-opacity="0.9"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></linearGradient><mask id="canopy"><rect width="${width}" height="260" fill="url(#fade)"/></mask>`,
    bend('bark', '0.01 0.03', 9, 3),
    blur('far', 1.6),
  ].join('');
  const rows = [
    [26, 14, 400, '#2c4a4c', 'filter="url(#far)"'],
    [16, 24, 430, '#1b3335', 'filter="url(#bark)"'],
    [10, 42, 480, '#0e2021', 'filter="url(#bark)"'],
  ];
  const row = ([count, thickness, foot, fill, more]) =>
    `<g ${more}>${repeat(count, (i) => trunk(random, ((i + 0.15 + random() * 0.7) / count) * width, foot + random() * 20, thickness * (0.7 + random() * 0.6), fill))}</g>`;
  const near = [
    [-6, 120],
    [118, 66],
    [812, 78],
    [944, 130],
  ]
    .map(([x, thickness]) => trunk(random, x, 585, thickness, '#030707'))
    .join('');
  const body = `${band(0, height, 'url(#air)')}${glow(500, 190, 330, 'moon')}
${row(rows[0])}${mist(200, 480, 'mist', 0.9)}${row(rows[1])}${mist(270, 520, 'mist', 0.75)}
<polygon points="0,432 ${ridgePoints(random, { y: 432, amplitude: 26 })
    .map(([x, y]) => `${round(x)},${round(y)}`)
    .join(' ')} ${width},${height} 0,${height}" fill="url(#ground)"/>
<path d="M500 430 C520 470 430 490 470 540 C500 580 380 610 330 640 L640 640 C650 590 590 570 560 530 C530 490 560 470 512 430 Z" fill="#4d625a" opacity="0.5"/>
${band(430, height, '#fff', 'filter="url(#floor)" opacity="0.8"')}${row(rows[2])}${mist(350, 610, 'mist', 0.5)}
<g filter="url(#bark)">${near}</g>${repeat(90, () => {
    const x = random() * width;
    const l = 12 + random() * 34;
    return `<path d="M${round(x)} ${height} q${round((random() - 0.5) * 20)} ${round(-l * 0.6)} ${round((random() - 0.5) * 34)} ${round(-l)}" stroke="#050b0a" stroke-width="2.4" fill="none"/>`;
  })}
<g mask="url(#canopy)">${band(0, 260, '#fff', 'filter="url(#leaves)" opacity="0.9"')}</g>
<g fill="#e8d98a"><ellipse cx="716" cy="452" rx="4.2" ry="3"/><ellipse cx="732" cy="452" rx="4.2" ry="3"/></g><g fill="#10120a"><ellipse cx="716.5" cy="452" rx="1.1" ry="2.6"/><ellipse cx="732.5" cy="452" rx="1.1" ry="2.6"/></g>`;
  return page(definitions, body, { vignette: 0.75 });
}

function flower(random, x, y, size, colours) {
  const colour = colours[Math.floor(random() * colours.length)];
  const stem = `<path d="M${x} ${y} q${round(size * 0.3)} ${round(size * 1.2)} ${round(-size * 0.1)} ${round(size * 3)}" stroke="#2f7d2c" stroke-width="${round(size * 0.22)}" fill="none"/>`;
  const petals = repeat(
    6,
    (i) =>
      `<ellipse cx="${x}" cy="${round(y - size * 0.6)}" rx="${round(size * 0.34)}" ry="${round(size * 0.6)}" transform="rotate(${i * 60} ${x} ${y})" fill="${colour}"/>`,
  );
  return `${size > 3 ? stem + petals : `<circle cx="${x}" cy="${y}" r="${round(size * 0.8)}" fill="${colour}"/>`}<circle cx="${x}" cy="${y}" r="${round(size * 0.34)}" fill="#ffd23c"/>`;
}

function cloud(random, x, y, size) {
  return `<g filter="url(#cotton)">${repeat(15, () => {
    const at = (random() - 0.5) * 2;
    return `<circle cx="${round(x + at * size)}" cy="${round(y - random() * size * 0.42 * (1 - at * at))}" r="${round(size * (0.16 + random() * 0.18) * (1.1 - at * at * 0.7))}" fill="#fff"/>`;
  })}<ellipse cx="${x}" cy="${round(y + size * 0.1)}" rx="${round(size * 1.05)}" ry="${round(size * 0.16)}" fill="#e3effb"/></g>`;
}

/** A summer morning: blue sky, white clouds, rolling hills, a tree, flowers. */
export function meadow() {
  const random = seeded(7);
  const colours = ['#ff4d6d', '#ffffff', '#ffd93b', '#ff8fd0', '#a86bff', '#ff9933', '#f7f7ff'];
  const definitions = [
    vertical('sky', [
      [0, '#2f8fe8'],
      [0.6, '#8fd0fb'],
      [1, '#e4f6ff'],
    ]),
    radial('sun', [
      [0, '#fffdf0'],
      [0.16, '#fff8c8'],
      [0.22, '#fff1a0', 0.6],
      [1, '#fff1a0', 0],
    ]),
    vertical('h1', [
      [0, '#9ccf7a'],
      [1, '#7dbb66'],
    ]),
    vertical('h2', [
      [0, '#86cf4e'],
      [1, '#58ab3a'],
    ]),
    vertical('h3', [
      [0, '#7fd23f'],
      [0.5, '#4fae2d'],
      [1, '#2f8a24'],
    ]),
    veil('grass', {
      frequency: '0.11 0.02',
      octaves: 3,
      seed: 3,
      gain: 3,
      cut: 0.52,
      colour: [0.93, 0.98, 0.5],
    }),
    veil('shade', {
      frequency: '0.01 0.03',
      octaves: 3,
      seed: 6,
      gain: 2.6,
      cut: 0.5,
      colour: [0.08, 0.35, 0.1],
    }),
    veil('foliage', {
      frequency: '0.06',
      octaves: 4,
      seed: 2,
      gain: 5,
      cut: 0.5,
      colour: [0.75, 0.93, 0.35],
    }),
    bend('leafy', '0.05', 14, 2),
    bend('cotton', '0.02', 26, 8),
  ].join('');
  const crown = repeat(40, () => {
    const [angle, reach] = [random() * 6.283, random() ** 0.5];
    return `<circle cx="${round(700 + Math.cos(angle) * reach * 84)}" cy="${round(268 + Math.sin(angle) * reach * 60)}" r="${round(20 + random() * 20)}" fill="${['#2f8f2f', '#3ba238', '#4cb541'][Math.floor(random() * 3)]}"/>`;
  });
  const blooms = repeat(330, () => {
    const depth = random() ** 0.85;
    return flower(
      random,
      round(random() * width),
      round(432 + depth * 205),
      round(1.2 + depth ** 2 * 8.5),
      colours,
    );
  });
  const body = `${band(0, 420, 'url(#sky)')}${glow(170, 110, 210, 'sun')}
${cloud(random, 420, 130, 105)}${cloud(random, 770, 90, 130)}${cloud(random, 640, 215, 60)}${cloud(random, 120, 250, 70)}
${ridge(random, { y: 332, amplitude: 60, roughness: 0.32 }, '#a9cfb4')}${ridge(random, { y: 360, amplitude: 60, roughness: 0.3 }, 'url(#h1)')}
<path d="M0 400 C180 330 330 410 520 380 S820 330 960 372 V640 H0Z" fill="url(#h2)"/>
<ellipse cx="706" cy="398" rx="120" ry="13" fill="#2c7a28" opacity="0.55"/><path d="M688 400 Q696 350 690 290 L712 290 Q708 350 720 400Z" fill="#6b4526"/><g filter="url(#leafy)">${crown}</g><g opacity="0.5"><clipPath id="top"><ellipse cx="694" cy="252" rx="96" ry="64"/></clipPath><rect x="580" y="170" width="240" height="170" fill="#fff" filter="url(#foliage)" clip-path="url(#top)"/></g>
<path d="M0 452 C220 404 420 470 640 430 S900 420 960 440 V640 H0Z" fill="url(#h3)"/>${mist(390, 760, 'shade', 0.35)}${mist(400, 780, 'grass', 0.5)}
<path d="M470 640 C500 560 600 520 560 470 C545 445 590 420 600 404 L612 404 C606 424 580 446 600 470 C650 530 590 570 600 640Z" fill="#e9d7a0" opacity="0.9"/>${blooms}
${repeat(4, (i) => {
  const [x, y] = [250 + i * 150 + random() * 60, 440 + random() * 90];
  const c = ['#ff7ab8', '#6ac4ff', '#ffb52e', '#fff'][i];
  return `<g transform="translate(${round(x)} ${round(y)}) rotate(${round(random() * 60 - 30)})"><ellipse cx="-6" cy="-4" rx="7" ry="5" fill="${c}"/><ellipse cx="6" cy="-4" rx="7" ry="5" fill="${c}"/><ellipse cx="-4" cy="4" rx="5" ry="4" fill="${c}"/><ellipse cx="4" cy="4" rx="5" ry="4" fill="${c}"/><rect x="-1" y="-7" width="2" height="13" fill="#333"/></g>`;
})}`;
  return page(definitions, body, { grain: 0.04, vignette: 0.08 });
}
