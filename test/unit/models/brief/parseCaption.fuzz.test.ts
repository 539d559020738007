import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCaption } from '../../../../models/brief/caption/parseCaption.ts';
import { attributeRanges } from '../../../../bridge/protocol/attributes.ts';

const words = fc.constantFrom(
  ...[
    'no',
    'not',
    'only',
    'just',
    'without',
    'piano',
    'drums',
    'bass',
    'bass line',
    'strings',
    'fast',
    'slow',
  ],
  ...[
    'very',
    'too',
    'D',
    'minor',
    'a',
    'in',
    'b',
    'flat',
    '#',
    '♭',
    '3',
    '/',
    '4',
    '72',
    'BPM',
    '-',
    ':',
    '=',
    '♩',
  ],
  ...[
    'minutes',
    'seconds',
    'bars',
    'and',
    'or',
    ',',
    '.',
    'then',
    'from',
    'to',
    'sad',
    'dark',
    'low',
    '30',
    "'",
    's',
  ],
);
const salad = fc.array(words, { maxLength: 30 }).map((list) => list.join(' '));
const glued = fc.array(words, { maxLength: 20 }).map((list) => list.join(''));

/** True where every fact quotes the caption and every value is in range. */
function holds(text: string): boolean {
  const facts = parseCaption(text);
  const all = Object.values(facts).flatMap((list) => list as unknown[]);
  const quoted = all.every((fact) => {
    if (typeof fact !== 'object' || fact === null || !('start' in fact) || !('end' in fact)) return true;
    const { start, end, text: words } = fact as { start: number; end: number; text: string };
    return start < end && text.slice(start, end) === words;
  });
  const { tempo, bars, seconds } = attributeRanges;
  const within = (value: number, { min, max }: { min: number; max: number }): boolean =>
    value >= min && value <= max;
  return (
    quoted &&
    facts.tempos.every(
      ({ value }) => value.range.every((end) => within(end, tempo)) && within(value.tempo, tempo),
    ) &&
    facts.bars.every(({ value }) => within(value, bars) && Number.isInteger(value)) &&
    facts.seconds.every(({ value }) => within(value, seconds)) &&
    facts.moods.every(({ value }) => Math.abs(value.valence) <= 1 && Math.abs(value.arousal) <= 1)
  );
}

describe('parseCaption, for any text', () => {
  it('never throws, quotes the caption and stays in range: any unicode', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 120 }), holds), { numRuns: 10_000 });
  });

  it('never throws, quotes the caption and stays in range: its own words in any order', () => {
    fc.assert(fc.property(fc.oneof(salad, glued), holds), { numRuns: 12_000 });
  });

  it.each([
    ['numbers', '1-'.repeat(5000)],
    ['a sentence', 'no drums, fast piano and slow strings in a minor '.repeat(204)],
    ['refusals', 'no no not '.repeat(1000)],
    ['instruments', 'piano and '.repeat(1000)],
    ['tempi', 'fast slow '.repeat(1000)],
    ['one word', 'a'.repeat(10_000)],
    ['brackets', '('.repeat(10_000)],
    ['accents', 'é̀'.repeat(3333)],
    ['fractions', '4/'.repeat(5000)],
  ])('takes a time that grows with the length only, for 10,000 characters of %s', (_, text) => {
    parseCaption(text);
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now();
      parseCaption(text);
      return performance.now() - start;
    });
    // The fastest of five: the machine may be busy with something else.
    // Measured 3 ms to 12 ms; what is quadratic takes seconds.
    expect(Math.min(...times)).toBeLessThan(500);
  });
});
