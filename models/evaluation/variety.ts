/** Is it always new? A hundred seeds of one brief: no melody twice, and the brief obeyed every time. */
import { styles } from '../../bridge/protocol/attributes.ts';
import { composeScore } from '../engines/score/composeScore.ts';
import { findKey } from '../takes/keyFinder.ts';
import { pitchedNotes } from '../takes/measureTake.ts';
import { measureTempo } from '../takes/tempoMeter.ts';
import { readKey } from '../engines/score/theory/scale.ts';
import { quantile } from './distribution.ts';
import { explicitBrief } from './explicitBrief.ts';
import { markdownTable, percent } from './markdownTable.ts';
import { editDistance, melodySymbols } from './metrics/melodyDistance.ts';
import { melodyOf, pieceOfScore } from './piece.ts';
import type { Style } from '../../bridge/protocol/attributes.ts';
import type { Brief } from '../../bridge/protocol/brief.ts';
import type { Score } from '../../bridge/protocol/score.ts';
import type { Report } from './writeResults.ts';

/** The variety of one brief over many seeds. */
export interface Variety {
  style: Style;
  seeds: number;
  /** Normalized edit distance of the two most alike melodies; the 5th percentile and the median over all pairs. */
  closest: number;
  p5: number;
  median: number;
  /** Pairs of melodies that are the same. */
  twins: number;
  /** Shares of the scores that have the key (found blindly), the tempo and the length that were asked. */
  key: number;
  tempo: number;
  length: number;
}

/** Composes one brief with the seeds 0 … count − 1. */
export function varietyOf(style: Style, count: number): Variety {
  const brief = explicitBrief(style, { bars: 16 });
  const scores = Array.from({ length: count }, (_, seed) => composeScore({ brief, seed }).score);
  const symbols = scores.map((score) => melodySymbols(melodyOf(pieceOfScore(score, style))));
  const distances = symbols.flatMap((a, i) => symbols.slice(i + 1).map((b) => editDistance(a, b)));
  const share = (test: (score: Score) => boolean): number => scores.filter(test).length / scores.length;
  return {
    style,
    seeds: count,
    closest: Math.min(...distances),
    p5: quantile(distances, 0.05),
    median: quantile(distances, 0.5),
    twins: distances.filter((distance) => distance === 0).length,
    key: share((score) => hasAskedKey(score, brief)),
    tempo: share((score) => tempoError(score, brief) < 0.01),
    length: share((score) => Math.abs(score.seconds - brief.attributes.seconds.value) < 0.01),
  };
}

/** True where tonic and mode, found blindly on the notes, are those of the brief. */
export function hasAskedKey(score: Score, brief: Brief): boolean {
  const asked = readKey(brief.attributes.key.value);
  const found = findKey(pitchedNotes(score));
  return found?.tonic === asked.tonicClass && found.mode === asked.mode;
}

/** Distance of the measured tempo from the asked one, in BPM, outside ritardandi. */
export function tempoError(score: Score, brief: Brief): number {
  return Math.abs(measureTempo(score).tempo - brief.attributes.tempo.value);
}

/** Measures the variety of every style. */
export function varietyReport(count: number): Report {
  const all = styles.map((style) => varietyOf(style, count));
  const rows = all.map((row) => [
    row.style,
    row.twins,
    row.closest,
    row.p5,
    row.median,
    percent(row.key),
    percent(row.tempo),
    percent(row.length),
  ]);
  return {
    name: 'variety',
    title: 'Variety',
    figures: all,
    text: [
      `${count} seeds of one brief a style (D minor, 4/4, 16 bars). Edit distance between melodies: Levenshtein over`,
      '(interval, note value), divided by the longer length; 0 the same, 1 nothing alike. The key is found blindly.',
      '',
      markdownTable(['style', 'twins', 'closest', '5 %', 'median', 'key', 'tempo', 'length'], rows),
    ].join('\n'),
  };
}
