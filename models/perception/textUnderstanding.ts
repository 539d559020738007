/** How much of a text an English model can be expected to understand. */
export interface TextUnderstanding {
  /** Share of word pieces that the vocabulary lacks, 0 to 1. */
  readonly unknownShare: number;
  /** Share of letters outside the Latin script, 0 to 1. */
  readonly otherScriptShare: number;
  /**
   * Share of the text that is understood, 0 to 1: what neither is unknown nor in another script. It counts
   * scripts, not languages: German reads as understood, though the model knows English best.
   */
  readonly understoodShare: number;
}

/** Counts over a text, from which shares are made. */
export interface UnderstandingCounts {
  wordPieces: number;
  unknown: number;
  letters: number;
  otherLetters: number;
}

/** Counts the letters of a text by script. Letters are code points of Unicode's category L. */
export function countLetters(text: string): { letters: number; otherLetters: number } {
  return {
    letters: text.match(/\p{L}/gu)?.length ?? 0,
    otherLetters: text.match(/(?!\p{Script=Latin})\p{L}/gu)?.length ?? 0,
  };
}

/** Makes shares of counts. A text without letters or without word pieces has a share of 0 there. */
export function understandingOf(counts: UnderstandingCounts): TextUnderstanding {
  const unknownShare = counts.wordPieces === 0 ? 0 : counts.unknown / counts.wordPieces;
  const otherScriptShare = counts.letters === 0 ? 0 : counts.otherLetters / counts.letters;
  return { unknownShare, otherScriptShare, understoodShare: (1 - unknownShare) * (1 - otherScriptShare) };
}
