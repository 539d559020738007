/** Measures the notes that `export_corpus.py` took out of music21's corpus and keeps the figures, not the notes. */
import { readFileSync } from 'node:fs';
import { spreadOf } from '../distribution.ts';
import {
  durationHistogram,
  histogramOverlap,
  intervalHistogram,
  meanHistogram,
} from '../metrics/histograms.ts';
import { measurePiece, metricNames } from '../metrics/measurePiece.ts';
import { firstBars, melodyOf } from '../piece.ts';
import type { Spread } from '../distribution.ts';
import type { Histogram } from '../metrics/histograms.ts';
import type { MetricName } from '../metrics/measurePiece.ts';
import type { Piece } from '../piece.ts';

/** The figures of one collection of real music. */
export interface CollectionFigures {
  pieces: number;
  metrics: Record<MetricName | 'intervalOverlap' | 'durationOverlap', Spread>;
  /** Mean histogram of melodic intervals in semitones. */
  intervals: Histogram;
  /** Mean histogram of the melody's note values in quarters. */
  durations: Histogram;
}

interface ExportedPiece {
  collection: string;
  id: string;
  bars: number[];
  end: number;
  lines: [tick: number, duration: number, pitch: number][][];
}

/** Reads one exported piece, a line of JSON. */
export function readExported(text: string): { collection: string; piece: Piece } {
  const { collection, id, bars, end, lines } = JSON.parse(text) as ExportedPiece;
  const read = lines.map((line) => line.map(([tick, duration, pitch]) => ({ tick, duration, pitch })));
  return { collection, piece: { name: id, bars, end, lines: read, drums: [] } };
}

/** As long as our own pieces are: range, entropy and repetition grow with the length. */
const measuredBars = 32;

/** Measures every collection in a file of exported pieces, on their first 32 bars. */
export function measureCorpus(path: string): Record<string, CollectionFigures> {
  const collections = new Map<string, Piece[]>();
  for (const text of readFileSync(path, 'utf8').split('\n').filter(Boolean)) {
    const { collection, piece } = readExported(text);
    collections.set(collection, [...(collections.get(collection) ?? []), firstBars(piece, measuredBars)]);
  }
  return Object.fromEntries([...collections].map(([name, pieces]) => [name, figuresOf(pieces)]));
}

/** The figures of pieces: spreads of the metrics, mean histograms, and how far each piece's own overlap with them. */
export function figuresOf(pieces: readonly Piece[]): CollectionFigures {
  const measured = pieces.map(measurePiece);
  const melodies = pieces.map(melodyOf);
  const intervals = melodies.map(intervalHistogram);
  const durations = melodies.map(durationHistogram);
  const spreads = metricNames.map((name) => [
    name,
    rounded(spreadOf(measured.map((values) => values[name]))),
  ]);
  const overlap = (histograms: readonly Histogram[]): Spread => {
    const average = meanHistogram(histograms);
    return rounded(spreadOf(histograms.map((histogram) => histogramOverlap(histogram, average))));
  };
  return {
    pieces: pieces.length,
    metrics: {
      ...(Object.fromEntries(spreads) as Record<MetricName, Spread>),
      intervalOverlap: overlap(intervals),
      durationOverlap: overlap(durations),
    },
    intervals: roundedHistogram(meanHistogram(intervals)),
    durations: roundedHistogram(meanHistogram(durations)),
  };
}

function rounded({ p5, p50, p95 }: Spread): Spread {
  return { p5: round(p5), p50: round(p50), p95: round(p95) };
}

function roundedHistogram(histogram: Histogram): Histogram {
  const entries = Object.entries(histogram).sort(([a], [b]) => Number(a) - Number(b));
  return Object.fromEntries(entries.map(([name, share]) => [name, round(share)]));
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
