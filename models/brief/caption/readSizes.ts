/** Reads how many play: "jazz trio", "a duo", "five-piece band", "four musicians". */
import { factAt } from './captionText.ts';
import { instrumentTable } from './instrumentNames.ts';
import { negatorBefore } from './negation.ts';
import { findPhrases, phraseTable } from './phraseTable.ts';
import type { CaptionText } from './captionText.ts';
import type { Fact } from './captionFacts.ts';

const ensembles = ['duo duet', 'trio terzett', 'quartet quartett', 'quintet quintett', 'sextet', 'septet'];
const numbers = ['two', 'three', 'four', 'five', 'six', 'seven'];
const people = ['players', 'musicians', 'piece', 'piece band', 'piece group', 'piece ensemble', 'performers'];

const table = phraseTable(
  numbers.flatMap((number, i) => {
    const size = i + 2;
    const words = (ensembles[i] ?? '').split(' ');
    const counted = [number, String(size)].flatMap((count) => people.map((word) => `${count} ${word}`));
    return [...words, ...counted].map((phrase) => [phrase, size] as const);
  }),
);

/**
 * Numbers of players, in the order of the text. What names its own players ("string quartet", "piano trio") is no size: others may play
 * beside them.
 */
export function readSizes(caption: CaptionText): Fact<number>[] {
  const named = findPhrases(caption.tokens, instrumentTable, caption.claimed).filter(
    ({ value }) => value.all === true,
  );
  return findPhrases(caption.tokens, table, new Set()).flatMap(({ first, last, value }) => {
    const isNamed = named.some((match) => match.first <= last && first <= match.last);
    if (isNamed || negatorBefore(caption, first, ['thing', 'quality']) !== undefined) return [];
    return [factAt(caption, first, last, value, 0.9)];
  });
}
