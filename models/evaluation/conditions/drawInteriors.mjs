/** Pictures of rooms: a cathedral and a birthday party. */
import {
  band,
  blur,
  glow,
  height,
  horizontal,
  mist,
  page,
  radial,
  repeat,
  round,
  seeded,
  veil,
  vertical,
  width,
} from './pictureShapes.mjs';

function column(x, foot, top, w, fill) {
  const shafts = repeat(
    4,
    (i) =>
      `<rect x="${round(x - w / 2 + (i * w) / 4)}" y="${round(top)}" width="${round(w / 4 + 0.5)}" height="${round(foot - top)}" fill="url(#${fill})"/>`,
  );
  return `${shafts}<rect x="${round(x - w * 0.72)}" y="${round(foot - w * 0.35)}" width="${round(w * 1.44)}" height="${round(w * 0.35)}" fill="#2b2019"/><polygon points="${round(x - w * 0.75)},${round(top - w * 0.3)} ${round(x + w * 0.75)},${round(top - w * 0.3)} ${round(x + w * 0.5)},${round(top + w * 0.3)} ${round(x - w * 0.5)},${round(top + w * 0.3)}" fill="#8d7357"/>`;
}

function lancet(x, y, w, h, random) {
  const colours = ['#2458c9', '#c2283a', '#e8b93a', '#2f9a5c', '#7a3fc0', '#3fb4e0'];
  const shape = `M${x} ${y + h} V${y + w * 0.7} Q${x} ${y + w * 0.25} ${x + w / 2} ${y} Q${x + w} ${y + w * 0.25} ${x + w} ${y + w * 0.7} V${y + h}Z`;
  const id = `pane${Math.round(x)}`;
  const panes = repeat(
    Math.ceil(h / 12) * 4,
    (i) =>
      `<rect x="${round(x + ((i % 4) * w) / 4)}" y="${round(y + Math.floor(i / 4) * 12)}" width="${round(w / 4)}" height="12" fill="${colours[Math.floor(random() * 6)]}" stroke="#140d12" stroke-width="1"/>`,
  );
  return `<clipPath id="${id}"><path d="${shape}"/></clipPath><path d="${shape}" fill="#7fa4ff" filter="url(#halo)" opacity="0.7"/><g clip-path="url(#${id})">${panes}<rect x="${round(x + w / 2 - 1.5)}" y="${y}" width="3" height="${h}" fill="#140d12"/></g><path d="${shape}" fill="none" stroke="#4a3a2e" stroke-width="4"/>`;
}

function rose(random, x, y, r) {
  const colours = ['#2f62d8', '#c8304a', '#f0c040', '#5a3fc8', '#3aa6d8'];
  return `<circle cx="${x}" cy="${y}" r="${r * 1.3}" fill="#9fb8ff" filter="url(#halo)" opacity="0.65"/><circle cx="${x}" cy="${y}" r="${r}" fill="#120c14"/>${repeat(16, (i) => `<g transform="rotate(${i * 22.5} ${x} ${y})"><ellipse cx="${x}" cy="${y - r * 0.68}" rx="${r * 0.125}" ry="${r * 0.25}" fill="${colours[i % 5]}"/><circle cx="${x}" cy="${y - r * 0.34}" r="${r * 0.062}" fill="${colours[(i + 2) % 5]}"/></g>`)}<circle cx="${x}" cy="${y}" r="${r * 0.22}" fill="#f6d873"/><circle cx="${x}" cy="${y}" r="${r}" fill="none" stroke="#5b4838" stroke-width="5"/>`;
}

