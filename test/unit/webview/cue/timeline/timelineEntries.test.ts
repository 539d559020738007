import { describe, expect, it } from 'vitest';
import { attributeValueSchemas } from '../../../../../bridge/protocol/attributes.ts';
import { cueSchema } from '../../../../../bridge/protocol/cue.ts';
import {
  attributesOfSection,
  freshId,
  keyframeAttributes,
  keyframesOf,
  keyframeValue,
  linePoints,
  startValue,
  timelineLength,
  timelineTime,
  withAttribute,
  withWords,
} from '../../../../../webview/cue/timeline/timelineEntries.ts';

const cue = cueSchema.parse({
  leitmotif: 1,
  keyframes: {
    tension: [
      { seconds: 20, value: 1 },
      { seconds: 0, value: 0, curve: 'hold' },
    ],
    tempo: [{ seconds: 3, value: 90 }],
  },
  hits: [{ id: 'h', seconds: 50, label: 'x' }],
});

describe('entries of the timeline', () => {
  it('get identifiers that nobody has', () => {
    expect(freshId('hit', [{ id: 'hit-1' }, { id: 'hit-3' }])).toBe('hit-2');
  });

  it('stand in the order of attributes and time', () => {
    expect(keyframesOf(cue).map(({ name, seconds }) => [name, seconds])).toEqual([
      ['tempo', 3],
      ['tension', 0],
      ['tension', 20],
    ]);
  });

  it('fit on what is shown', () => {
    expect(timelineLength(cue, 30)).toBeCloseTo(52.5);
    expect(timelineLength(cue, 60)).toBe(60);
    expect(timelineLength(cueSchema.parse({ leitmotif: 1 }), undefined)).toBe(10);
  });

  it('have times within limits', () => {
    expect([-1, 1.2345, 99_999, Number.NaN].map(timelineTime)).toEqual([0, 1.23, 3600, 0]);
  });
});

describe('values of keyframes', () => {
  it('are what the attribute can have', () => {
    expect(keyframeValue('tempo', ' 92,5 ')).toBe(92.5);
    expect(keyframeValue('valence', '−0.5')).toBe(-0.5);
    expect(keyframeValue('tempo', '9000')).toBeUndefined();
    expect(keyframeValue('tempo', '')).toBeUndefined();
    expect(keyframeValue('key', 'D minor')).toBe('D minor');
    expect(keyframeValue('key', 'H moll')).toBeUndefined();
  });

  it('begin with something valid', () => {
    for (const name of keyframeAttributes)
      expect(attributeValueSchemas[name].safeParse(startValue(name, undefined)).success).toBe(true);
    expect(startValue('tempo', 77)).toBe(77);
  });

  it('make a line that holds where it shall', () => {
    const entries = keyframesOf(cue).filter(({ name }) => name === 'tension');
    expect(linePoints(entries, 40)).toBe('0,90 0,90 50,90 50,10 100,10');
    expect(linePoints([], 40)).toBe('');
    expect(linePoints([{ name: 'key', seconds: 0, value: 'C major', curve: 'hold' }], 40)).toBe('');
  });
});

describe('a section', () => {
  const bare = { id: 'a', label: 'Chase', start: 3 };

  it('has words where somebody wrote some', () => {
    const told = withWords(bare, 'They run.');
    expect(told).toEqual({ ...bare, words: 'They run.' });
    expect(withWords(told, '  ')).toEqual(bare);
  });

  it('says what differs in it, and no more when all was taken away', () => {
    const fast = withAttribute(withAttribute(bare, 'tension', 0.9), 'key', 'F minor');
    expect(attributesOfSection(fast)).toEqual([
      { name: 'key', value: 'F minor' },
      { name: 'tension', value: 0.9 },
    ]);
    expect(withAttribute(fast, 'tension', 0.2).attributes).toEqual({ key: 'F minor', tension: 0.2 });
    expect(withAttribute(withAttribute(fast, 'tension', undefined), 'key', undefined)).toEqual(bare);
  });
});
