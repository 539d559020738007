/** An order of readings that does not depend on the order in which they were given. */
import { hashText } from '../../bridge/protocol/seededRandom.ts';
import type { Reading } from '../perception/reading.ts';

/** The readings that count (weight above 0), in canonical order: by condition, kind, text and summary. */
export function inCanonicalOrder(readings: readonly Reading[]): Reading[] {
  return readings.filter(({ weight }) => weight > 0).sort((a, b) => compare(keyOf(a), keyOf(b)));
}

/** A number 0 … 2³²−1 for the words of a reading, or for what was heard in it, the same on every machine. */
export function hashWords({ kind, text, words, heard, summary }: Reading): number {
  const said = heard === undefined ? words.map((word) => word.text).join(' ') : summary;
  return hashText(`${kind} ${text ?? said}`);
}

/** A number 0 … 2³²−1 for the words of all readings, in whatever order and under whatever identifiers they come. */
export function wordsHashOf(readings: readonly { wordsHash: number }[]): number {
  return hashText(
    readings
      .map(({ wordsHash }) => wordsHash)
      .sort((a, b) => a - b)
      .join(' '),
  );
}

function keyOf({ condition, kind, text, heard, summary, weight }: Reading): string {
  return [condition, kind, text ?? heard?.name ?? '', summary, weight].join('\n');
}

/** By code units: locales differ between machines. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
