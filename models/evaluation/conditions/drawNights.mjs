/** Pictures of nights: a neon city and a battlefield on fire. */
import {
  band,
  bend,
  blur,
  glow,
  height,
  mist,
  page,
  radial,
  repeat,
  ridge,
  round,
  seeded,
  stars,
  veil,
  vertical,
  width,
} from './pictureShapes.mjs';

function tower(random, x, w, top, fill) {
  const [columns, rows] = [Math.max(2, Math.floor(w / 13)), Math.floor((470 - top) / 15)];
  const windows = repeat(columns * rows, (i) => {
    if (random() < 0.52) return '';
    const colour = ['#ffdf9a', '#ffcf70', '#8fd8ff', '#f7b8ff', '#fff0cf'][Math.floor(random() * 5)];
    const [left, y] = [x + 5 + (i % columns) * ((w - 8) / columns), top + 9 + Math.floor(i / columns) * 15];
    return `<rect x="${round(left)}" y="${round(y)}" width="5.5" height="8" fill="${colour}" opacity="${round(0.3 + random() * 0.65)}"/>`;
  });
  return `<rect x="${round(x)}" y="${top}" width="${round(w)}" height="${480 - top}" fill="${fill}"/>${windows}`;
}

function neon(x, y, w, h, colour, shape) {
  const drawn = {
    bar: `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="6" fill="none"/>`,
    zig: `<path d="M${x} ${y} l${w} ${h * 0.25} l${-w} ${h * 0.25} l${w} ${h * 0.25} l${-w} ${h * 0.25}" fill="none"/>`,
    ring: `<circle cx="${x + w / 2}" cy="${y + h / 2}" r="${w / 2}" fill="none"/><path d="M${x + w * 0.25} ${y + h / 2} h${w * 0.5} M${x + w / 2} ${y + h * 0.3} v${h * 0.4}" fill="none"/>`,
    note: `<path d="M${x} ${y + h} V${y} L${x + w} ${y - 8} V${y + h - 8}" fill="none"/><circle cx="${x - 7}" cy="${y + h}" r="8" fill="${colour}"/><circle cx="${x + w - 7}" cy="${y + h - 8}" r="8" fill="${colour}"/>`,
  }[shape];
  return `<g stroke="${colour}" stroke-width="11" opacity="0.85" filter="url(#halo)">${drawn}</g><g stroke="${colour}" stroke-width="5">${drawn}</g><g stroke="#fff" stroke-width="1.6" opacity="0.85">${drawn}</g>`;
}

