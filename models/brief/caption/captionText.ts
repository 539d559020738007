/** A caption under the parser's eyes: its tokens, which of them are spoken for, and the facts' places. */
import { isBreak, tokenizeCaption } from './tokenizeCaption.ts';
import type { Fact } from './captionFacts.ts';
import type { Token } from './tokenizeCaption.ts';

/** A caption with its tokens. Readers claim the tokens whose meaning is settled, so that no other reader takes them. */
export interface CaptionText {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly claimed: Set<number>;
}

/** Cuts a caption into tokens; none is claimed yet. */
export function captionText(text: string): CaptionText {
  return { text, tokens: tokenizeCaption(text), claimed: new Set() };
}

/** A fact said by the tokens `first` to `last`, inclusive. */
export function factAt<V>(
  caption: CaptionText,
  first: number,
  last: number,
  value: V,
  confidence: number,
): Fact<V> {
  const start = caption.tokens[first]?.start ?? 0;
  const end = caption.tokens[last]?.end ?? start;
  return { value, text: caption.text.slice(start, end), start, end, confidence };
}

/** Claims the tokens `first` to `last`, inclusive. */
export function claim(caption: CaptionText, first: number, last: number): void {
  for (let i = first; i <= last; i++) caption.claimed.add(i);
}

/** The folded word of a token; empty where there is none. */
export function wordAt(caption: CaptionText, index: number): string {
  return caption.tokens[index]?.word ?? '';
}

/** True where a clause ends at this index: a break symbol or the end of the text. */
export function clauseEndsAt(caption: CaptionText, index: number): boolean {
  return isBreak(caption.tokens[index]);
}
