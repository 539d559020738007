import { describe, expect, it } from 'vitest';
import { wholeSentences } from '../../../../models/perception/pictureCaptioner.ts';
import { picturePrompt, pictureVocabulary } from '../../../../models/perception/pictureVocabulary.ts';

describe('wholeSentences', () => {
  it.each([
    ['A harbour. Boats lie in it.', 'A harbour. Boats lie in it.'],
    ['A harbour. Boats lie in', 'A harbour.'],
    ['A harbour with boats', 'A harbour with boats'],
    ['<loc_12>A  harbour.\n', 'A harbour.'],
    ['', ''],
  ])('reads %j as %j', (text, whole) => {
    expect(wholeSentences(text)).toBe(whole);
  });
});

describe('the vocabulary of pictures', () => {
  it('says everything once, and fits what the text tower reads', () => {
    const phrases = Object.values(pictureVocabulary).flat();
    expect(new Set(phrases).size).toBe(phrases.length);
    expect(phrases.length).toBeGreaterThan(100);
    for (const phrase of phrases) expect(picturePrompt(phrase).split(' ').length).toBeLessThan(20);
  });
});
