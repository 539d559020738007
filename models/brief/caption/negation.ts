/** Finds out whether a word is refused: "no drums", "not too fast", "without any heavy brass". */
import { clauseEndsAt, wordAt } from './captionText.ts';
import { phraseAt, phraseTable } from './phraseTable.ts';
import type { CaptionText } from './captionText.ts';

/** How a negator refuses: `thing` refuses nouns (no, without), `quality` refuses what is said of them (not, never). */
type Negator = 'thing' | 'quality';

const negators = phraseTable<Negator>([
  ...[
    ...[
      'no',
      'without',
      'avoid',
      'avoiding',
      'exclude',
      'excluding',
      'omit',
      'minus',
      'nor',
      'lacking',
      'zero',
    ],
    ...[
      'leave out',
      'leaves out',
      'free of',
      'absence of',
      'instead of',
      'rather than',
      'less of',
      'skip the',
    ],
    ...["don't use", 'do not use', "don't want", 'do not want', "doesn't have", 'does not have', 'never use'],
    ...['ohne', 'kein', 'keine', 'keinen', 'sans', 'pas de', 'senza', 'sin'],
  ].map((phrase) => [phrase, 'thing'] as const),
  ...[
    ...[
      'not',
      'never',
      "isn't",
      "aren't",
      "don't",
      'neither',
      'nothing',
      'hardly',
      "shouldn't",
      'nicht',
      'non',
    ],
  ].map((phrase) => [phrase, 'quality'] as const),
]);

/** Words over which a refusal does not reach. */
const walls = new Set(
  [
    'but',
    'with',
    'then',
    'over',
    'under',
    'plus',
    'except',
    'only',
    'just',
    'yet',
    'though',
    'aber',
    'mit',
  ].concat([
    'mais',
    'avec',
    'ma',
    'con',
    'pero',
    'while',
    'when',
    'where',
    'that',
    'which',
    'who',
    'until',
    'into',
  ]),
);

/** "not only", "nothing but" and "no more than" refuse nothing. */
const notRefusing = new Set(['only', 'just', 'but', 'more', 'less', 'merely', 'longer', 'unlike']);

/** Tokens between the negator and the word that it refuses, at most. */
const reach = 3;

/** The index of the negator that refuses the word at `index`; undefined where none does. */
export function negatorBefore(
  caption: CaptionText,
  index: number,
  kinds: readonly Negator[],
): number | undefined {
  for (let at = index - 1; at >= index - 1 - reach && at >= 0; at--) {
    if (clauseEndsAt(caption, at) || walls.has(wordAt(caption, at))) return undefined;
    const negator = negatorAt(caption, at);
    if (negator === undefined) continue;
    if (negator.last >= index || notRefusing.has(wordAt(caption, negator.last + 1))) return undefined;
    return kinds.includes(negator.kind) ? at : undefined;
  }
  return undefined;
}

/** True where a quality (a tempo, a mood, a level) is refused. "and" carries a refusal no further, "or" does. */
export function isRefusedQuality(caption: CaptionText, index: number): boolean {
  const at = negatorBefore(caption, index, ['quality', 'thing']);
  if (at === undefined) return false;
  for (let i = at + 1; i < index; i++) if (wordAt(caption, i) === 'and') return false;
  return true;
}

function negatorAt(caption: CaptionText, at: number): { kind: Negator; last: number } | undefined {
  const match = phraseAt(caption.tokens, at, negators);
  return match && { kind: match.value, last: match.last };
}