/** A rainy street at night between towers and neon signs. */
export function city() {
  const random = seeded(77);
  const definitions = [
    vertical('sky', [
      [0, '#070417'],
      [0.5, '#1d0d3d'],
      [0.85, '#59206d'],
      [1, '#a1337f'],
    ]),
    vertical('street', [
      [0, '#2b1245'],
      [0.4, '#120a26'],
      [1, '#06040f'],
    ]),
    radial('haze', [
      [0, '#ff5bd0', 0.6],
      [1, '#ff5bd0', 0],
    ]),
    radial('lamp', [
      [0, '#fff6d8'],
      [0.2, '#ffd98a', 0.7],
      [1, '#ffb347', 0],
    ]),
    radial('red', [
      [0, '#ffb0a0'],
      [0.3, '#ff2d3f', 0.8],
      [1, '#ff2d3f', 0],
    ]),
    veil('smog', {
      frequency: '0.005 0.014',
      seed: 31,
      gain: 2.6,
      cut: 0.48,
      colour: [0.75, 0.3, 0.7],
      soften: 2,
    }),
    veil('wet', {
      frequency: '0.01 0.09',
      octaves: 4,
      seed: 6,
      gain: 4,
      cut: 0.52,
      colour: [0.02, 0.01, 0.06],
    }),
    bend('ripple', '0.012 0.09', 34, 9),
    blur('halo', 7),
    blur('smear', 3),
  ].join('');
  const far = repeat(17, (i) =>
    tower(
      random,
      i * 58 - 12 + random() * 10,
      44 + random() * 20,
      Math.round(170 + random() * 150),
      '#22103f',
    ),
  );
  const left = [
    [-20, 130, 40],
    [104, 86, 120],
    [186, 66, 190],
    [250, 54, 250],
  ];
  const right = [
    [836, 140, 26],
    [752, 90, 96],
    [680, 76, 176],
    [628, 56, 240],
  ];
  const near = [...left, ...right]
    .map(([x, w, top], i) => tower(random, x, w, top, ['#0d0722', '#120a2b', '#180d36', '#1e1040'][i % 4]))
    .join('');
  const signs =
    neon(118, 200, 34, 170, '#ff2fa8', 'bar') +
    neon(127, 222, 16, 126, '#ffe04a', 'zig') +
    neon(206, 290, 62, 62, '#26e6ff', 'ring') +
    neon(42, 150, 46, 62, '#b14bff', 'note') +
    neon(780, 180, 40, 190, '#23e0ff', 'bar') +
    neon(790, 204, 20, 140, '#ff3d8b', 'zig') +
    neon(870, 250, 74, 74, '#ff7a2a', 'ring') +
    neon(690, 280, 50, 60, '#5bff8a', 'bar') +
    neon(40, 330, 90, 46, '#ff4d5e', 'bar');
  const cars =
    repeat(5, (i) => {
      const [x, y, s] = [420 + i * 6 - i * i * 12, 484 + i * 22, 0.3 + i * 0.2];
      return `${glow(round(x), y, round(26 * s), 'lamp')}${glow(round(x + 34 * s), y, round(26 * s), 'lamp')}`;
    }) +
    repeat(4, (i) => {
      const [x, y, s] = [516 + i * 36, 486 + i * 24, 0.35 + i * 0.22];
      return `<rect x="${round(x)}" y="${round(y - 15 * s)}" width="${round(54 * s)}" height="${round(24 * s)}" rx="${round(7 * s)}" fill="#0b0618"/>${glow(round(x + 8 * s), y, round(16 * s), 'red')}${glow(round(x + 46 * s), y, round(16 * s), 'red')}`;
    });
  const walker = `<g transform="translate(330 588)" fill="#040208"><path d="M-15 0 L-9 -52 Q-13 -88 0 -92 Q13 -88 10 -52 L17 0 L7 0 L1 -42 L-6 0Z"/><circle cx="0" cy="-100" r="9.5"/><path d="M-46 -112 Q0 -160 46 -112 Q0 -124 -46 -112Z"/><rect x="-1" y="-140" width="2.4" height="72"/></g>`;
  const body = `${band(0, 480, 'url(#sky)')}${stars(random, 40, 140)}${glow(480, 470, 330, 'haze')}${far}${mist(120, 520, 'smog', 0.8)}${near}${signs}
${band(474, height, 'url(#street)')}<g transform="matrix(1 0 0 -0.62 0 772)" opacity="0.62" filter="url(#ripple)">${signs}${repeat(9, (i) => glow(250 + i * 56, 470, 60, 'haze'))}</g>
<polygon points="455,476 505,476 760,640 200,640" fill="#0b0620" opacity="0.6"/>${repeat(7, (i) => `<polygon points="${round(479 - i * 0.4)},${486 + i * i * 3.4} ${round(482 + i * 0.4)},${486 + i * i * 3.4} ${round(484 + i * 1.4)},${492 + i * i * 4.2} ${round(477 - i * 1.4)},${492 + i * i * 4.2}" fill="#f2e9ff" opacity="0.6"/>`)}
${mist(440, 760, 'wet', 0.7)}${cars}${walker}<g transform="translate(330 588) scale(1 -0.5)" opacity="0.5" filter="url(#smear)"><ellipse cx="0" cy="-50" rx="14" ry="52" fill="#040208"/></g>
${repeat(190, () => {
  const [x, y, l] = [random() * 1000, random() * height, 12 + random() * 22];
  return `<path d="M${round(x)} ${round(y)} l${round(-l * 0.14)} ${round(l)}" stroke="#cfc4ff" stroke-width="0.9" opacity="${round(0.1 + random() * 0.25)}"/>`;
})}`;
  return page(definitions, body, { vignette: 0.4 });
}

