import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TokenCounter } from '../../../../models/perception/textWindows.ts';
import { maxTextCharacters, splitTextWindows } from '../../../../models/perception/textWindows.ts';

/** One word piece for every four code units of a word, two special ones around a window. */
const counter: TokenCounter = {
  maxTokens: 64,
  count: (word) => Math.ceil(word.length / 4),
  encode: (text) => [0, ...(text.match(/\S{1,4}/g) ?? []).map(() => 1), 0],
};

const words = (count: number): string => Array.from({ length: count }, (_, i) => `w${i}`).join(' ');

describe('splitTextWindows', () => {
  it('keeps a short text whole', () => {
    expect(splitTextWindows('  One sentence. ', counter)).toEqual([
      { text: 'One sentence.', start: 2, end: 15 },
    ]);
  });

  it('finds no window in blanks', () => {
    expect(splitTextWindows(' \n\t ', counter)).toEqual([]);
  });

  it('lets neighbours share about 32 word pieces', () => {
    const [first, second] = splitTextWindows(words(200), counter);
    const shared = words(200).slice(second!.start, first!.end).split(' ');
    expect(shared.length).toBeGreaterThanOrEqual(31);
    expect(shared.length).toBeLessThanOrEqual(32);
  });

  it('ends a window at a sentence where it can, and begins the next at one', () => {
    const text = `${words(20)}. ${words(25)}. ${words(100)}`;
    const [first, second] = splitTextWindows(text, counter);
    expect(first!.text).toMatch(/w24\.$/);
    expect(second!.text).toMatch(/^w0 w1/);
  });

  it('parts a run without blanks, but no character', () => {
    const run = '😀'.repeat(500);
    const windows = splitTextWindows(run, counter);
    expect(windows.length).toBeGreaterThan(1);
    expect(windows.every(({ text }) => !/\p{Cs}/u.test(text))).toBe(true);
  });

  it('parts Chinese and Japanese at their full stops', () => {
    const [first] = splitTextWindows('夜の海は静かだった。'.repeat(80), counter);
    expect(first!.text).toMatch(/。$/);
  });

  it('refuses more than 200,000 characters and counts characters, not code units', () => {
    expect(() => splitTextWindows('a '.repeat(maxTextCharacters / 2) + 'b', counter)).toThrow(
      /200001 characters/,
    );
    expect(splitTextWindows('😀'.repeat(maxTextCharacters / 2 + 1), counter).length).toBeGreaterThan(1);
  });

  it('covers every character of any text in windows that fit', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 2000 }),
      fc
        .array(fc.lorem({ mode: 'sentences', maxCount: 3 }), { maxLength: 40 })
        .map((parts) => parts.join('\n')),
      fc
        .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 800 })
        .map((units) => String.fromCharCode(...units)),
    );
    fc.assert(
      fc.property(text, (whole) => {
        const windows = splitTextWindows(whole, counter);
        let covered = 0;
        let lastStart = -1;
        for (const { text: part, start, end } of windows) {
          expect(part).toBe(whole.slice(start, end));
          expect(counter.encode(part).length).toBeLessThanOrEqual(counter.maxTokens);
          expect(start).toBeGreaterThan(lastStart);
          expect(end).toBeGreaterThan(covered);
          expect(whole.slice(covered, Math.max(covered, start)).trim()).toBe('');
          covered = end;
          lastStart = start;
        }
        expect(whole.slice(covered).trim()).toBe('');
      }),
      { numRuns: 300 },
    );
  });
});