/** Down the nave of a cathedral: columns, pointed arches, coloured windows, beams of light. */
export function cathedral() {
  const random = seeded(3);
  const definitions = [
    vertical('wall', [
      [0, '#1c1512'],
      [0.5, '#4a392b'],
      [1, '#2a1f18'],
    ]),
    vertical('apse', [
      [0, '#3a2c22'],
      [1, '#7d6247'],
    ]),
    horizontal('stone', [
      [0, '#4d3d2e'],
      [0.45, '#b59873'],
      [1, '#3a2c20'],
    ]),
    horizontal('stoneR', [
      [0, '#3a2c20'],
      [0.55, '#a98c68'],
      [1, '#4d3d2e'],
    ]),
    vertical('floor', [
      [0, '#8a6c4c'],
      [1, '#2a1e16'],
    ]),
    `<linearGradient id="beam" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#fff1c8" stop-opacity="0.62"/><stop offset="1" stop-color="#ffe1a0" stop-opacity="0"/></linearGradient>`,
    radial('flame', [
      [0, '#fff6d0'],
      [0.25, '#ffcb6b', 0.75],
      [1, '#ff9d2e', 0],
    ]),
    veil('dust', {
      frequency: '0.01',
      octaves: 4,
      seed: 3,
      gain: 2.2,
      cut: 0.5,
      colour: [1, 0.9, 0.7],
      soften: 2,
    }),
    veil('worn', {
      frequency: '0.05 0.03',
      octaves: 4,
      seed: 8,
      gain: 3,
      cut: 0.53,
      colour: [0.08, 0.05, 0.03],
    }),
    blur('halo', 12),
    blur('soft', 5),
  ].join('');
  const bays = [
    [0.28, 0],
    [0.42, 0],
    [0.62, 0],
    [0.92, 0],
    [1.36, 0],
  ].map(([scale]) => scale);
  const side = (sign) =>
    bays.map((scale, i) => {
      const [x, foot, top, w] = [480 + sign * 345 * scale, 402 + 165 * scale, 330 - 205 * scale, 54 * scale];
      const nextScale = bays[i + 1];
      const arch =
        nextScale === undefined
          ? ''
          : (() => {
              const [nx, nTop] = [480 + sign * 345 * nextScale, 330 - 205 * nextScale];
              return `<path d="M${round(x)} ${round(top)} Q${round((x + nx) / 2)} ${round(Math.min(top, nTop) - 120 * scale)} ${round(nx)} ${round(nTop)}" fill="none" stroke="#9a7e5d" stroke-width="${round(13 * scale)}"/>`;
            })();
      return arch + column(x, foot, top, w, sign < 0 ? 'stone' : 'stoneR');
    });
  const ribs = bays
    .map(
      (scale) =>
        `<path d="M${round(480 - 345 * scale)} ${round(330 - 205 * scale)} Q${round(480 - 300 * scale)} ${round(330 - 420 * scale)} 480 ${round(330 - 520 * scale)} Q${round(480 + 300 * scale)} ${round(330 - 420 * scale)} ${round(480 + 345 * scale)} ${round(330 - 205 * scale)}" fill="none" stroke="#a3866a" stroke-width="${round(10 * scale)}" opacity="0.9"/>`,
    )
    .join('');
  const pews = repeat(7, (i) => {
    const s = 0.34 + i * i * 0.03;
    const y = 402 + 165 * s;
    return [-1, 1]
      .map(
        (sign) =>
          `<polygon points="${round(480 + sign * 70 * s)},${round(y - 26 * s)} ${round(480 + sign * 300 * s)},${round(y - 26 * s)} ${round(480 + sign * 300 * s)},${round(y + 22 * s)} ${round(480 + sign * 70 * s)},${round(y + 22 * s)}" fill="#2a1a10" stroke="#5f4229" stroke-width="${round(2 * s)}"/>`,
      )
      .join('');
  });
  const candles = repeat(12, (i) =>
    glow(round(440 + (i % 6) * 16), round(413 + Math.floor(i / 6) * 7), 15, 'flame'),
  );
  const body = `${band(0, height, 'url(#wall)')}<polygon points="383,452 577,452 960,640 0,640" fill="url(#floor)"/><path d="M384 452 V270 Q480 120 576 270 V452Z" fill="url(#apse)"/>
${[404, 434, 506, 536].map((x) => lancet(x, 316, 22, 84, random)).join('')}${rose(random, 480, 262, 47)}
${lancet(226, 180, 46, 160, random)}${lancet(690, 180, 46, 160, random)}${lancet(80, 110, 78, 250, random)}${lancet(802, 110, 78, 250, random)}
${ribs}${[-1, 1].map((sign) => `<path d="M480 ${round(330 - 520 * 0.28)} L${480 + sign * 260} -60" stroke="#7d654d" stroke-width="5"/>`).join('')}<path d="M480 184 V0" stroke="#8d735a" stroke-width="6"/>
<polygon points="455,452 505,452 640,640 320,640" fill="#8e1f2c" opacity="0.9"/>${pews}<rect x="446" y="424" width="68" height="28" fill="#e9dcc0"/><rect x="476" y="388" width="8" height="38" fill="#e8c65a"/><rect x="466" y="398" width="28" height="7" fill="#e8c65a"/>${candles}${side(-1).join('')}${side(1).join('')}
${band(0, height, '#fff', 'filter="url(#worn)" opacity="0.3"')}<g filter="url(#soft)"><polygon points="90,120 165,140 560,600 330,620" fill="url(#beam)" opacity="0.75"/><polygon points="230,190 268,196 560,520 440,540" fill="url(#beam)" opacity="0.7"/><polygon points="455,240 505,240 600,560 480,590" fill="url(#beam)" opacity="0.35"/></g>${mist(60, 640, 'dust', 0.28)}`;
  return page(definitions, body, { vignette: 0.6 });
}

