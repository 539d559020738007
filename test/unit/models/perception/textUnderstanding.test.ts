import { describe, expect, it } from 'vitest';
import { countLetters, understandingOf } from '../../../../models/perception/textUnderstanding.ts';

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

describe('understandingOf', () => {
  it('takes unknown word pieces and other scripts from the share understood', () => {
    const shares = understandingOf({ wordPieces: 10, unknown: 5, letters: 8, otherLetters: 4 });
    expect(shares).toEqual({ unknownShare: 0.5, otherScriptShare: 0.5, understoodShare: 0.25 });
  });

  it('divides by nothing without letters', () => {
    const shares = understandingOf({ wordPieces: 0, unknown: 0, letters: 0, otherLetters: 0 });
    expect(shares.understoodShare).toBe(1);
  });
});
