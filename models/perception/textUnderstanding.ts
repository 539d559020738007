/** How much of a text an English model can be expected to understand. */
export interface TextUnderstanding {
  /** Share of word pieces that the vocabulary lacks, 0 to 1. */
  readonly unknownShare: number;
  /** Share of letters outside the Latin script, 0 to 1. */
  readonly otherScriptShare: number;
  /** Share of words in the Latin script that the vocabulary knows, 0 to 1; 1 where there are none. */
  readonly knownWordShare: number;
  /**
   * Share of the text that is understood, 0 to 1: what is neither unknown nor in another script nor made of letters
   * only. It hardly counts languages: German reads as understood, though the model knows English best.
   */
  readonly understoodShare: number;
}

/** Counts over a text, from which shares are made. */
export interface UnderstandingCounts {
  wordPieces: number;
  unknown: number;
  letters: number;
  otherLetters: number;
  words: number;
  knownWords: number;
}

/** Known words carry the rest: where two of three are known, all is understood. */
const knownWordsCarry = 1.5;

/** Counts the letters of a text by script. Letters are code points of Unicode's category L. */
export function countLetters(text: string): { letters: number; otherLetters: number } {
  return {
    letters: text.match(/\p{L}/gu)?.length ?? 0,
    otherLetters: text.match(/(?!\p{Script=Latin})\p{L}/gu)?.length ?? 0,
  };
}

/** Words in the Latin script, in lower case. Letters alone between apostrophes and digits are none. */
export function latinWords(text: string): string[] {
  return text.toLowerCase().match(/\p{Script=Latin}[\p{Script=Latin}\p{M}]+/gu) ?? [];
}

/** Makes shares of counts. A text without letters or without word pieces has a share of 0 there. */
export function understandingOf(counts: UnderstandingCounts): TextUnderstanding {
  const unknownShare = counts.wordPieces === 0 ? 0 : counts.unknown / counts.wordPieces;
  const otherScriptShare = counts.letters === 0 ? 0 : counts.otherLetters / counts.letters;
  const knownWordShare = counts.words === 0 ? 1 : counts.knownWords / counts.words;
  const carried = Math.min(1, knownWordsCarry * knownWordShare);
  const understoodShare = (1 - unknownShare) * (1 - otherScriptShare) * carried;
  return { unknownShare, otherScriptShare, knownWordShare, understoodShare };
}