function balloon(random, x, y, r, colour) {
  return `<path d="M${x} ${y + r * 1.2} q${round((random() - 0.5) * 40)} ${r * 1.6} ${round((random() - 0.5) * 24)} ${r * 3.4}" stroke="#fff" stroke-width="1.6" fill="none" opacity="0.8"/><ellipse cx="${x}" cy="${y}" rx="${r}" ry="${round(r * 1.2)}" fill="${colour}"/><ellipse cx="${x}" cy="${y}" rx="${r}" ry="${round(r * 1.2)}" fill="url(#shine)"/><polygon points="${x - 5},${round(y + r * 1.3)} ${x + 5},${round(y + r * 1.3)} ${x},${round(y + r * 1.16)}" fill="${colour}"/>`;
}

function present(x, y, w, h, colour, ribbon) {
  return `<rect x="${x}" y="${y - h}" width="${w}" height="${h}" fill="${colour}"/><rect x="${x - 4}" y="${y - h - 10}" width="${w + 8}" height="18" fill="${colour}"/><rect x="${x - 4}" y="${y - h + 6}" width="${w + 8}" height="3" opacity="0.15"/><rect x="${x + w / 2 - 7}" y="${y - h - 10}" width="14" height="${h + 10}" fill="${ribbon}"/><path d="M${x + w / 2} ${y - h - 10} q-34 -34 -38 -8 q4 14 38 8 q34 -34 38 -8 q-4 14 -38 8Z" fill="${ribbon}"/>`;
}

