import { describe, expect, it } from 'vitest';
import { eventCharge } from '../../../../models/brief/eventFeeling.ts';

describe('eventCharge', () => {
  it.each([
    ['epic battle', 0.5, 0.6],
    ['they chased him over the roofs', 0.5, 0.6],
    ['The murderer screamed.', 0.8, 0.4],
  ])('hears tension and excitement in %j', (text, tension, arousal) => {
    const { affect } = eventCharge(text)!;
    expect(affect.tension).toBeGreaterThan(tension);
    expect(affect.arousal).toBeGreaterThan(arousal);
  });

  it('tells sad events from glad ones', () => {
    expect(eventCharge('a funeral')!.affect).toMatchObject({ valence: -0.75, arousal: -0.45 });
    expect(eventCharge('a wedding')!.affect.valence).toBeGreaterThan(0.7);
    expect(eventCharge('The children were laughing.')!.affect.valence).toBeGreaterThan(0.7);
  });

  it.each([
    'there was no battle',
    'nobody died',
    'They never fought the war',
    'a street without ghosts or murder',
    'a quiet street',
    '',
  ])('hears nothing in %j', (text) => {
    expect(eventCharge(text)).toBeUndefined();
  });

  it('is carried less far the more else is said', () => {
    const alone = eventCharge('murder')!.strength;
    const among = eventCharge(`murder ${'and a long quiet walk along the river '.repeat(5)}`)!.strength;
    expect(alone).toBeCloseTo(0.6, 9);
    expect(among).toBeLessThan(alone / 3);
  });
});
