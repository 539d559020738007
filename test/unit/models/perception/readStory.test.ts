import { describe, expect, it } from 'vitest';
import { readCaption } from '../../../../models/perception/readCaption.ts';
import { readStory } from '../../../../models/perception/readStory.ts';
import { fakeText } from './fakeReaders.ts';
import type { Reading } from '../../../../models/perception/reading.ts';

const read = (text: string): Promise<Reading> =>
  readStory({ id: 's', weight: 2, content: { text, notes: ['earlier'] } }, fakeText);
const english = 'The boats came home one by one, and the water let them through. Nobody waved. ';

describe('readStory', () => {
  it('weighs passages by length, beginning and end a little more', async () => {
    const text = english.repeat(20).trim();
    const reading = await read(text);
    expect(reading).toMatchObject({
      condition: 's',
      kind: 'story',
      weight: 2,
      words: [],
      text,
      notes: ['earlier'],
    });
    const weights = reading.passages.map(({ weight }) => weight);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
    expect(weights[0]).toBeGreaterThan(weights[1] ?? 1);
    for (const { text: passage, start = 0, end = 0 } of reading.passages)
      expect(text.slice(start, end)).toBe(passage);
    expect(reading.understood).toBeGreaterThan(0.95);
    expect(reading.summary).toBe(
      'read: “The boats came home one by one, and the water let them through. Nobody …”',
    );
  });

  it('reads a long story in excerpts that are spread evenly, and says so', async () => {
    const { passages, notes } = await read(english.repeat(2400));
    expect(notes[1]).toMatch(/beginnings of its \d+ passages were read, 2\d % of the text/);
    expect(passages.at(-1)!.start).toBeGreaterThan(180_000);
  });

  it('says how little it understood of another language', async () => {
    const { understood, notes } = await read(
      'Die Sonne ging unter und das Meer war still, aber niemand sprach ein Wort.',
    );
    expect(understood).toBeLessThan(0.3);
    expect(notes[1]).toMatch(
      /trained on English and this looks German: about \d+ % of this text was understood\./,
    );
  });

  it('says so of another script', async () => {
    const { understood, notes } = await read('夕焼けの港で、少女は最後の船を待っていた。');
    expect(understood).toBe(0);
    expect(notes[1]).toContain('another script: next to nothing');
  });
});

describe('readCaption', () => {
  it('keeps the words and adds nothing of its own', async () => {
    const text = 'A slow piano waltz in D minor at 72 BPM, no drums.';
    const reading = await readCaption({ id: 'c', weight: 1, content: { text, notes: [] } }, fakeText);
    expect(reading).toMatchObject({ kind: 'caption', text, words: [], notes: [], understood: 1 });
    expect(reading.passages.map(({ weight, start, end }) => [weight, start, end])).toEqual([
      [1, 0, text.length],
    ]);
    expect(reading.summary).toBe(`asked for: “${text}”`);
  });
});
