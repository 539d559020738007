/** Finds the phrases of a table in a caption: the longest at each place, from left to right. */
import { tokenizeCaption } from './tokenizeCaption.ts';
import type { Token } from './tokenizeCaption.ts';

interface PhraseEntry<V> {
  words: readonly string[];
  value: V;
}

/** Phrases with their meaning, kept by first word, the longest first. */
export type PhraseTable<V> = ReadonlyMap<string, readonly PhraseEntry<V>[]>;

/** A phrase that was found: tokens `first` to `last` (inclusive) with the table's meaning. */
export interface PhraseMatch<V> {
  first: number;
  last: number;
  value: V;
}

/** Builds a table. Of two entries with the same words the first one counts. */
export function phraseTable<V>(entries: Iterable<readonly [phrase: string, value: V]>): PhraseTable<V> {
  const table = new Map<string, PhraseEntry<V>[]>();
  for (const [phrase, value] of entries) {
    const words = tokenizeCaption(phrase).map((token) => token.word);
    const head = words[0];
    if (head === undefined) throw new RangeError('phraseTable: an empty phrase');
    const row = table.get(head) ?? [];
    row.push({ words, value });
    table.set(head, row);
  }
  for (const row of table.values()) row.sort((a, b) => b.words.length - a.words.length);
  return table;
}

/** All phrases of the table in the tokens; none overlaps another, and none begins on a claimed token. */
export function findPhrases<V>(
  tokens: readonly Token[],
  table: PhraseTable<V>,
  claimed: ReadonlySet<number> = new Set(),
): PhraseMatch<V>[] {
  const found: PhraseMatch<V>[] = [];
  for (let first = 0; first < tokens.length; first++) {
    const match = claimed.has(first) ? undefined : phraseAt(tokens, first, table);
    if (match === undefined) continue;
    found.push(match);
    first = match.last;
  }
  return found;
}

/** The longest phrase of the table that begins at a token. */
export function phraseAt<V>(
  tokens: readonly Token[],
  first: number,
  table: PhraseTable<V>,
): PhraseMatch<V> | undefined {
  const row = table.get(tokens[first]?.word ?? '') ?? [];
  const entry = row.find(({ words }) => words.every((word, i) => tokens[first + i]?.word === word));
  return entry && { first, last: first + entry.words.length - 1, value: entry.value };
}
