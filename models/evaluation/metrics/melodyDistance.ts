/** How different two melodies are (Levenshtein 1966 on intervals and note values; Mongeau and Sankoff 1990). */
import { durationClass, intervalClass } from './histograms.ts';
import type { Unit } from '../../../bridge/protocol/units.ts';
import type { Line } from '../piece.ts';

/** A melody as symbols: each move with its interval and its note value. Key and tempo leave no trace in it. */
export function melodySymbols(melody: Line): string[] {
  return melody.slice(1).map((note, i) => {
    const before = melody[i] ?? note;
    return `${intervalClass(note.pitch - before.pitch)}:${durationClass(note.tick - before.tick)}`;
  });
}

/** Fewest insertions, deletions and replacements between two sequences, over the longer length: 0 the same, 1 nothing alike. */
export function editDistance(a: readonly string[], b: readonly string[]): Unit {
  if (a.length === 0 && b.length === 0) return 0;
  let previous = Array.from({ length: b.length + 1 }, (_, k) => k);
  for (let i = 0; i < a.length; i++) {
    const row = [i + 1];
    for (let k = 0; k < b.length; k++) {
      const replaced = (previous[k] ?? 0) + (a[i] === b[k] ? 0 : 1);
      row.push(Math.min(replaced, (previous[k + 1] ?? 0) + 1, (row[k] ?? 0) + 1));
    }
    previous = row;
  }
  return (previous[b.length] ?? 0) / Math.max(a.length, b.length);
}
