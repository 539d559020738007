import { describe, expect, it } from 'vitest';
import { lookSentence, lookSummary, moodWords } from '../../../../models/perception/lookInWords.ts';
import { lightnessOf, visualAffect } from '../../../../models/perception/visualAffect.ts';
import { measurePicture } from '../../../../models/perception/visualMeasures.ts';
import { darkBlue, fiery, fog, nightCity, paleMorning, plain, warmAndBright } from './drawnPictures.ts';
import type { Affect } from '../../../../models/perception/reading.ts';
import type { RgbPixels } from '../../../../models/perception/visualMeasures.ts';

const feel = (picture: RgbPixels): Affect => visualAffect(measurePicture(picture)).affect;
const say = (picture: RgbPixels): string => lookSentence(measurePicture(picture), feel(picture));

describe('the spread', () => {
  it('finds the bright and warm glad and excited', () => {
    const { valence, arousal } = feel(warmAndBright());
    expect(valence).toBeGreaterThan(0.4);
    expect(arousal).toBeGreaterThan(0.25);
  });

  it('finds the dark and blue sad and still', () => {
    const { valence, arousal } = feel(darkBlue());
    expect(valence).toBeLessThan(-0.4);
    expect(arousal).toBeLessThan(-0.25);
  });

  it('finds fog still, and neither glad nor sad', () => {
    const { valence, arousal } = feel(fog());
    expect(Math.abs(valence)).toBeLessThan(0.3);
    expect(arousal).toBeLessThan(-0.6);
  });

  it('finds fire unpleasant and exciting', () => {
    const { valence, arousal } = feel(fiery());
    expect(valence).toBeLessThan(-0.15);
    expect(arousal).toBeGreaterThan(0.5);
  });

  it('finds a city at night tense, less than fire and far from the blue dusk', () => {
    const { valence, arousal } = feel(nightCity());
    expect(valence).toBeLessThan(-0.2);
    expect(arousal).toBeGreaterThan(0.3);
    expect(arousal - feel(darkBlue()).arousal).toBeGreaterThan(0.7);
  });

  it('finds a pale morning glad and still', () => {
    const { valence, arousal } = feel(paleMorning());
    expect(valence).toBeGreaterThan(0.3);
    expect(arousal).toBeLessThan(-0.3);
  });
});

describe('the terms', () => {
  it('add up to the feeling and name their sources', () => {
    const { affect, terms, confidence } = visualAffect(measurePicture(fiery()));
    const sum = terms.reduce((total, { arousal }) => total + arousal, 0);
    expect(affect.arousal).toBeCloseTo(Math.tanh(sum / 1.5), 9);
    expect(terms.every(({ source }) => source !== '')).toBe(true);
    expect(confidence).toBeGreaterThanOrEqual(0.3);
    expect(confidence).toBeLessThanOrEqual(0.6);
  });

  it('follow Valdez and Mehrabian where only brightness changes', () => {
    const [dark, light] = [feel(plain([40, 40, 40])), feel(plain([220, 220, 220]))];
    expect(light.valence).toBeGreaterThan(dark.valence);
    expect(light.arousal).toBeLessThan(dark.arousal);
    expect(light.dominance).toBeLessThan(dark.dominance);
  });

  it('use lightness as CIE defines it', () => {
    expect(lightnessOf(1)).toBeCloseTo(1, 9);
    expect(lightnessOf(0.1842)).toBeCloseTo(0.5, 2);
    expect(lightnessOf(0)).toBeCloseTo(0, 9);
  });
});

describe('in words', () => {
  it('says what is seen', () => {
    expect(say(darkBlue())).toBe(
      'A very dark, cold, dark blue picture with soft contrast and wide, smooth surfaces, quiet and gloomy.',
    );
    expect(say(fog())).toMatch(/^A bright, colourless, grey picture with soft contrast/);
    expect(say(warmAndBright())).toMatch(/bright.*warm, colourful.*joyful and lively\.$/);
    expect(lookSummary(measurePicture(darkBlue()), feel(darkBlue()))).toBe('very dark, cold, gloomy');
  });

  it('has a name for every part of the circle but its middle', () => {
    const names = [-1, 0, 1].flatMap((valence) =>
      [-1, 0, 1].map((arousal) => moodWords({ valence, arousal, dominance: 0 })),
    );
    expect(new Set(names).size).toBe(9);
    expect(names.filter((name) => name === '')).toHaveLength(1);
  });
});
