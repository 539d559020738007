import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributeValueSchemas } from '../../../../bridge/protocol/attributes.ts';
import { estimateKey, keyName } from '../../../../models/perception/keyEstimate.ts';
import { pitchClasses } from '../../../../models/perception/pitchClasses.ts';
import { cadence, chords, sound } from './testSounds.ts';
import { seededRandom } from './seededNoise.ts';

const keys = (['major', 'minor'] as const).flatMap((mode) =>
  [0, 2, 3, 5, 6, 9, 10].map((tonic) => [keyName(tonic, mode), tonic, mode] as const),
);

describe('pitchClasses', () => {
  it('finds the notes of a chord and how it is tuned', () => {
    for (const tuning of [-0.3, 0, 0.2, 0.4]) {
      const found = pitchClasses(chords([[57, 60, 64]], tuning));
      expect(found.tuning).toBeCloseTo(tuning, 1);
      const three = [0, 4, 9].reduce((sum, pitch) => sum + found.shares[pitch]!, 0);
      expect(three).toBeGreaterThan(0.6);
      expect(found.shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
    }
  });

  it('finds nothing in silence', () => {
    expect(pitchClasses(new Float32Array(16_000)).shares).toEqual(new Array(12).fill(0));
  });
});

describe('estimateKey', () => {
  it.each(keys)('hears a cadence in %s', (name, tonic, mode) => {
    const found = estimateKey(pitchClasses(chords(cadence(54 + tonic, mode))).shares);
    expect(found?.value).toBe(keyName((54 + tonic) % 12, mode));
    expect(attributeValueSchemas.key.parse(name)).toBe(name);
  });

  it('finds none where all sounds alike, and is not sure of noise', () => {
    expect(estimateKey(new Array<number>(12).fill(0))).toBeUndefined();
    expect(estimateKey(new Array<number>(12).fill(1 / 12))).toBeUndefined();
    const random = seededRandom(5);
    const noise = estimateKey(pitchClasses(sound(10, () => 2 * random() - 1)).shares);
    expect(noise?.confidence ?? 0).toBeLessThan(0.5);
  });

  it('names a key that attributes accept, with a confidence in 0…1, whatever it is given', () => {
    const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(shares, (given) => {
        const found = estimateKey(given);
        if (found === undefined) return;
        expect(attributeValueSchemas.key.safeParse(found.value).success).toBe(true);
        expect(found.confidence).toBeGreaterThanOrEqual(0);
        expect(found.confidence).toBeLessThanOrEqual(1);
      }),
    );
  });
});
