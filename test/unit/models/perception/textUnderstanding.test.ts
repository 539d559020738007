import { describe, expect, it } from 'vitest';
import {
  countLetters,
  latinWords,
  understandingOf,
} from '../../../../models/perception/textUnderstanding.ts';

describe('countLetters', () => {
  it.each([
    ['Ganz schön spät, 3 Uhr!', 16, 0],
    ['море', 4, 4],
    ['sea 海', 4, 1],
    ['123 … 🎉', 0, 0],
    ['\ud800 a', 1, 0],
  ])('counts %j', (text, letters, otherLetters) => {
    expect(countLetters(text)).toEqual({ letters, otherLetters });
  });
});

const noWords = { words: 0, knownWords: 0 };

describe('latinWords', () => {
  it('are in lower case, without single letters, digits and other scripts', () => {
    expect(latinWords("Évora's 3 D-minor wörter, 海 no1")).toEqual(['évora', 'minor', 'wörter', 'no']);
  });
});

describe('understandingOf', () => {
  it.each([
    [0, 0],
    [1, 0.5],
    [2, 1],
    [3, 1],
  ])('lets %i known words of three carry the rest', (knownWords, understood) => {
    const counts = { wordPieces: 9, unknown: 0, letters: 12, otherLetters: 0, words: 3, knownWords };
    expect(understandingOf(counts).understoodShare).toBeCloseTo(understood);
  });

  it('takes unknown word pieces and other scripts from the share understood', () => {
    const shares = understandingOf({ wordPieces: 10, unknown: 5, letters: 8, otherLetters: 4, ...noWords });
    expect(shares).toEqual({
      unknownShare: 0.5,
      otherScriptShare: 0.5,
      knownWordShare: 1,
      understoodShare: 0.25,
    });
  });

  it('divides by nothing without letters', () => {
    const shares = understandingOf({ wordPieces: 0, unknown: 0, letters: 0, otherLetters: 0, ...noWords });
    expect(shares.understoodShare).toBe(1);
  });
});
