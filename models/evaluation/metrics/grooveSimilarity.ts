/** Groove similarity between bars (Wu and Yang 2020, MusDr `get_onset_xor_distance`). */
import type { Unit } from '../../../bridge/protocol/units.ts';
import type { Piece } from '../piece.ts';

/** Onset slots of a bar, whatever its meter. */
const slots = 64;
const mostPairs = 1000;

/**
 * GS = mean over pairs of bars of 1 − Σᵢ |aᵢ − bᵢ| / 64, where aᵢ is 1 if any note (drums too) begins in the i-th of the
 * bar's 64 equal slots. MusDr draws at most 1000 pairs at random; here all pairs, or every k-th where there are more.
 * 1 for fewer than two bars.
 */
export function grooveSimilarity(piece: Piece): Unit {
  const rhythms = barRhythms(piece);
  const pairs = rhythms.length * (rhythms.length - 1) * 0.5;
  if (pairs < 1) return 1;
  const stride = Math.ceil(pairs / mostPairs);
  let [sum, counted, index] = [0, 0, 0];
  for (let a = 0; a < rhythms.length; a++) {
    for (let b = a + 1; b < rhythms.length; b++) {
      if (index++ % stride !== 0) continue;
      sum += 1 - differences(rhythms[a] as Uint8Array, rhythms[b] as Uint8Array) / slots;
      counted++;
    }
  }
  return sum / counted;
}

function barRhythms(piece: Piece): Uint8Array[] {
  const rhythms = piece.bars.map(() => new Uint8Array(slots));
  for (const { tick } of [...piece.lines, ...piece.drums].flat()) {
    const bar = piece.bars.findLastIndex((start) => start <= tick);
    const start = piece.bars[bar] ?? 0;
    const length = (piece.bars[bar + 1] ?? piece.end) - start;
    const rhythm = rhythms[bar];
    if (rhythm !== undefined) rhythm[Math.min(slots - 1, Math.floor(((tick - start) * slots) / length))] = 1;
  }
  return rhythms;
}

function differences(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((count, onset, i) => count + Math.abs(onset - (b[i] ?? 0)), 0);
}
