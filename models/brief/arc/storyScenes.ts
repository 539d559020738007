/**
 * Where a story turns: its beats in stretches of one feeling each.
 *
 *   beats → feeling of each → the cut into stretches that leaves the least difference inside them (dynamic programming)
 *
 * The cut is the best for its number of scenes; one more scene has to be worth it.
 */
import { affectNames } from '../feeling.ts';
import { recallScenes } from '../recallScenes.ts';
import { withEvents } from '../eventFeeling.ts';
import type { Feeling } from '../feeling.ts';
import type { Passage } from '../../perception/reading.ts';
import type { SceneKnowledge } from '../sceneKnowledge.ts';

/** Of all difference in feeling, the share by which one more scene must lessen it. */
const worthOneMore = 0.1;
/** Differences smaller than this are none: mean squared, in standard deviations of our scenes. */
const leastDifference = 0.04;
/** A cut within a paragraph costs this share of all difference: who wrote the text made the paragraphs. */
const paragraphCut = 0.15;
/** A scene has at least this share of what an equal cut would give it. */
const leastShare = 0.35;

/** The feeling of each beat; a beat whose embedding is of another width says nothing. */
export function beatFeelings(beats: readonly Passage[], knowledge: SceneKnowledge): Feeling[] {
  return beats.map(({ embedding, text }) =>
    embedding.length === knowledge.width
      ? withEvents(knowledge, recallScenes(knowledge, embedding).feeling, text)
      : knowledge.centre,
  );
}

/**
 * The beats in scenes, at most `most` of them, or exactly `exactly` where there are beats enough.
 *
 * @returns lists of consecutive beats, none empty
 */
export function storyScenes(
  beats: readonly Passage[],
  knowledge: SceneKnowledge,
  { most, exactly }: { most: number; exactly?: number | undefined },
): Passage[][] {
  const feelings = beatFeelings(beats, knowledge);
  const count = beats.length;
  if (count < 2) return count === 0 ? [] : [[...beats]];
  const limit = Math.min(count, exactly ?? most);
  const cost = stretchCosts(beats, feelings, knowledge);
  const broken = paragraphCut * cost(0, count);
  const breaks = paragraphStarts(beats);
  const shares = sumsOf(beats.map(({ weight }) => weight));
  const { totals, cuts } = cheapestCuts(count, limit, (from, to, scenes) => {
    const share = (shares[to] ?? 0) - (shares[from] ?? 0);
    if (share < leastShare / scenes && count > scenes) return Infinity;
    return cost(from, to) + (from === 0 || breaks[from] === true ? 0 : broken);
  });
  const whole = totals[1] ?? 0;
  let scenes = exactly === undefined ? 1 : limit;
  for (let more = 2; exactly === undefined && more <= limit; more++) {
    const saved = (totals[scenes] ?? 0) - (totals[more] ?? Infinity);
    if (whole >= leastDifference && saved >= worthOneMore * whole * (more - scenes)) scenes = more;
  }
  if (!Number.isFinite(totals[scenes] ?? Infinity)) scenes = 1;
  const ends = cuts[scenes] ?? [count];
  return ends.map((end, i) => beats.slice(ends[i - 1] ?? 0, end));
}

/** Which beats begin a paragraph: more than one character of blank lies before them. A text without paragraphs may be cut anywhere. */
function paragraphStarts(beats: readonly Passage[]): boolean[] {
  const starts = beats.map(({ start = 0 }, i) => i > 0 && start - (beats[i - 1]?.end ?? start) > 1);
  return starts.includes(true) ? starts : starts.map(() => true);
}

type StretchCost = (from: number, to: number) => number;

/** Weighted squared distance of the beats of a stretch to their mean, in standard deviations of our scenes; by sums from the beginning. */
function stretchCosts(
  beats: readonly Passage[],
  feelings: readonly Feeling[],
  { spread }: SceneKnowledge,
): StretchCost {
  const weights = sumsOf(beats.map(({ weight }) => weight));
  const dimensions = affectNames.map((name) => {
    const scaled = feelings.map((feeling) => feeling[name] / (spread[name] || 1));
    const weighted = (power: number): number[] =>
      sumsOf(scaled.map((value, i) => (beats[i]?.weight ?? 0) * value ** power));
    return { sums: weighted(1), squares: weighted(2) };
  });
  return (from, to) => {
    const between = (sums: readonly number[]): number => (sums[to] ?? 0) - (sums[from] ?? 0);
    const weight = Math.max(1e-9, between(weights));
    const costs = dimensions.map(({ sums, squares }) => between(squares) - between(sums) ** 2 / weight);
    return costs.reduce((sum, cost) => sum + Math.max(0, cost), 0) / costs.length;
  };
}

/** 0, the first, the first two, … */
function sumsOf(values: readonly number[]): number[] {
  const sums = [0];
  for (const value of values) sums.push((sums.at(-1) ?? 0) + value);
  return sums;
}

/** The least total for every number of stretches up to `most`, with the ends of the stretches. */
function cheapestCuts(
  count: number,
  most: number,
  cost: (from: number, to: number, scenes: number) => number,
): { totals: number[]; cuts: number[][] } {
  const totals: number[] = [Infinity];
  const cuts: number[][] = [[]];
  for (let scenes = 1; scenes <= most; scenes++) {
    const { total, ends } = cutInto(count, scenes, (from, to) => cost(from, to, scenes));
    totals.push(total);
    cuts.push(ends);
  }
  return { totals, cuts };
}

function cutInto(count: number, scenes: number, cost: StretchCost): { total: number; ends: number[] } {
  let row = Array.from({ length: count + 1 }, (_, to) =>
    to === 0 ? { total: Infinity, ends: [] as number[] } : { total: cost(0, to), ends: [to] },
  );
  for (let scene = 2; scene <= scenes; scene++) {
    row = row.map((_, to) => {
      let best = { total: Infinity, ends: [] as number[] };
      for (let from = scene - 1; from < to; from++) {
        const before = row[from];
        if (before === undefined || !Number.isFinite(before.total)) continue;
        const total = before.total + cost(from, to);
        if (total < best.total) best = { total, ends: [...before.ends, to] };
      }
      return best;
    });
  }
  return row[count] ?? { total: Infinity, ends: [] };
}
