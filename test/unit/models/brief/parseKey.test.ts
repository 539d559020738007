import { describe, expect, it } from 'vitest';
import { parseKey, readKeyName } from '../../../../models/brief/parseKey.ts';
import { signatureOf } from '../../../../models/brief/keyName.ts';
import { keySchema, tonics } from '../../../../bridge/protocol/attributes.ts';
import type { Mode } from '../../../../bridge/protocol/attributes.ts';

describe('parseKey', () => {
  it.each([
    ['D minor', 'D minor'],
    ['d minor', 'D minor'],
    ['E flat major', 'Eb major'],
    ['Eb major', 'Eb major'],
    ['E♭ major', 'Eb major'],
    ['F# dorian', 'F# dorian'],
    ['C sharp min', 'C# minor'],
    ['Bbm', 'Bb minor'],
    ['F#m', 'F# minor'],
    ['Am', 'A minor'],
    ['Ebmaj', 'Eb major'],
    ['G', 'G major'],
    ['A', 'A major'],
    ['a minor', 'A minor'],
    ['A harmonic minor', 'A minor'],
    ['C ionian', 'C major'],
    ['A aeolian', 'A minor'],
    ['d-Moll', 'D minor'],
    ['Es-Dur', 'Eb major'],
    ['fis-Moll', 'F# minor'],
    ['H-Dur', 'B major'],
    ['h-moll', 'B minor'],
    ['B-Dur', 'Bb major'],
    ['As-Dur', 'Ab major'],
    ['ré mineur', 'D minor'],
    ['do majeur', 'C major'],
    ['do dièse mineur', 'C# minor'],
    ['si bémol majeur', 'Bb major'],
    ['mi bemolle maggiore', 'Eb major'],
    ['sol mayor', 'G major'],
    ['la menor', 'A minor'],
    ['  D   minor ', 'D minor'],
  ])('reads %j as %s', (text, key) => {
    expect(parseKey(text)).toBe(key);
  });

  it.each([
    'Q major',
    'H# minor',
    'H minor',
    '',
    'minor',
    'D minor and G',
    'xx',
    'D minor!',
    '7',
    'C## minor',
    '🎵',
  ])('refuses %j', (text) => {
    expect(parseKey(text)).toBeUndefined();
  });

  it.each([
    ['E# minor', 'F minor'],
    ['B# minor', 'C minor'],
    ['G# major', 'Ab major'],
    ['D# major', 'Eb major'],
    ['Fb major', 'E major'],
    ['Cb minor', 'B minor'],
    ['Gb phrygian', 'F# phrygian'],
    ['E# locrian', 'F locrian'],
  ])('respells %s as %s and says so', (text, key) => {
    expect(parseKey(text)).toBe(key);
    expect(readKeyName(text)?.respelledFrom).toBe(text);
  });

  it('gives at most seven accidentals and a contract spelling for every tonic and mode', () => {
    const modes: Mode[] = ['major', 'minor', 'dorian', 'phrygian', 'lydian', 'mixolydian', 'locrian'];
    const wrong = tonics.flatMap((tonic) =>
      modes
        .map((mode) => readKeyName(`${tonic} ${mode}`)!)
        .filter(
          (key) =>
            Math.abs(signatureOf(key.tonic, key.mode)) > 7 ||
            !keySchema.safeParse(`${key.tonic} ${key.mode}`).success,
        ),
    );
    expect(wrong).toEqual([]);
  });
});
