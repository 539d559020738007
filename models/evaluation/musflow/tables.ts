/** The tables of the report. */
import { markdownTable } from '../markdownTable.ts';
import { difference, pairFigure, scoreFigure } from './figures.ts';
import { guidanceCompared, maskName, masks, stepsCompared, temperaturesCompared } from './variants.ts';
import type { Figure } from '../metrics/audio/bootstrapInterval.ts';
import type { ClipPairs, ClipScores, ScoredClip } from './clipScores.ts';
import type { SetDistance } from './figures.ts';

/** Everything that was made, scored, by the name of its variant. */
export interface ScoredVariants {
  clips: ReadonlyMap<string, readonly ScoredClip[]>;
  /** Distances to held-out renders; for sweeps those of the half that was made. */
  distances: ReadonlyMap<string, SetDistance>;
}

/** What a row is called for people. */
const rowNames: Readonly<Record<string, string>> = {
  render: '*score engine’s render (real; floor of FAD)*',
  vocoder: '*its spectrogram through the vocoder (ceiling)*',
  later: '*the render, 5 ms later (what the rulers lose)*',
  'other-render': '*another clip’s render (chance)*',
  nearest: 'nearest training clip',
  none: 'no conditions',
  unconditioned: 'no conditions, and another clip’s score',
  others: 'another clip’s conditions',
  'raw-all': 'all, without adapters',
  'line-all': 'all, straight lines for adapters',
  target: 'the render’s own embedding e_M',
  caption: '**caption**',
  story: '**story**',
  image: '**image**',
  all: '**all**',
};
const task = ['caption', 'story', 'image', 'all'] as const;
const baselines = ['unconditioned', 'none', 'others', 'raw-all', 'line-all', 'target'] as const;
const anchors = ['render', 'later', 'vocoder', 'other-render', 'nearest'] as const;
/** What the rows of every smaller table are read by: floor, ceiling and chance. */
const ends = ['render', 'vocoder', 'other-render'] as const;
/** The same of the clips that sweeps make. */
export const halfOf = (name: string): string => `${name} (half)`;
/** Rows that are measured on the clips of the sweeps as well. */
export const halved: readonly string[] = ends;
/** Rows of the large tables, of what was made with the score. */
export const scoredRows: readonly string[] = [...anchors, ...baselines, ...task];
/** Rows of what was made without it. */
export const aloneRows: readonly string[] = [
  ...anchors,
  ...['none', 'raw-all', 'line-all', 'target', ...task].map((name) => `alone-${name}`),
];

/** MusFlow's Table 1: quality and likeness, each against what it must be read by. */
export function likenessTable(variants: ScoredVariants, rows: readonly string[]): string {
  const floor = variants.distances.get('render')?.value ?? NaN;
  const head = ['', 'FAD ↓', '× floor', 'FAD∞ ↓', 'KL(asked‖made) ↓', 'KL(made‖asked) ↓'];
  const scores = [
    'klAskedMade',
    'klMadeAsked',
    'textAudio',
    'imageAudio',
    'fusedAudio',
    'words',
    'wordRank',
  ] as const;
  return markdownTable(
    [
      ...head,
      'text–audio ↑',
      'image–audio ↑',
      'e_f–audio ↑',
      'judge, words ↑',
      'judge, rank ↑',
      'image’s arousal, r ↑',
    ],
    present(variants, rows).map(([name, clips]) => {
      const distance = variants.distances.get(name);
      return [
        rowName(name),
        interval(distance),
        figure(distance === undefined ? NaN : distance.value / floor),
        figure(distance?.infinity?.distance ?? NaN),
        ...scores.map((score) => interval(scoreFigure(clips, score))),
        interval(pairFigure(clips, 'feeling')),
      ];
    }),
  );
}

/** What of the score and of the attributes is heard. */
export function obedienceTable(variants: ScoredVariants, rows: readonly string[]): string {
  const shares = [
    ...(['near', 'nearOctave', 'nearEstimate', 'tb', 'tbt'] as const),
    ...(['ck', 'ckd', 'keyExact', 'ckFinder', 'drums'] as const),
  ];
  const own = [
    ...(['chromaScore', 'chromaRender', 'onsetScore', 'onsetRender', 'onsetStrict'] as const),
    ...(['mel', 'level'] as const),
  ];
  const pairs: readonly (keyof ClipPairs)[] = ['brightness', 'energy'];
  return markdownTable(
    [
      ...[
        '',
        'chroma, notes ↑',
        'chroma, render ↑',
        'onsets F1, notes ↑',
        'onsets F1, render ↑',
        'the same, 16 ms and no hysteresis ↑',
        'mel L1, nat ↓',
      ],
      ...[
        'level curve, r ↑',
        'tempo 4 % ↑',
        'or an octave off ↑',
        '4 % by perception’s estimate ↑',
        'TB ↑',
        'TBT ↑',
        'CK ↑',
        'CKD ↑',
        'tonic and mode ↑',
        'CK by perception’s finder ↑',
        'drums ↑',
      ],
      ...['brightness, r ↑', 'energy, r ↑'],
    ],
    present(variants, rows).map(([name, clips]) => [
      rowName(name),
      ...own.map((score) => interval(scoreFigure(clips, score))),
      ...shares.map((score) => interval(scoreFigure(clips, score))),
      ...pairs.map((pair) => interval(pairFigure(clips, pair))),
    ]),
  );
}

