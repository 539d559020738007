import { describe, expect, it } from 'vitest';
import { readImage } from '../../../../models/perception/readImage.ts';
import { darkBlue } from './drawnPictures.ts';
import { fakeImage, fakeText } from './fakeReaders.ts';
import type { ConditionWord } from '../../../../models/conditions/imageWords.ts';
import type { PictureReaders } from '../../../../models/perception/readImage.ts';
import type { Reading } from '../../../../models/perception/reading.ts';

function read(words: ConditionWord[], image: PictureReaders['image']): Promise<Reading> {
  const look = darkBlue();
  return readImage({ id: 'i', weight: 1, look, crop: look, words, notes: [] }, { text: fakeText, image });
}

const alt: ConditionWord = { text: 'Two boats at rest in the evening', origin: 'alt', confidence: 1 };

describe('readImage', () => {
  it('takes nothing from a file name that is no word', async () => {
    const pier = fakeImage({ pier: 0.9 });
    const named = (text: string): Promise<Reading> =>
      read([{ text, origin: 'file-name', confidence: 0.5 }], pier);
    const [nothing, letters, harbour] = [await read([], pier), await named('jpgs'), await named('harbour')];
    expect(letters.passages).toEqual(nothing.passages);
    expect(letters.words).toEqual(nothing.words);
    expect(harbour.passages[0]?.text).toBe('harbour');
  });

  it('hears the person first, then what it sees, then the surface', async () => {
    const reading = await read([alt], fakeImage({ pier: 0.6, boathouse: 0.2, seashore: 0.1 }));
    const by = (pattern: RegExp): number =>
      reading.passages.filter(({ text }) => pattern.test(text)).reduce((sum, { weight }) => sum + weight, 0);
    expect(by(/./)).toBeCloseTo(1, 9);
    expect(by(/^Two boats/)).toBeGreaterThan(by(/^A picture of/));
    expect(by(/^A picture of/)).toBeGreaterThan(by(/^A very dark/));
    expect(reading.passages.map(({ text }) => text)).toContain(
      'A picture of a pier, a boathouse and a sea shore.',
    );
    expect(reading.words.map(({ origin }) => origin)).toEqual(['alt', 'class', 'class', 'class']);
    expect(reading.summary).toBe(
      'told: Two boats at rest in the evening; seen: pier, boathouse, sea shore; very dark, cold, gloomy',
    );
    expect(reading).toMatchObject({ kind: 'image', understood: 1, notes: [] });
    expect(reading.affect?.valence).toBeLessThan(0);
  });

  it('relies on the surface where the classifier is not sure, and says so', async () => {
    const reading = await read([], fakeImage({ 'jigsaw puzzle': 0.12, parachute: 0.1 }));
    const surface = reading.passages.find(({ text }) => text.startsWith('A very dark'));
    expect(surface?.weight).toBeGreaterThan(0.85);
    expect(reading.notes[0]).toContain('not sure what this picture shows');
    expect(reading.summary).toBe('very dark, cold, gloomy');
  });

  it('reads without an image encoder, and says so', async () => {
    const reading = await read([], undefined);
    expect(reading.passages).toHaveLength(1);
    expect(reading.passages[0]?.weight).toBe(1);
    expect(reading.notes[0]).toContain('No image encoder is installed');
  });
});
