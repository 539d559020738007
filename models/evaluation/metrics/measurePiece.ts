/** All metrics of a piece that are one number each. */
import { melodyOf, pitchedNotes } from '../piece.ts';
import { emptyBeatRate } from './emptyBeatRate.ts';
import { grooveSimilarity } from './grooveSimilarity.ts';
import { melodicMotion } from './melodicMotion.ts';
import { noteDensity, polyphony } from './noteDensity.ts';
import { pitchClassEntropy, windowEntropy } from './pitchClassEntropy.ts';
import { scaleConsistency } from './scaleConsistency.ts';
import { beatSonorities, dissonantBeats, parallelPerfects } from './sonorities.ts';
import { barStructure } from './barStructure.ts';
import type { Piece } from '../piece.ts';

/** Names of the metrics, in the order of the tables. */
export const metricNames = [
  'scaleConsistency',
  'pitchClassEntropy',
  'entropy1Bar',
  'entropy4Bars',
  'grooveSimilarity',
  'emptyBeatRate',
  'noteDensity',
  'polyphony',
  'melodyDensity',
  'steps',
  'repeats',
  'leaps',
  'recovered',
  'range',
  'dissonantBeats',
  'parallelPerfects',
  'structureShort',
  'structureMiddle',
  'structureLong',
] as const;
/** Name of a metric. */
export type MetricName = (typeof metricNames)[number];
/** A value for each metric. */
export type PieceMetrics = Record<MetricName, number>;

/** Measures a piece. */
export function measurePiece(piece: Piece): PieceMetrics {
  const notes = pitchedNotes(piece);
  const melody = melodyOf(piece);
  const sonorities = beatSonorities(piece);
  const structure = barStructure(piece);
  return {
    scaleConsistency: scaleConsistency(notes),
    pitchClassEntropy: pitchClassEntropy(notes),
    entropy1Bar: windowEntropy(piece, 1),
    entropy4Bars: windowEntropy(piece, 4),
    grooveSimilarity: grooveSimilarity(piece),
    emptyBeatRate: emptyBeatRate(piece),
    noteDensity: noteDensity(notes, piece),
    polyphony: polyphony(notes),
    melodyDensity: noteDensity(melody, piece),
    ...melodicMotion(melody),
    dissonantBeats: dissonantBeats(sonorities),
    parallelPerfects: parallelPerfects(sonorities),
    structureShort: structure.short,
    structureMiddle: structure.middle,
    structureLong: structure.long,
  };
}
