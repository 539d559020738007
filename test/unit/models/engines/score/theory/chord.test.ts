import { describe, expect, it } from 'vitest';
import { parseChord } from '../../../../../../models/engines/score/theory/chord.ts';
import { readKey } from '../../../../../../models/engines/score/theory/scale.ts';

const cases: [spec: string, key: string, tones: number[], numeral: string][] = [
  ['1', 'C major', [0, 4, 7], 'I'],
  ['1', 'A minor', [9, 0, 4], 'i'],
  ['5M7', 'A minor', [4, 8, 11, 2], 'V7'],
  ['57', 'C major', [7, 11, 2, 5], 'V7'],
  ['2', 'C minor', [2, 5, 8], 'ii°'],
  ['b2M', 'C minor', [1, 5, 8], 'bII'],
  ['b6M', 'C major', [8, 0, 3], 'bVI'],
  ['4m', 'C major', [5, 8, 0], 'iv'],
  ['4', 'D dorian', [7, 11, 2], 'IV'],
  ['2', 'E phrygian', [5, 9, 0], 'II'],
  ['2', 'F lydian', [7, 11, 2], 'II'],
  ['7', 'G mixolydian', [5, 9, 0], 'VII'],
  ['1s4', 'C major', [0, 5, 7], 'Isus4'],
  ['1+9', 'C major', [0, 4, 7, 2], 'Iadd9'],
  ['D5', 'C major', [2, 6, 9, 0], 'V7/V'],
  ['D4', 'C minor', [0, 4, 7, 10], 'V7/iv'],
];

describe('parseChord', () => {
  it.each(cases)('%s in %s', (spec, key, tones, numeral) => {
    const chord = parseChord(spec, readKey(key));
    expect(chord.tones).toEqual(tones);
    expect(chord.numeral).toBe(numeral);
  });

  it('puts the third in the bass of an inversion', () => {
    expect(parseChord('1/3', readKey('C major')).bass).toBe(4);
  });

  it('raises the seventh degree of the scale over the dominant of minor, and keeps the tonic', () => {
    const { scale } = parseChord('5M', readKey('A minor'));
    expect(scale).toContain(8);
    expect(scale).toContain(9);
    expect(scale).not.toContain(7);
  });

  it('refuses what no profile may hold', () => {
    expect(() => parseChord('9', readKey('C major'))).toThrow(RangeError);
  });
});
