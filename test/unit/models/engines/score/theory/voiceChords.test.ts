import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../../bridge/protocol/seededRandom.ts';
import { parseChord } from '../../../../../../models/engines/score/theory/chord.ts';
import { readKey } from '../../../../../../models/engines/score/theory/scale.ts';
import {
  isMuddy,
  parallels,
  voiceChords,
} from '../../../../../../models/engines/score/theory/voiceChords.ts';

const key = readKey('C major');
const roots = ['1', '4', '5', '1', '6', '2', '57', '1'].map((spec) => {
  const { tones, root } = parseChord(spec, key);
  return { tones, bass: 36 + root };
});
const chords = roots.map(({ tones, bass }, i) => ({
  tones,
  bass,
  melody: undefined,
  before: { bass: roots[i - 1]?.bass, melody: undefined },
  voices: 3,
  inversionCost: 0,
  ceiling: undefined,
}));
const band = { low: 48, high: 72, centre: 60 };

describe('voiceChords', () => {
  const voicings = voiceChords(chords, { band, strict: true, random: seededRandom(1) });

  it('gives every chord its third', () => {
    voicings.forEach((voicing, i) => {
      expect(voicing.map((pitch) => pitch % 12)).toContain(chords[i]!.tones[1]);
    });
  });

  it('moves without parallel fifths or octaves', () => {
    for (let i = 1; i < voicings.length; i++) {
      const from = [chords[i - 1]!.bass, ...voicings[i - 1]!];
      const to = [chords[i]!.bass, ...voicings[i]!];
      expect(parallels(from, to)).toBe(0);
    }
  });

  it('stays in its band, ascending, without mud', () => {
    voicings.forEach((voicing, i) => {
      const sounding = [chords[i]!.bass, ...voicing];
      for (let voice = 1; voice < sounding.length; voice++) {
        expect(sounding[voice]!).toBeGreaterThan(sounding[voice - 1]!);
        expect(isMuddy(sounding[voice - 1]!, sounding[voice]!)).toBe(false);
      }
      expect(Math.min(...voicing)).toBeGreaterThanOrEqual(band.low);
      expect(Math.max(...voicing)).toBeLessThanOrEqual(band.high);
    });
  });

  it('counts a known pair of parallel fifths', () => {
    expect(parallels([48, 55], [50, 57])).toBe(1);
    expect(parallels([48, 55], [50, 59])).toBe(0);
    expect(parallels([48, 55], [48, 55])).toBe(0);
  });
});
