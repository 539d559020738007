/** What is counted right: onsets, tempo, keys. */
import { describe, expect, it } from 'vitest';
import { keyAgreement } from '../../../../../../models/evaluation/metrics/audio/keyAgreement.ts';
import {
  mergedOnsets,
  onsetAgreement,
} from '../../../../../../models/evaluation/metrics/audio/onsetAgreement.ts';
import {
  tempoAgreement,
  tempoBin,
} from '../../../../../../models/evaluation/metrics/audio/tempoAgreement.ts';

describe('onsets', () => {
  it('are right within 50 ms, each once', () => {
    // 1.04 and 1.05 both lie near 1.0: one of them is right. 3.2 is too far from 3.
    const { precision, recall, f1 } = onsetAgreement([0, 1, 2, 3], [0.05, 1.04, 1.05, 3.2]);
    expect(precision).toBe(2 / 4);
    expect(recall).toBe(2 / 4);
    expect(f1).toBe(0.5);
  });

  it('match as many as can: 0.04 goes to 0, so that 0.08 may go to 0.05', () => {
    expect(onsetAgreement([0, 0.05], [0.04, 0.08]).f1).toBe(1);
  });

  it('agree where nothing is asked and nothing heard, and not where only one is', () => {
    expect(onsetAgreement([], []).f1).toBe(1);
    expect(onsetAgreement([1], []).f1).toBe(0);
    expect(onsetAgreement([], [1]).f1).toBe(0);
  });

  it('of a chord are one', () => {
    expect(mergedOnsets([1.02, 1, 1.01, 1.2])).toEqual([1, 1.2]);
  });
});

describe('tempo', () => {
  it.each<[number, number]>([
    [39, 0],
    [40, 1],
    [65, 2],
    [89.9, 3],
    [90, 4],
    [120, 5],
    [159, 6],
    [200, 7],
    [210, 8],
  ])('of %d BPM is in bin %d', (tempo, bin) => {
    expect(tempoBin(tempo)).toBe(bin);
  });

  it('counts the bin, its neighbours, 4 % and octaves', () => {
    expect(tempoAgreement(100, 104)).toEqual({ tb: 1, tbt: 1, near: 1, nearOctave: 1 });
    expect(tempoAgreement(100, 112)).toEqual({ tb: 0, tbt: 1, near: 0, nearOctave: 0 });
    expect(tempoAgreement(100, 50)).toEqual({ tb: 0, tbt: 0, near: 0, nearOctave: 1 });
    expect(tempoAgreement(100, undefined)).toEqual({ tb: 0, tbt: 0, near: 0, nearOctave: 0 });
  });
});

describe('keys', () => {
  it.each<[string, string | undefined, number, number]>([
    ['A minor', 'A minor', 1, 1],
    // The true relative, not Mustango's F♯ major.
    ['A minor', 'C major', 0, 1],
    ['A minor', 'F# major', 0, 0],
    ['C major', 'A minor', 0, 1],
    ['C major', 'C minor', 0, 0],
    ['D dorian', 'D minor', 1, 1],
    ['D mixolydian', 'D major', 1, 1],
    ['C# minor', 'Db minor', 1, 1],
    ['C major', undefined, 0, 0],
  ])('%s heard as %s: CK %d, CKD %d', (asked, heard, ck, ckd) => {
    expect(keyAgreement(asked, heard)).toMatchObject({ ck, ckd });
  });

  it('are exact where the mode is the very one', () => {
    expect(keyAgreement('D dorian', 'D dorian').exact).toBe(1);
    expect(keyAgreement('D dorian', 'D minor').exact).toBe(0);
    expect(keyAgreement('C# minor', 'Db minor').exact).toBe(1);
    expect(keyAgreement('D dorian', undefined).exact).toBe(0);
  });
});
