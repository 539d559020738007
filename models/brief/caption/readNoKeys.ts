/**
 * Finds what is written as a key and is none: "H# minor", "in Q major". It reads what the keys left over, so the German H
 * (a B) is a key where its mode is German. Letters without a sharp or flat count only where nothing but a key can stand.
 */
import { accidentalOf, modeWords } from '../keyName.ts';
import { clauseEndsAt, factAt, wordAt } from './captionText.ts';
import type { CaptionText } from './captionText.ts';
import type { Fact } from './captionFacts.ts';

const beforeKey = new Set(['in', 'key', 'of', ':', '=']);
/** "V minor" is a chord, "I major" may be anything. */
const romanNumerals = new Set(['i', 'v', 'x']);

/** The keys that there are not, with the words that name them. */
export function readNoKeys(caption: CaptionText): Fact<string>[] {
  const found: Fact<string>[] = [];
  caption.tokens.forEach((token, index) => {
    const letter = /^([H-Zh-z])([b♭]?)$/u.exec(token.text);
    if (letter === null || caption.claimed.has(index)) return;
    const next = accidentalOf(wordAt(caption, index + 1));
    const hasAccidental = letter[2] !== '' || next !== '';
    const last = index + (next === '' ? 1 : 2);
    if (!modeWords.has(wordAt(caption, last))) return;
    if (!hasAccidental && !isPlaceOfKey(caption, index)) return;
    found.push(factAt(caption, index, last, caption.text.slice(token.start, caption.tokens[last]?.end), 1));
  });
  return found;
}

function isPlaceOfKey(caption: CaptionText, index: number): boolean {
  const text = caption.tokens[index]?.text ?? '';
  if (text !== text.toUpperCase() || romanNumerals.has(text.toLowerCase())) return false;
  return beforeKey.has(wordAt(caption, index - 1)) || clauseEndsAt(caption, index - 1);
}