/** MusFlow's Figure 4: the target's embedding, features without adapters, and adapters. */
export function ablationTable(variants: ScoredVariants): string {
  const rows = [
    ...(['caption', 'story', 'image', 'all'] as const).flatMap((name) => {
      const mode = ['target', `raw-${name}`, `line-${name}`, name];
      return mode.map((variant) => [name, variant] as const);
    }),
    ...['target', 'raw-all', 'line-all', 'all'].map((name) => ['all, no score', `alone-${name}`] as const),
  ];
  const kinds: Readonly<Record<string, string>> = { target: 'e_M', raw: 'no adapter', line: 'straight line' };
  const kindOf = (variant: string): string =>
    kinds[/^(?:alone-)?(target|raw|line)/.exec(variant)?.[1] ?? ''] ?? 'adapters';
  const scores = ['textAudio', 'imageAudio', 'fusedAudio', 'words', 'klAskedMade'] as const;
  return markdownTable(
    [
      'conditions',
      'embedding',
      'text–audio ↑',
      'image–audio ↑',
      'e_f–audio ↑',
      'judge, words ↑',
      'KL(asked‖made) ↓',
    ],
    [
      ...present(variants, ends).map(([name, clips]) => [
        rowName(name),
        '–',
        ...scores.map((score) => interval(scoreFigure(clips, score))),
      ]),
      ...rows.flatMap(([conditions, variant]) => {
        const clips = variants.clips.get(variant);
        if (clips === undefined) return [];
        return [[conditions, kindOf(variant), ...scores.map((score) => interval(scoreFigure(clips, score)))]];
      }),
    ],
  );
}

/** The seven masks. */
export function masksTable(variants: ScoredVariants): string {
  const names = masks.map(maskName);
  const scores = ['klAskedMade', 'textAudio', 'imageAudio', 'fusedAudio', 'words'] as const;
  return markdownTable(
    ['given', 'FAD ↓', 'KL(asked‖made) ↓', 'text–audio ↑', 'image–audio ↑', 'e_f–audio ↑', 'judge, words ↑'],
    present(variants, [...ends, ...names]).map(([name, clips]) => [
      ends.some((end) => end === name) ? rowName(name) : name,
      figure(variants.distances.get(name)?.value ?? NaN),
      ...scores.map((score) => interval(scoreFigure(clips, score))),
    ]),
  );
}

/** What sweeps compare. */
const compared = {
  steps: stepsCompared,
  guidance: guidanceCompared,
  temperature: temperaturesCompared,
} as const satisfies Record<string, readonly number[]>;

/** Steps of the solver, scales of guidance, or temperatures. */
export function sweepTable(variants: ScoredVariants, of: keyof typeof compared): string {
  const values: readonly number[] = compared[of];
  const scores = [
    'klAskedMade',
    'textAudio',
    'fusedAudio',
    'words',
    'chromaScore',
    'onsetScore',
    'mel',
    'seconds',
  ] as const;
  return markdownTable(
    [
      ...[
        of,
        'FAD ↓',
        'KL(asked‖made) ↓',
        'text–audio ↑',
        'e_f–audio ↑',
        'judge, words ↑',
        'chroma, notes ↑',
      ],
      ...['onsets F1, notes ↑', 'mel L1, nat ↓', 's a clip ↓'],
    ],
    [
      ...ends.map((end) => [rowName(end), of === 'temperature' ? end : halfOf(end)] as const),
      ...values.map((value) => [value, `${of}-${value}`] as const),
    ].flatMap(([head, name]) => {
      const clips = variants.clips.get(name);
      if (clips === undefined) return [];
      return [
        [
          head,
          figure(variants.distances.get(name)?.value ?? NaN),
          ...scores.map((score) => interval(scoreFigure(clips, score))),
        ],
      ];
    }),
  );
}

/** What conditions add, clip by clip; an interval that lies above 0 is more than chance. */
export function differenceTable(variants: ScoredVariants): string {
  const scores: readonly (keyof ClipScores)[] = [
    'textAudio',
    'imageAudio',
    'fusedAudio',
    'words',
    'wordRank',
  ];
  const compared = [
    ['render', 'other-render'] as const,
    ['all', 'unconditioned'] as const,
    ...['caption', 'story', 'image', 'all', 'target'].map((name) => [name, 'none'] as const),
    ['all', 'others'] as const,
    ['all', 'raw-all'] as const,
    ['all', 'line-all'] as const,
    ...['caption', 'story', 'image', 'all', 'target'].map((name) => [`alone-${name}`, 'alone-none'] as const),
  ];
  return markdownTable(
    ['', 'text–audio', 'image–audio', 'e_f–audio', 'judge, words', 'judge, rank'],
    compared.flatMap(([first, second]) => {
      const [a, b] = [variants.clips.get(first), variants.clips.get(second)];
      if (a === undefined || b === undefined) return [];
      return [[`${first} − ${second}`, ...scores.map((score) => interval(difference(a, b, score)))]];
    }),
  );
}

/** A figure with its interval. */
export function interval(found: Figure | undefined): string {
  if (found === undefined || !Number.isFinite(found.value)) return '–';
  const range = Number.isFinite(found.low) ? ` [${figure(found.low)}, ${figure(found.high)}]` : '';
  return figure(found.value) + range;
}

/** Two decimals, three of what is small, with a true minus sign. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return value.toFixed(Math.abs(value) < 0.1 ? 3 : 2).replace('-', '−');
}

function rowName(name: string): string {
  const own = name.replace(/^alone-/, '');
  return rowNames[own] ?? name;
}

function present(
  { clips }: ScoredVariants,
  names: readonly string[],
): (readonly [string, readonly ScoredClip[]])[] {
  return names.flatMap((name) => {
    const found = clips.get(name);
    return found === undefined ? [] : [[name, found] as const];
  });
}
