/**
 * F1 of onsets as MIREX and mir_eval count it: an estimated onset is right if it lies within 50 ms of an asked one; each matches at most
 * one other, and as many as possible match.
 */
import type { Seconds } from '../../../../bridge/protocol/units.ts';

const tolerance: Seconds = 0.05;

/** Precision, recall and their harmonic mean, each 0…1. */
export interface OnsetAgreement {
  precision: number;
  recall: number;
  f1: number;
}

/** Compares onsets, both in rising order. Nothing asked and nothing heard agree; NaN is never given. */
export function onsetAgreement(asked: readonly Seconds[], heard: readonly Seconds[]): OnsetAgreement {
  if (asked.length === 0 && heard.length === 0) return { precision: 1, recall: 1, f1: 1 };
  const hits = countMatches(asked, heard);
  const precision = heard.length === 0 ? 0 : hits / heard.length;
  const recall = asked.length === 0 ? 0 : hits / asked.length;
  return { precision, recall, f1: (2 * hits) / (asked.length + heard.length) };
}

/** With one tolerance for all, taking the earliest that fits is a greatest matching. */
function countMatches(asked: readonly Seconds[], heard: readonly Seconds[]): number {
  let [i, j, hits] = [0, 0, 0];
  while (i < asked.length && j < heard.length) {
    const difference = (heard[j] as number) - (asked[i] as number);
    if (Math.abs(difference) <= tolerance + 1e-9) {
      hits++;
      i++;
      j++;
    } else if (difference < 0) j++;
    else i++;
  }
  return hits;
}

/** Onsets that are heard as one: those less than `span` after the first of their group are dropped. */
export function mergedOnsets(onsets: readonly Seconds[], span: Seconds = 0.048): Seconds[] {
  const merged: Seconds[] = [];
  for (const onset of [...onsets].sort((a, b) => a - b)) {
    if (merged.length === 0 || onset - (merged.at(-1) as number) >= span) merged.push(onset);
  }
  return merged;
}