function soldier(x, foot, size, pose) {
  const arm = {
    spear:
      '<path d="M6 -40 L26 -56" stroke-width="6"/><path d="M14 8 L44 -118" stroke-width="3.4"/><polygon points="42,-116 50,-138 50,-113"/>',
    sword: '<path d="M6 -42 L30 -70" stroke-width="6"/><path d="M28 -66 L54 -112" stroke-width="4"/>',
    banner:
      '<path d="M8 -42 L22 -56" stroke-width="6"/><path d="M22 6 V-150" stroke-width="4"/><path d="M22 -150 q26 10 54 -6 q-4 20 4 40 q-30 14 -58 4Z"/>',
    shield: '<path d="M6 -40 L20 -52" stroke-width="6"/><ellipse cx="24" cy="-40" rx="11" ry="20"/>',
  }[pose];
  return `<g transform="translate(${round(x)} ${round(foot)}) scale(${round(size * 10) / 10})" stroke="#0a0403" stroke-linecap="round" fill="#0a0403"><path d="M-4 -30 L-17 0 M3 -30 L15 0" stroke-width="7.4"/><path d="M-9 -58 Q0 -64 9 -58 L7 -26 H-8Z" stroke-width="2"/><circle cx="1" cy="-69" r="7.6"/><path d="M-7 -70 Q1 -84 9 -70 L1 -84Z" stroke-width="2.4"/><path d="M-8 -52 L-16 -36" stroke-width="5"/>${arm}</g>`;
}

function fire(random, x, foot, size) {
  const tongue = (scale, colour, opacity) =>
    repeat(6, () => {
      const [dx, h, w] = [
        (random() - 0.5) * size * 0.9 * scale,
        size * scale * (0.6 + random() * 0.9),
        size * 0.22 * scale,
      ];
      const lean = (random() - 0.3) * size * 0.4;
      return `<path d="M${round(x + dx - w)} ${foot} Q${round(x + dx - w * 1.2)} ${round(foot - h * 0.5)} ${round(x + dx + lean)} ${round(foot - h)} Q${round(x + dx + w * 1.3)} ${round(foot - h * 0.45)} ${round(x + dx + w)} ${foot}Z" fill="${colour}" opacity="${opacity}"/>`;
    });
  return `${glow(x, foot - size * 0.4, round(size * 2.1), 'blaze')}<g filter="url(#lick)">${tongue(1, '#d92a06', 0.9)}${tongue(0.8, '#ff6a0d', 0.92)}${tongue(0.58, '#ffb02a', 0.95)}${tongue(0.34, '#fff0a8', 0.95)}</g>`;
}