/** A birthday: a cake with candles, balloons, bunting, presents, confetti. */
export function party() {
  const random = seeded(5);
  const colours = ['#ff3b6b', '#ffb400', '#21b8ff', '#7b4dff', '#2fd17a', '#ff7ad9', '#ff7b1f'];
  const definitions = [
    radial('wall', [
      [0, '#fff6d6'],
      [0.6, '#ffd9a0'],
      [1, '#ffb98a'],
    ]),
    vertical('table', [
      [0, '#ff86b0'],
      [1, '#d9437f'],
    ]),
    vertical('sponge', [
      [0, '#fff4e2'],
      [1, '#f7d6b0'],
    ]),
    `<radialGradient id="shine" cx="0.34" cy="0.28" r="0.8"><stop offset="0" stop-color="#fff" stop-opacity="0.75"/><stop offset="0.25" stop-color="#fff" stop-opacity="0.12"/><stop offset="1" stop-color="#000" stop-opacity="0.22"/></radialGradient>`,
    radial('flame', [
      [0, '#fffbe0'],
      [0.2, '#ffe27a', 0.9],
      [1, '#ffb53a', 0],
    ]),
    blur('soft', 6),
  ].join('');
  const bunting = (y, sag, phase) =>
    `<path d="M-10 ${y} Q480 ${y + sag * 2} 970 ${y}" stroke="#fff" stroke-width="3" fill="none"/>${repeat(
      16,
      (i) => {
        const t = (i + 0.5) / 16;
        const [x, top] = [t * width, y + sag * 4 * t * (1 - t)];
        return `<polygon points="${round(x - 23)},${round(top)} ${round(x + 23)},${round(top)} ${round(x)},${round(top + 46)}" fill="${colours[(i + phase) % 7]}"/>`;
      },
    )}`;
  const layer = (y, w, h, icing) =>
    `<path d="M${480 - w} ${y} V${y - h} H${480 + w} V${y} Q480 ${y + 22} ${480 - w} ${y}Z" fill="url(#sponge)"/><path d="M${480 - w} ${y - h} H${480 + w} V${y - h * 0.6} ${repeat(8, (i) => `q${round(-w / 8)} ${i % 2 ? 12 : 34} ${round(-w / 4)} 0`)}Z" fill="${icing}"/><ellipse cx="480" cy="${y - h}" rx="${w}" ry="${round(w * 0.13)}" fill="${icing}"/><ellipse cx="480" cy="${y - h - 2}" rx="${round(w * 0.94)}" ry="${round(w * 0.11)}" fill="#fff" opacity="0.35"/>${repeat(9, (i) => `<circle cx="${round(480 - w * 0.88 + (i * w * 1.76) / 8)}" cy="${round(y - h * 0.16)}" r="7" fill="${colours[i % 7]}"/>`)}`;
  const candles = repeat(7, (i) => {
    const x = 414 + i * 22;
    const y = 286 + (i % 2) * 5;
    return `<rect x="${x - 3.5}" y="${y - 46}" width="7" height="46" fill="${colours[(i + 1) % 7]}"/><path d="M${x - 3.5} ${y - 34} l7 -6 M${x - 3.5} ${y - 18} l7 -6" stroke="#fff" stroke-width="2"/>${glow(x, y - 57, 34, 'flame')}<path d="M${x} ${y - 70} q8 12 0 22 q-8 -10 0 -22Z" fill="#ffae2b"/><path d="M${x} ${y - 62} q4 7 0 13 q-4 -6 0 -13Z" fill="#fff6c8"/>`;
  });
  const flock = [
    [90, 210, 50],
    [170, 130, 44],
    [200, 260, 40],
    [60, 330, 42],
    [870, 200, 52],
    [790, 130, 44],
    [770, 270, 40],
    [905, 320, 44],
    [300, 190, 34],
    [670, 190, 34],
  ];
  const confetti = repeat(170, () => {
    const [x, y, turn] = [random() * width, random() * height, random() * 360];
    const colour = colours[Math.floor(random() * 7)];
    return random() < 0.5
      ? `<rect x="${round(x)}" y="${round(y)}" width="10" height="5" fill="${colour}" transform="rotate(${round(turn)} ${round(x)} ${round(y)})"/>`
      : `<circle cx="${round(x)}" cy="${round(y)}" r="3.4" fill="${colour}"/>`;
  });
  const body = `${band(0, height, 'url(#wall)')}${repeat(26, () => `<circle cx="${round(random() * width)}" cy="${round(random() * 460)}" r="${round(12 + random() * 34)}" fill="#fff" opacity="${round(0.12 + random() * 0.22)}" filter="url(#soft)"/>`)}
${bunting(16, 34, 0)}${bunting(-26, 60, 3)}${flock.map(([x, y, r], i) => balloon(random, x, y, r, colours[i % 7])).join('')}
<path d="M0 492 H960 V640 H0Z" fill="url(#table)"/><path d="M0 492 ${repeat(16, () => 'q30 44 60 0 ')} V480 H0Z" fill="#fff4fa"/>${repeat(28, (i) => `<circle cx="${(i * 151) % 960}" cy="${550 + ((i * 67) % 80)}" r="9" fill="#fff" opacity="0.3"/>`)}
<ellipse cx="480" cy="520" rx="240" ry="26" fill="#fff"/><ellipse cx="480" cy="515" rx="226" ry="21" fill="#d8e6f2"/>${layer(508, 178, 96, '#ff6fa3')}${layer(408, 132, 78, '#6fd3ff')}${layer(328, 90, 46, '#ffe066')}${candles}
${present(96, 560, 130, 100, '#21b8ff', '#ffe14d')}${present(220, 596, 96, 76, '#2fd17a', '#ff3b6b')}${present(720, 570, 140, 116, '#7b4dff', '#ffd23c')}${present(656, 606, 84, 66, '#ff7b1f', '#ffffff')}${confetti}`;
  return page(definitions, body, { grain: 0.04, vignette: 0.12 });
}
