/** Keys of all seven modes, heard in sounds that were made in them. */
import { describe, expect, it } from 'vitest';
import { modes, tonics } from '../../../../../bridge/protocol/attributes.ts';
import { seededRandom } from '../../../../../bridge/protocol/seededRandom.ts';
import { modeIntervals, readKey } from '../../../../../models/engines/score/theory/scale.ts';
import { profileLength, tonalProfile } from '../../../../../models/evaluation/metrics/audio/tonalProfile.ts';
import { keyJudge } from '../../../../../models/evaluation/musflow/keyJudge.ts';
import type { Mode } from '../../../../../bridge/protocol/attributes.ts';
import type { KnownKey } from '../../../../../models/evaluation/musflow/keyJudge.ts';

const rate = 16_000;

/** Tones of three partials, one after the other: `[pitch, seconds]`. */
function tones(notes: readonly (readonly [number, number])[]): Float32Array {
  const parts = notes.map(([pitch, seconds]) => {
    const hertz = 440 * 2 ** ((pitch - 69) / 12);
    return Array.from({ length: Math.round(seconds * rate) }, (_, i) =>
      [1, 2, 3].reduce((sum, k) => sum + (0.2 / k ** 2) * Math.sin((2 * Math.PI * hertz * k * i) / rate), 0),
    );
  });
  return Float32Array.from(parts.flat());
}

const random = seededRandom(8);

/** A profile as music in a key has it: the scale, the tonic's triad more than the rest, the tonic most in the bass, and chance. */
function profileIn(key: string): number[] {
  const { tonicClass, mode } = readKey(key);
  const weigh = (triad: readonly number[]): number[] => {
    const shares = new Array<number>(12).fill(0);
    modeIntervals[mode].forEach((step, degree) => {
      shares[(tonicClass + step) % 12] = 1 + (triad[degree] ?? 0) + 0.6 * random.next();
    });
    const total = shares.reduce((sum, share) => sum + share, 0);
    return shares.map((share) => share / total);
  };
  return [...weigh([1, 0, 0.6, 0, 0.8]), ...weigh([3, 0, 0, 0, 1.5])];
}

const known: KnownKey[] = Array.from({ length: 280 }, (_, i) => {
  const key = `${tonics[random.below(12)] ?? 'C'} ${modes[i % modes.length] ?? 'major'}`;
  return { profile: profileIn(key), key };
});
const hears = keyJudge(known);

describe('a tonal profile', () => {
  it('tells the pitch classes of the whole and those of the bass apart', () => {
    const profile = tonalProfile(
      tones([
        [33, 1],
        [69, 1],
        [76, 1],
      ]),
    );
    expect(profile).toHaveLength(profileLength);
    const [whole, bass] = [profile.slice(0, 12), profile.slice(12)];
    expect(whole[9] ?? 0).toBeGreaterThan(0.3);
    expect(whole[4] ?? 0).toBeGreaterThan(0.15);
    expect(bass[9] ?? 0).toBeGreaterThan(0.8);
    expect(whole.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
  });

  it('is nothing of silence', () => {
    expect(tonalProfile(new Float32Array(rate)).every((value) => value === 0)).toBe(true);
  });

  it('does not depend on level', () => {
    const sound = tones([
      [40, 1],
      [64, 1],
      [71, 1],
    ]);
    const soft = tonalProfile(sound.map((value) => value / 20));
    tonalProfile(sound).forEach((value, i) => {
      expect(soft[i]).toBeCloseTo(value, 2);
    });
  });
});

describe('the judge of keys', () => {
  it.each<Mode>([...modes])('hears %s on every tonic', (mode) => {
    const asked = tonics.map((tonic) => `${tonic} ${mode}`);
    const right = asked.filter((key) => {
      const heard = hears(profileIn(key));
      return (
        heard !== undefined &&
        readKey(heard).mode === mode &&
        readKey(heard).tonicClass === readKey(key).tonicClass
      );
    });
    expect(right.length / asked.length).toBeGreaterThan(0.9);
  });

  it('tells a key from those that have the same notes', () => {
    expect(hears(profileIn('D dorian'))).toBe('D dorian');
    expect(hears(profileIn('C major'))).toBe('C major');
    expect(hears(profileIn('A minor'))).toBe('A minor');
  });

  it('hears nothing in silence, nor without anything learned', () => {
    expect(hears(new Array<number>(profileLength).fill(0))).toBeUndefined();
    expect(keyJudge([])(profileIn('C major'))).toBeUndefined();
  });
});
