/** Tempo from taps. */
import { attributeRanges } from '../../../bridge/protocol/attributes.ts';
import type { BeatsPerMinute, Milliseconds } from '../../../bridge/protocol/units.ts';

/** A pause longer than this begins anew: two beats of the slowest tempo would be one too many. */
const longestGap: Milliseconds = 60_000 / attributeRanges.tempo.min + 500;
const mostTaps = 8;

/** Listens to taps. */
export class TapTempo {
  #taps: Milliseconds[] = [];

  /** Taps since the last pause. */
  get count(): number {
    return this.#taps.length;
  }

  /** A tap; returns the tempo from the second one on, as the median of the last gaps, which one slip does not move. */
  tap(now: Milliseconds): BeatsPerMinute | undefined {
    const last = this.#taps.at(-1);
    if (last !== undefined && (now - last > longestGap || now <= last)) this.#taps = [];
    this.#taps = [...this.#taps, now].slice(-mostTaps);
    const gaps = this.#taps.slice(1).map((tap, i) => tap - (this.#taps[i] ?? 0));
    if (gaps.length === 0) return undefined;
    const sorted = gaps.sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    const gap = ((sorted[middle] ?? 0) + (sorted[(sorted.length - 1) >> 1] ?? 0)) / 2;
    const { min, max } = attributeRanges.tempo;
    return Math.min(max, Math.max(min, Math.round(60_000 / gap)));
  }
}