/** A battle at night: a burning castle, lines of soldiers, smoke and sparks. */
export function battlefield() {
  const random = seeded(13);
  const definitions = [
    vertical('sky', [
      [0, '#0c0404'],
      [0.4, '#3a0c06'],
      [0.75, '#a12a08'],
      [1, '#f2711a'],
    ]),
    radial('blaze', [
      [0, '#ffe08a', 0.85],
      [0.35, '#ff7a1a', 0.5],
      [1, '#c32a06', 0],
    ]),
    vertical('earth', [
      [0, '#3a1408'],
      [0.5, '#160705'],
      [1, '#050202'],
    ]),
    veil('smoke', {
      frequency: '0.005 0.009',
      octaves: 6,
      seed: 17,
      gain: 4,
      cut: 0.5,
      colour: [0.05, 0.02, 0.02],
    }),
    veil('glowing', {
      frequency: '0.007 0.012',
      octaves: 6,
      seed: 4,
      gain: 3.6,
      cut: 0.55,
      colour: [0.95, 0.35, 0.08],
    }),
    bend('lick', '0.025 0.018', 42, 5),
    blur('far', 1.2),
  ].join('');
  const tooth = (x, top, w) =>
    repeat(Math.floor(w / 18), (i) => `<rect x="${x + i * 18}" y="${top - 12}" width="11" height="13"/>`);
  const castle = `<g fill="#140605"><rect x="560" y="250" width="330" height="270"/>${tooth(560, 250, 330)}<rect x="520" y="180" width="74" height="340"/>${tooth(520, 180, 74)}<path d="M690 520 V130 L712 118 L724 140 L752 126 L764 150 V520Z"/><rect x="868" y="200" width="80" height="320"/><path d="M868 200 l14 -26 l20 18 l16 -34 l30 42Z"/></g><g fill="#ffab3a"><rect x="548" y="230" width="12" height="26" rx="6"/><rect x="720" y="200" width="13" height="28" rx="6"/><rect x="900" y="250" width="13" height="28" rx="6"/><rect x="620" y="300" width="12" height="24" rx="6"/><rect x="810" y="300" width="12" height="24" rx="6"/><path d="M690 470 V385 Q712 352 734 385 V470Z"/></g>`;
  const poses = ['spear', 'sword', 'spear', 'shield', 'spear', 'banner', 'sword'];
  const line = (count, y, size, from, to) =>
    repeat(count, (i) =>
      soldier(
        from + ((to - from) * (i + random() * 0.6)) / count,
        y + random() * 14,
        size * (0.9 + random() * 0.2),
        poses[Math.floor(random() * 7)],
      ),
    );
  const catapult = `<g stroke="#0a0403" stroke-width="9" fill="none"><path d="M90 500 L180 500 M100 500 L140 410 L172 500 M140 414 L218 340"/><circle cx="106" cy="508" r="19"/><circle cx="166" cy="508" r="19"/></g>`;
  const sparks = repeat(190, () => {
    const [x, y] = [random() * width, random() ** 0.7 * 560];
    return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(0.7 + random() * 1.9)}" fill="${random() < 0.5 ? '#ffd27a' : '#ff7a2a'}" opacity="${round(0.35 + random() * 0.65)}"/>`;
  });
  const arrows = repeat(16, () => {
    const [x, y] = [120 + random() * 560, 60 + random() * 200];
    return `<path d="M${round(x)} ${round(y)} l30 -13" stroke="#120605" stroke-width="2.4"/><circle cx="${round(x + 31)}" cy="${round(y - 13)}" r="4.6" fill="#ffb347"/>`;
  });
  const body = `${band(0, 470, 'url(#sky)')}${mist(-200, 560, 'glowing', 0.75)}${band(0, 470, '#fff', 'filter="url(#smoke)" opacity="0.85"')}
${fire(random, 640, 256, 84)}${fire(random, 800, 256, 96)}${fire(random, 730, 150, 50)}${castle}${fire(random, 905, 205, 62)}${fire(random, 556, 188, 40)}
${ridge(random, { y: 428, amplitude: 40, roughness: 0.5 }, 'url(#earth)')}<g filter="url(#far)" opacity="0.92">${line(26, 442, 0.5, 180, 940)}</g>${fire(random, 330, 520, 76)}${fire(random, 470, 516, 60)}
${catapult}${ridge(random, { y: 502, amplitude: 36, roughness: 0.5 }, 'url(#earth)')}${line(15, 520, 0.9, -10, 960)}${fire(random, 856, 610, 100)}${fire(random, 56, 612, 92)}
${ridge(random, { y: 590, amplitude: 30, roughness: 0.55 }, '#060202')}${line(7, 622, 1.6, 120, 860)}${mist(280, 720, 'smoke', 0.35)}${arrows}${sparks}`;
  return page(definitions, body, { vignette: 0.5 });
}
