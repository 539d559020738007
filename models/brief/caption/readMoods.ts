/** Reads the mood words of a caption. */
import { factAt, wordAt } from './captionText.ts';
import { isRefusedQuality } from './negation.ts';
import { findPhrases, phraseTable } from './phraseTable.ts';
import { moodRows } from './moodWords.ts';
import type { CaptionText } from './captionText.ts';
import type { Fact, MoodSaid } from './captionFacts.ts';

const table = phraseTable(
  moodRows.flatMap(([valence, arousal, tension, words]) =>
    words.split(' ').map((word) => [word.replaceAll('_', ' '), { valence, arousal, tension }] as const),
  ),
);

/** How many mood words the table has. */
export const moodWordCount = moodRows.reduce((count, [, , , words]) => count + words.split(' ').length, 0);

/** Words that say a mood more or less strongly. */
const stronger = new Set([
  'very',
  'extremely',
  'deeply',
  'utterly',
  'really',
  'intensely',
  'so',
  'molto',
  'sehr',
]);
const weaker = new Set([
  'slightly',
  'somewhat',
  'vaguely',
  'gently',
  'faintly',
  'quietly',
  'bit',
  'little',
  'poco',
]);

/** Moods in the order of the text. "very sad" is sadder than "sad"; "not sad" is marked. */
export function readMoods(caption: CaptionText): Fact<MoodSaid>[] {
  return findPhrases(caption.tokens, table, caption.claimed).map(({ first, last, value }) => {
    const factor = strengthOf(wordAt(caption, first - 1));
    const negated = isRefusedQuality(caption, first);
    const mood: MoodSaid = {
      valence: clamp(value.valence * factor, -1),
      arousal: clamp(value.arousal * factor, -1),
      tension: clamp(value.tension * factor, 0),
      negated,
    };
    return factAt(caption, first, last, mood, negated ? 0.6 : 0.8);
  });
}

function strengthOf(word: string): number {
  if (stronger.has(word)) return 1.3;
  return weaker.has(word) ? 0.6 : 1;
}

function clamp(value: number, low: number): number {
  return Math.round(Math.min(1, Math.max(low, value)) * 1000) / 1000;
}
