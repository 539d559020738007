/**
 * Structure indicator SI(l, u) on notes: the strongest repetition of a passage of l to u bars.
 *
 * MusDr (Wu and Yang 2020) takes it from a fitness scape plot of audio chroma at 2 Hz and measures l and u in seconds.
 * Here the same fitness (Müller, Jiang and Grosche 2013) is computed on bars of notes, since a corpus of scores has no
 * seconds: values are not comparable with published ones, only with each other. Hence `barStructure` and not SI.
 *
 * ```
 * bars ─► 48 numbers a bar (12 pitch classes × 4 quarters of the bar) ─► cosine similarity of all bars
 *      ─► threshold, penalty ─► for each passage the best path family ─► fitness ─► the greatest for each length
 * ```
 */
import type { Unit } from '../../../bridge/protocol/units.ts';
import type { Piece } from '../piece.ts';

/** Similarity below which two bars are no repetition of each other. */
const threshold = 0.7;
/** What a cell below the threshold costs a path. */
const penalty = -2;
/** Longer pieces are measured on their first bars: fitness depends on the length, and the work grows with its square. */
const mostBars = 32;

/** Greatest fitness of passages of 2–4, 5–8 and 9 bars and more; 0 where nothing is repeated. */
export interface BarStructure {
  short: Unit;
  middle: Unit;
  long: Unit;
}

/** Measures how strongly passages return. */
export function barStructure(piece: Piece): BarStructure {
  const similarity = barSimilarity(piece);
  const size = similarity.length;
  const longest = Math.floor(size / 2);
  const best = { short: 0, middle: 0, long: 0 };
  for (let length = 2; length <= longest; length++) {
    const span = length <= 4 ? 'short' : length <= 8 ? 'middle' : 'long';
    for (let start = 0; start + length <= size; start++) {
      best[span] = Math.max(best[span], fitness(similarity, start, length));
    }
  }
  return best;
}

/** Similarity of all pairs of bars: 1 the same, 0 at the threshold, the penalty below it. */
export function barSimilarity(piece: Piece): number[][] {
  const vectors = barVectors(piece).slice(0, mostBars);
  return vectors.map((a, i) =>
    vectors.map((b, k) => {
      const scaled = (i === k ? 1 : cosine(a, b) - threshold) / (i === k ? 1 : 1 - threshold);
      return scaled > 0 ? scaled : penalty;
    }),
  );
}

function barVectors(piece: Piece): Float64Array[] {
  return piece.bars.map((start, i) => {
    const end = piece.bars[i + 1] ?? piece.end;
    const quarter = (end - start) / 4;
    const vector = new Float64Array(48);
    for (const note of piece.lines.flat()) {
      for (let part = 0; part < 4; part++) {
        const from = Math.max(note.tick, start + part * quarter);
        const to = Math.min(note.tick + note.duration, start + (part + 1) * quarter);
        const at = part * 12 + (note.pitch % 12);
        if (to > from) vector[at] = (vector[at] ?? 0) + (to - from);
      }
    }
    return vector;
  });
}

function cosine(a: Float64Array, b: Float64Array): number {
  const dot = (x: Float64Array, y: Float64Array): number =>
    x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
  const norm = Math.sqrt(dot(a, a) * dot(b, b));
  return norm === 0 ? 0 : dot(a, b) / norm;
}

/**
 * Fitness of a passage: the harmonic mean of normalized score and normalized coverage of its best path family (Müller,
 * *Fundamentals of Music Processing*, 2nd ed., §4.3): score (σ − M) / L and coverage (γ − M) / N for a passage of M bars
 * out of N, σ the summed similarity and L the cells of the family, γ the bars that its paths cover.
 */
function fitness(similarity: readonly (readonly number[])[], start: number, length: number): Unit {
  const { score, cells, covered } = bestPathFamily(similarity, start, length);
  if (cells === 0) return 0;
  const normalScore = Math.max(0, (score - length) / cells);
  const normalCoverage = Math.max(0, (covered - length) / similarity.length);
  const sum = normalScore + normalCoverage;
  return sum === 0 ? 0 : (2 * normalScore * normalCoverage) / sum;
}

interface PathState {
  score: number;
  cells: number;
  covered: number;
  /** First bar of the path that is under way. */
  from: number;
}

/** The path family of greatest score by dynamic programming: whole paths through the passage with steps 1:1, 2:1, 1:2. */
function bestPathFamily(
  similarity: readonly (readonly number[])[],
  start: number,
  length: number,
): PathState {
  const size = similarity.length;
  let elsewhere: PathState = { score: 0, cells: 0, covered: 0, from: 0 };
  let last: (PathState | undefined)[] = [];
  let beforeLast: (PathState | undefined)[] = [];
  for (let bar = 0; bar < size; bar++) {
    const row: (PathState | undefined)[] = [];
    const finished = last[length - 1];
    if (finished !== undefined && finished.score > elsewhere.score) {
      elsewhere = { ...finished, covered: finished.covered + bar - finished.from };
    }
    row.push(advance({ ...elsewhere, from: bar }, similarity[bar]?.[start] ?? 0));
    for (let column = 1; column < length; column++) {
      const from = greater(greater(last[column - 1], beforeLast[column - 1]), last[column - 2]);
      row.push(from && advance(from, similarity[bar]?.[start + column] ?? 0));
    }
    [beforeLast, last] = [last, row];
  }
  const finished = last[length - 1];
  if (finished === undefined || finished.score <= elsewhere.score) return elsewhere;
  return { ...finished, covered: finished.covered + size - finished.from };
}

function advance(state: PathState, similarity: number): PathState {
  return { ...state, score: state.score + similarity, cells: state.cells + 1 };
}

function greater(a: PathState | undefined, b: PathState | undefined): PathState | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return b.score > a.score ? b : a;
}
