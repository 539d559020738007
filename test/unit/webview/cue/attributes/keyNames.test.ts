import { expect, it } from 'vitest';
import { keySchema, modes, tonics } from '../../../../../bridge/protocol/attributes.ts';
import { joinKey, shownKey, splitKey, tonicName } from '../../../../../webview/cue/attributes/keyNames.ts';

it('takes every key apart and puts it together again', () => {
  for (const tonic of tonics)
    for (const mode of modes) {
      expect(keySchema.parse(joinKey(tonic, mode))).toBe(`${tonic} ${mode}`);
      expect(splitKey(joinKey(tonic, mode))).toEqual({ tonic, mode });
    }
});

it('shows accidentals as musicians write them', () => {
  expect(tonicName('Bb')).toBe('B♭');
  expect(['Eb minor', 'F# dorian', 'B major', 'H-Dur'].map(shownKey)).toEqual([
    'E♭ minor',
    'F♯ dorian',
    'B major',
    'H-Dur',
  ]);
});

it('reads what is no key as C major', () => {
  expect(splitKey(undefined)).toEqual({ tonic: 'C', mode: 'major' });
  expect(splitKey('H moll')).toEqual({ tonic: 'C', mode: 'major' });
});
