/** What is heard in takes of thirty seconds: figures, a table, and what of them is a target. */
import { mean } from '../distribution.ts';
import { markdownTable } from '../markdownTable.ts';
import { bootstrapInterval } from '../metrics/audio/bootstrapInterval.ts';
import { judgeOf } from './judges.ts';
import { interval } from './tables.ts';
import type { Figure } from '../metrics/audio/bootstrapInterval.ts';
import type { Evaluation } from './evaluateMusflow.ts';
import type { AskedAttributes, Judge, Obedience } from './judges.ts';
import type { LongMeasures } from './longTakes.ts';

/** Scores of one take; NaN where one cannot be told. */
export interface LongScores extends Obedience {
  chromaScore: number;
  chromaRender: number;
  onsetRender: number;
  /** Nat, of the whole and of each third. */
  mel: number;
  mel1: number;
  mel2: number;
  mel3: number;
  level: number;
  seconds: number;
}

/** Takes that were scored: the score engine's render and what the engine made, at the same place the same. */
export interface ScoredTakes {
  render: LongScores[];
  all: LongScores[];
}

const columns: readonly (readonly [keyof LongScores, string])[] = [
  ['chromaScore', 'chroma, notes ↑'],
  ['chromaRender', 'chroma, render ↑'],
  ['onsetRender', 'onsets F1, render ↑'],
  ['mel', 'mel L1, nat ↓'],
  ['mel1', 'its first third'],
  ['mel2', 'second'],
  ['mel3', 'last'],
  ['level', 'level curve, r ↑'],
  ['near', 'tempo 4 % ↑'],
  ['nearOctave', 'or an octave off ↑'],
  ['tb', 'TB ↑'],
  ['tbt', 'TBT ↑'],
  ['ck', 'CK ↑'],
  ['ckd', 'CKD ↑'],
  ['keyExact', 'tonic and mode ↑'],
  ['drums', 'drums ↑'],
  ['seconds', 's a take ↓'],
];

/** Scores all long takes, by judges that learned from clips of ten seconds. */
export function scoreLongTakes({ asked, long, reference, training }: Evaluation): ScoredTakes {
  const judge = judgeOf([...reference, ...training]);
  const attributes = long.clips.map((place) => asked[place]?.clip.record.attributes ?? {});
  const all = (takes: readonly LongMeasures[]): LongScores[] =>
    takes.map((take, i) => scoresOf(take, attributes[i] ?? {}, judge));
  return { render: all(long.renders), all: all(long.made) };
}

function scoresOf(
  take: LongMeasures,
  { tempo, key }: Pick<AskedAttributes, 'tempo' | 'key'>,
  judge: Judge,
): LongScores {
  const [mel1 = NaN, mel2 = NaN, mel3 = NaN] = take.mels;
  return {
    ...judge({ tempo, key, hasDrums: take.hasDrums }, take),
    chromaScore: take.chromaScore ?? NaN,
    chromaRender: take.chromaRender ?? NaN,
    onsetRender: take.onsetRender,
    ...{ mel: take.mel, mel1, mel2, mel3 },
    level: take.level ?? NaN,
    seconds: take.seconds ?? NaN,
  };
}

/** The mean of a score over the takes for which it can be told. */
export function longFigure(takes: readonly LongScores[], name: keyof LongScores): Figure {
  return bootstrapInterval(
    takes.map((take) => take[name]).filter((value) => Number.isFinite(value)),
    mean,
  );
}

/** All figures of both rows. */
export function longFigures({ render, all }: ScoredTakes): Record<string, unknown> {
  const figuresOf = (takes: readonly LongScores[]): Record<string, Figure> =>
    Object.fromEntries(columns.map(([name]) => [name, longFigure(takes, name)]));
  return { takes: all.length, render: figuresOf(render), all: figuresOf(all) };
}

/** The table: what can be heard at all, and what is heard. */
export function longTable({ render, all }: ScoredTakes): string {
  const row = (name: string, takes: readonly LongScores[]): string[] => [
    name,
    ...columns.map(([score]) => interval(longFigure(takes, score))),
  ];
  return markdownTable(
    ['', ...columns.map(([, head]) => head)],
    [row('*score engine’s render*', render), row('**all**', all)],
  );
}
