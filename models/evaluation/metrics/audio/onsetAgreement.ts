/**
 * F1 of onsets as MIREX and mir_eval count it: an estimated onset is right if it lies within 50 ms of an asked one; each matches at most
 * one other, and as many as possible match.
 *
 * Of two sounds the same with hysteresis: what clearly begins in one is found in the other if there is at least half such a rise.
 */
import { clearRise, curveOnsets } from './onsetCurve.ts';
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

/**
 * Compares the onsets of two sounds by their curves (onsetCurve.ts). With one threshold for both an attack that is just as strong as the
 * threshold is found in one sound and not in the other, though nothing is to be heard of that. So each clear onset of one asks only for a
 * rise of half that strength in the other, one to one. Nothing clear in either agrees; where only one has clear onsets, the one share that
 * can be told stands for both.
 */
export function curveAgreement(asked: Float64Array, heard: Float64Array): OnsetAgreement {
  const shareFound = (clear: readonly Seconds[], other: Float64Array): number | undefined =>
    clear.length === 0 ? undefined : countMatches(clear, curveOnsets(other, clearRise / 2)) / clear.length;
  const found = shareFound(curveOnsets(asked), heard);
  const wanted = shareFound(curveOnsets(heard), asked);
  const recall = found ?? wanted ?? 1;
  const precision = wanted ?? found ?? 1;
  const sum = precision + recall;
  return { precision, recall, f1: sum === 0 ? 0 : (2 * precision * recall) / sum };
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
