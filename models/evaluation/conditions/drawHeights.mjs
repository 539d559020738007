/** Pictures of bare land: a snow mountain and a desert at noon. */
import {
  band,
  bend,
  blur,
  fir,
  glow,
  height,
  mist,
  page,
  repeat,
  ridge,
  round,
  radial,
  seeded,
  veil,
  vertical,
  width,
} from './pictureShapes.mjs';

/** A peak: its lit side, its shaded side, and rock that breaks through the snow. */
function peak(random, x, top, half, foot, light, shade) {
  const steps = 22;
  const edge = [];
  for (let i = 0; i <= steps; i++)
    edge.push([
      x + (random() - 0.42) * half * 0.13 * Math.sin((i / steps) * 3.1) + (i / steps) * half * 0.16,
      top + ((foot - top) * i) / steps,
    ]);
  const flank = (side) => {
    const points = [];
    for (let i = 1; i <= steps; i++)
      points.push([
        x + side * half * (i / steps) ** 0.94 + (random() - 0.5) * half * 0.05,
        top + ((foot - top) * i) / steps + (random() - 0.5) * 8,
      ]);
    return points;
  };
  const points = (list) => list.map(([a, b]) => `${round(a)},${round(b)}`).join(' ');
  const gullies = repeat(60, () => {
    const down = 0.06 + random() ** 0.8 * 0.9;
    const side = random() < 0.5 ? -1 : 1;
    const [atX, atY] = [x + side * random() * half * down * 0.86, top + (foot - top) * down];
    const length = 14 + random() * 60 * down;
    const slope = side * (0.25 + random() * 0.5);
    return `<path d="M${round(atX)} ${round(atY)} l${round(length * slope)} ${round(length)} l${round(-side * length * 0.1)} ${round(-length * 0.3)} Z" fill="#3d4c66" opacity="${round(0.25 + random() * 0.4)}"/>`;
  });
  return `<polygon points="${points([[x, top], ...flank(-1), ...edge.toReversed()])}" fill="${light}"/><polygon points="${points([[x, top], ...flank(1), ...edge.toReversed()])}" fill="${shade}"/>${gullies}<polygon points="${points([[x, top], ...flank(1), ...flank(-1).toReversed()])}" filter="url(#stone)"/>`;
}

/** A snow mountain in clear light above firs and a frozen lake. */
export function mountain() {
  const random = seeded(19);
  const definitions = [
    vertical('sky', [
      [0, '#1f62b0'],
      [0.6, '#7fb6e6'],
      [1, '#dceefb'],
    ]),
    vertical('lit', [
      [0, '#ffffff'],
      [0.7, '#eaf3fc'],
      [1, '#cfe0f0'],
    ]),
    vertical('shaded', [
      [0, '#9db8d8'],
      [0.6, '#7d9cc4'],
      [1, '#a9c2de'],
    ]),
    vertical('snow', [
      [0, '#f6fbff'],
      [1, '#bcd2e8'],
    ]),
    veil('wisp', { frequency: '0.005 0.02', seed: 14, gain: 3.2, cut: 0.54, colour: [1, 1, 1] }),
    veil('drift', {
      frequency: '0.006 0.05',
      octaves: 4,
      seed: 5,
      gain: 2.6,
      cut: 0.52,
      colour: [0.5, 0.64, 0.82],
    }),
    veil('stone', {
      frequency: '0.05 0.022',
      octaves: 5,
      seed: 7,
      gain: 5,
      cut: 0.58,
      colour: [0.22, 0.28, 0.38],
    }),
    bend('rock', '0.03', 13, 4),
    radial('sun', [
      [0, '#fffef6', 1],
      [0.16, '#fffdf0', 1],
      [0.24, '#fff', 0.5],
      [1, '#fff', 0],
    ]),
  ].join('');
  const firs = (count, from, to, y, size, fill) =>
    repeat(count, () =>
      fir(random, from + random() * (to - from), y + random() * 18, size * (0.65 + random() * 0.6), fill),
    );
  const body = `${band(0, height, 'url(#sky)')}${glow(110, 70, 200, 'sun')}${band(0, 330, '#fff', 'filter="url(#wisp)" opacity="0.7"')}
<g filter="url(#rock)" opacity="0.8">${peak(random, 130, 220, 260, 470, '#dbe8f5', '#9fb9d8')}${peak(random, 850, 200, 290, 470, '#dbe8f5', '#9fb9d8')}</g>
<g filter="url(#rock)">${peak(random, 690, 170, 230, 480, 'url(#lit)', 'url(#shaded)')}${peak(random, 455, 58, 360, 490, 'url(#lit)', 'url(#shaded)')}</g>
${mist(350, 520, 'wisp', 0.9)}
<g opacity="0.85">${firs(70, -20, 980, 456, 46, '#41617f')}</g><path d="M0 462 Q240 436 480 464 T960 452 V640 H0Z" fill="url(#snow)"/>
${firs(34, -20, 330, 486, 88, '#24425a')}${firs(30, 640, 980, 486, 92, '#24425a')}
<path d="M0 520 Q260 478 520 528 T960 510 V640 H0Z" fill="url(#snow)"/>${band(470, height, '#fff', 'filter="url(#drift)" opacity="0.5"')}
${[
  [40, 618, 230],
  [122, 640, 168],
  [880, 626, 262],
  [800, 646, 176],
  [950, 650, 200],
]
  .map(([x, foot, size]) => fir(random, x, foot, size, '#122b3b'))
  .join('')}
<g transform="translate(560 505)"><path d="M-34 0 V-26 H34 V0Z" fill="#5f3d2a"/><polygon points="-44,-24 0,-54 44,-24" fill="#f4f9ff"/><rect x="-8" y="-18" width="12" height="18" fill="#33211a"/><rect x="14" y="-18" width="11" height="10" fill="#ffd77e"/><rect x="18" y="-58" width="8" height="18" fill="#5f3d2a"/></g>`;
  return page(definitions, body, { grain: 0.05, vignette: 0.15 });
}

