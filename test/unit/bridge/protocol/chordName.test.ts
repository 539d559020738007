import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modes, tonics } from '../../../../bridge/protocol/attributes.ts';
import { chordName } from '../../../../bridge/protocol/chordName.ts';
import { parseChord } from '../../../../models/engines/score/theory/chord.ts';
import { tonicPitchClass } from '../../../../models/engines/score/theory/scale.ts';
import type { Mode, Tonic } from '../../../../bridge/protocol/attributes.ts';

function named(spec: string, tonic: Tonic, mode: Mode = 'major'): string {
  return chordName(parseChord(spec, { tonic, mode, tonicClass: tonicPitchClass(tonic) }), tonic);
}

describe('chordName', () => {
  it.each([
    ['27', 'C', 'major', 'Dm7'],
    ['57', 'C', 'major', 'G7'],
    ['17', 'C', 'major', 'Cmaj7'],
    ['77', 'C', 'major', 'Bm7b5'],
    ['7', 'C', 'major', 'Bdim'],
    ['3a', 'A', 'minor', 'Caug'],
    ['b6M', 'C', 'major', 'Ab'],
    ['b2M', 'E', 'minor', 'F'],
    ['4', 'Eb', 'minor', 'Abm'],
    ['6M', 'F#', 'minor', 'D'],
    ['5M7', 'A', 'minor', 'E7'],
    ['D5', 'D', 'major', 'E7'],
    ['D2', 'C', 'major', 'A7'],
    ['4s2', 'G', 'major', 'Csus2'],
    ['4s4', 'G', 'major', 'Csus#4'],
    ['1+9', 'C', 'major', 'Cadd9'],
    ['46', 'C', 'major', 'F6'],
    ['57/3', 'C', 'major', 'G7/B'],
    ['1/5', 'Bb', 'major', 'Bb/F'],
    ['5M/3', 'F#', 'minor', 'C#/E#'],
  ] as const)('names %s in %s %s as %s', (spec, tonic, mode, name) => {
    expect(named(spec, tonic, mode)).toBe(name);
  });

  it('always begins with the pitch of the root', () => {
    const names = 'C C# D Eb E F F# G Ab A Bb B Db D# Gb G# A# Cb Fb E# B#'.split(' ');
    const classes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 3, 6, 8, 10, 11, 4, 5, 0];
    const spec = fc
      .tuple(
        fc.constantFrom('', 'b', '#'),
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom('', 'M', 'm', 'd', 'a'),
        fc.constantFrom('', '7'),
        fc.constantFrom('', '+9', 's2', 's4', '6'),
        fc.constantFrom('', '/3', '/5'),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(spec, fc.constantFrom(...tonics), fc.constantFrom(...modes), (text, tonic, mode) => {
        const chord = parseChord(text, { tonic, mode, tonicClass: tonicPitchClass(tonic) });
        const name = chordName(chord, tonic);
        const [root = '', bass] = [/^[A-G][#b]?/.exec(name)?.[0], /\/([A-G][#b]?)$/.exec(name)?.[1]];
        expect(classes[names.indexOf(root)]).toBe(chord.root);
        expect(bass === undefined ? chord.root : classes[names.indexOf(bass)]).toBe(chord.bass);
      }),
    );
  });
});
