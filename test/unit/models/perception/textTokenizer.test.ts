import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blankControls } from '../../../../models/perception/textTokenizer.ts';

describe('blankControls', () => {
  it('blanks NUL, lone surrogates and the replacement character, and keeps line ends', () => {
    expect(blankControls('a\0b\ud800c\ufffd\n\t😀\u0085')).toBe('a b c \n\t😀 ');
  });

  it('keeps the length and every offset', () => {
    const anything = fc
      .array(fc.integer({ min: 0, max: 0xffff }))
      .map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(anything, (text) => {
        expect(blankControls(text)).toHaveLength(text.length);
        expect(/\p{Cs}|\0/u.test(blankControls(text))).toBe(false);
      }),
    );
  });
});
