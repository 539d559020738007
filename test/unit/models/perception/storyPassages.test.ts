import fc from 'fast-check';
import { expect, it } from 'vitest';
import { excerpts, storyPassages } from '../../../../models/perception/storyPassages.ts';
import { processorTime } from '../../../fixtures/processorTime.ts';

const sentence = 'The boats came home one by one, and nobody waved. ';

it('ends at sentences', () => {
  const passages = storyPassages(sentence.repeat(20));
  expect(passages.length).toBeGreaterThan(2);
  for (const { text } of passages) expect(text.endsWith('.')).toBe(true);
});

it('keeps a short text whole and takes a short end to the passage before it', () => {
  expect(storyPassages('Fog.')).toEqual([{ text: 'Fog.', start: 0, end: 4 }]);
  expect(storyPassages(`${sentence.repeat(6)}\n\nThe end.`)).toHaveLength(1);
});

it('cuts a run without any sentence', () => {
  const passages = storyPassages('word '.repeat(2000));
  expect(passages.length).toBeGreaterThan(5);
  expect(passages.every(({ text }) => text.length <= 1300)).toBe(true);
});

it('parts a long text into hundreds, not thousands, in linear time', () => {
  const start = processorTime();
  expect(storyPassages(sentence.repeat(4000)).length).toBeLessThan(400);
  storyPassages('a'.repeat(200_000));
  storyPassages('. '.repeat(100_000));
  storyPassages('\n'.repeat(200_000));
  expect(processorTime() - start).toBeLessThan(2000);
});

it('reads the beginnings of passages where all would be too much', () => {
  const passages = storyPassages(sentence.repeat(4000));
  expect(excerpts(passages, 1e6)).toEqual(passages);
  const read = excerpts(passages, 50_000);
  expect(read).toHaveLength(passages.length);
  expect(read.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(65_000);
  for (const [i, { text, start, end }] of read.entries()) {
    expect(passages[i]!.text.startsWith(text)).toBe(true);
    expect([start, end - start]).toEqual([passages[i]!.start, text.length]);
    expect(text).toMatch(/\.$/);
  }
  const astral = excerpts([{ text: '\u{1f30a}'.repeat(50), start: 0, end: 100 }], 31);
  expect(astral[0]!.text).toBe('\u{1f30a}'.repeat(15));
});

it('covers every character that is not blank exactly once, in order', () => {
  const words = fc.array(
    fc.constantFrom('a', 'Moon.', 'sea!', '\n\n', '\n', ' ', '夜。', '\u{1f30a}', 'x'.repeat(900)),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(words, (parts) => {
      const text = parts.join('');
      let covered = 0;
      for (const { start, end, text: passage } of storyPassages(text)) {
        expect(passage).toBe(text.slice(start, end));
        expect(text.slice(covered, start).trim()).toBe('');
        covered = end;
      }
      expect(text.slice(covered).trim()).toBe('');
    }),
    { seed: 1 },
  );
});
