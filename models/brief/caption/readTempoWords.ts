/** Reads the tempi that a caption gives in words: "molto adagio", "not too fast", "allegro ma non troppo". */
import { attributeRanges } from '../../../bridge/protocol/attributes.ts';
import { clauseEndsAt, factAt, wordAt } from './captionText.ts';
import { isRefusedQuality } from './negation.ts';
import { findPhrases, phraseAt, phraseTable } from './phraseTable.ts';
import {
  doubtfulTempoWords,
  genreTempos,
  intensifiers,
  localNouns,
  softeners,
  tempoWords,
} from './tempoWords.ts';
import type { CaptionText } from './captionText.ts';
import type { Fact, TempoSaid } from './captionFacts.ts';
import type { PhraseMatch } from './phraseTable.ts';
import type { TempoRange } from './tempoWords.ts';

interface TempoEntry {
  range: TempoRange;
  doubtful: boolean;
  /** True for genres, whose tempo is only usual. */
  genre?: true;
}

const table = phraseTable<TempoEntry>([
  ...tempoWords.map(([phrase, range]) => [phrase, { range, doubtful: false }] as const),
  ...doubtfulTempoWords.map(([phrase, range]) => [phrase, { range, doubtful: true }] as const),
  ...genreTempos.map(
    ([phrase, range]) => [phrase, { range, doubtful: false, genre: true as const }] as const,
  ),
]);

/** What may follow a tempo word, and what it does. */
const followers = phraseTable<'soften' | 'intensify'>([
  ['ma non troppo', 'soften'],
  ['non troppo', 'soften'],
  ['ma non tanto', 'soften'],
  ['ish', 'soften'],
  ['assai', 'intensify'],
  ['molto', 'intensify'],
]);

/** The tempo between slow and fast that softened words are drawn to, in BPM. */
const middleTempo = 104;

/** Tempi in words. `isInstrument` tells whether an instrument begins at a token, which makes the word local to it. */
export function readTempoWords(
  caption: CaptionText,
  isInstrument: (index: number) => boolean,
): Fact<TempoSaid>[] {
  return findPhrases(caption.tokens, table, caption.claimed)
    .filter((match) => !match.value.doubtful || standsAlone(caption, match))
    .map((match) => tempoWordFact(caption, match, isInstrument));
}

function tempoWordFact(
  caption: CaptionText,
  match: PhraseMatch<TempoEntry>,
  isInstrument: (index: number) => boolean,
): Fact<TempoSaid> {
  const { first, last } = withModifiers(caption, match);
  const tooMuch = wordAt(caption, match.first - 1) === 'too' && isRefusedQuality(caption, match.first - 1);
  const negated = !tooMuch && isRefusedQuality(caption, first);
  const range = tooMuch ? soften(match.value.range) : modified(caption, match);
  const local = match.value.genre === true || isLocal(caption, last + 1, isInstrument);
  const value: TempoSaid = { tempo: middle(range), range, said: 'word', local, negated };
  return factAt(caption, first, last, value, match.value.doubtful || local ? 0.6 : 0.9);
}

/** The tokens of the word with its modifiers on both sides. */
function withModifiers(caption: CaptionText, match: PhraseMatch<unknown>): { first: number; last: number } {
  let first = match.first;
  while (first > 0 && isModifier(wordAt(caption, first - 1))) first--;
  const follower = phraseAt(caption.tokens, match.last + 1, followers);
  return { first, last: follower?.last ?? match.last };
}

function isModifier(word: string): boolean {
  return intensifiers.has(word) || softeners.has(word);
}

function modified(caption: CaptionText, match: PhraseMatch<{ range: TempoRange }>): TempoRange {
  const before = wordAt(caption, match.first - 1);
  const after = phraseAt(caption.tokens, match.last + 1, followers)?.value;
  if (softeners.has(before) || after === 'soften') return soften(match.value.range);
  if (intensifiers.has(before) || after === 'intensify') return intensify(match.value.range);
  return match.value.range;
}

/** Half of the way to the middle. */
function soften([low, high]: TempoRange): TempoRange {
  return [Math.round((low + middleTempo) / 2), Math.round((high + middleTempo) / 2)];
}

/** A fifth slower for slow words, a fifth faster for fast ones, within the contract's range. */
function intensify(range: TempoRange): TempoRange {
  const factor = middle(range) < middleTempo ? 0.8 : 1.2;
  const { min, max } = attributeRanges.tempo;
  const moved = range.map((tempo) => Math.min(max, Math.max(min, Math.round(tempo * factor))));
  return [moved[0] ?? min, moved[1] ?? max];
}

function middle([low, high]: TempoRange): number {
  return Math.round((low + high) / 2);
}

function isLocal(caption: CaptionText, next: number, isInstrument: (index: number) => boolean): boolean {
  for (let at = next; at <= next + 1 && !clauseEndsAt(caption, at); at++) {
    if (localNouns.has(wordAt(caption, at)) || isInstrument(at)) return true;
    if (!/^(?:\p{L}+y|low|high|soft|dark|bright|deep|the|solo)$/u.test(wordAt(caption, at))) return false;
  }
  return false;
}

/** A doubtful word counts where it is a clause of its own, alone or with a modifier: "an old grave" is no tempo. */
function standsAlone(caption: CaptionText, match: PhraseMatch<unknown>): boolean {
  const { first, last } = withModifiers(caption, match);
  return clauseEndsAt(caption, first - 1) && clauseEndsAt(caption, last + 1);
}