/** A dune: a sunlit face and a shaded one that meet in a sharp, winding crest. */
function dune(crest, lit, shaded, foot) {
  const path = crest
    .map(([x, y], i) => (i === 0 ? `M${x} ${y}` : `${i % 2 === 1 ? 'Q' : ''}${x} ${y}`))
    .join(' ');
  const [lastX] = crest.at(-1);
  const [firstX] = crest[0];
  return `<path d="${path} L${lastX} ${foot} L${firstX} ${foot}Z" fill="${lit}"/>${shaded}`;
}

function camel(x, y, size, rider) {
  const person = rider
    ? `<path d="M-4 -50 q6 -20 13 -1 l3 22 h-18Z" fill="#2b1508"/><circle cx="3" cy="-64" r="6.4" fill="#2b1508"/>`
    : `<path d="M-12 -44 h26 l4 18 h-34Z" fill="#7a2f1c"/>`;
  return `<g transform="translate(${x} ${y}) scale(${size})"><path d="M-34 -34 Q-26 -42 -16 -38 Q-4 -62 8 -40 Q20 -42 30 -36 Q40 -36 44 -52 Q46 -62 56 -62 Q66 -60 64 -53 Q56 -52 54 -48 Q50 -26 34 -20 L33 0 L29 0 L27 -20 L22 -19 L20 0 L16 0 L15 -21 L-16 -21 L-18 0 L-22 0 L-23 -22 L-28 -22 L-31 0 L-35 0 L-33 -24 Q-38 -28 -40 -14 Q-40 -30 -34 -34Z" fill="#3a1d0c"/>${person}<ellipse cx="-40" cy="4" rx="60" ry="5" fill="#7a3f12" opacity="0.4"/></g>`;
}

/** A caravan crosses high dunes under a white sun. */
export function desert() {
  const random = seeded(23);
  const definitions = [
    vertical('sky', [
      [0, '#4aa3dc'],
      [0.5, '#a9d6ea'],
      [1, '#fff0c8'],
    ]),
    radial('sun', [
      [0, '#ffffff'],
      [0.17, '#fffdf4'],
      [0.24, '#fffbe6', 0.65],
      [1, '#fffdf4', 0],
    ]),
    vertical('far', [
      [0, '#efc389'],
      [1, '#e4a860'],
    ]),
    vertical('lit', [
      [0, '#ffd58a'],
      [0.5, '#f5b456'],
      [1, '#dd8f38'],
    ]),
    vertical('lit2', [
      [0, '#ffcf78'],
      [0.6, '#eda444'],
      [1, '#cf7c2a'],
    ]),
    vertical('dark', [
      [0, '#b4662a'],
      [1, '#d18a43'],
    ]),
    vertical('dark2', [
      [0, '#9c4f1d'],
      [1, '#c47a36'],
    ]),
    veil('ripples', {
      frequency: '0.012 0.14',
      octaves: 3,
      seed: 10,
      gain: 3.2,
      cut: 0.5,
      colour: [0.6, 0.3, 0.08],
    }),
    veil('dust', {
      frequency: '0.004 0.02',
      octaves: 4,
      seed: 2,
      gain: 2.6,
      cut: 0.5,
      colour: [1, 0.93, 0.75],
    }),
    blur('soft', 2),
  ].join('');
  const body = `${band(0, 400, 'url(#sky)')}${glow(640, 96, 260, 'sun')}
${ridge(random, { y: 322, amplitude: 60, roughness: 0.36 }, '#f0cf9f')}${ridge(random, { y: 348, amplitude: 50, roughness: 0.32 }, 'url(#far)')}${mist(220, 420, 'dust', 0.7)}
${dune(
  [
    [0, 372],
    [150, 330],
    [330, 306],
    [480, 300],
    [600, 352],
    [760, 390],
    [960, 366],
  ],
  'url(#lit)',
  '<path d="M330 306 Q420 296 480 300 Q620 350 760 390 L560 430 Q470 390 420 350 Q380 322 330 306Z" fill="url(#dark)"/>',
  640,
)}
${[
  [150, 392, 0.5, true],
  [225, 396, 0.53, false],
  [305, 402, 0.56, true],
  [390, 410, 0.6, false],
]
  .map((each) => camel(...each))
  .join('')}
${dune(
  [
    [0, 470],
    [190, 440],
    [420, 470],
    [640, 400],
    [790, 372],
    [880, 400],
    [960, 440],
  ],
  'url(#lit2)',
  '<path d="M790 372 Q880 400 960 440 V580 Q880 520 830 470 Q800 420 790 372Z" fill="url(#dark)"/>',
  640,
)}
${dune(
  [
    [0, 520],
    [130, 470],
    [300, 484],
    [520, 520],
    [640, 590],
    [780, 620],
    [960, 600],
  ],
  'url(#lit)',
  '<path d="M0 520 Q60 490 160 474 Q330 486 520 520 Q600 566 640 640 H250 Q330 590 250 550 Q160 520 0 560Z" fill="url(#dark2)" opacity="0.92"/>',
  640,
)}
${mist(330, 800, 'ripples', 0.4)}`;
  return page(definitions, body, { grain: 0.05, vignette: 0.1 });
}
