/** Chords as MusicXML's `<harmony>` names them. */
import { chordQuality, spelledChord } from '../../bridge/protocol/chordName.ts';
import { element, escaped } from './xml.ts';
import { pitchOf, placeOfName } from './spelling.ts';
import type { Tonic } from '../../bridge/protocol/attributes.ts';
import type { ChordChange } from '../../bridge/protocol/score.ts';

interface Kind {
  kind: string;
  /** Semitones of a degree that the kind has not: its number, and by how much it is raised or lowered. */
  degree?: readonly [value: number, alter: number, type: 'add' | 'alter'];
}

/** By what follows the root in the chord's name. */
const kinds: Readonly<Record<string, Kind>> = {
  '': { kind: 'major' },
  m: { kind: 'minor' },
  '7': { kind: 'dominant' },
  maj7: { kind: 'major-seventh' },
  m7: { kind: 'minor-seventh' },
  'm(maj7)': { kind: 'major-minor' },
  mmaj7: { kind: 'major-minor' },
  '6': { kind: 'major-sixth' },
  m6: { kind: 'minor-sixth' },
  dim: { kind: 'diminished' },
  dim7: { kind: 'diminished-seventh' },
  m7b5: { kind: 'half-diminished' },
  aug: { kind: 'augmented' },
  aug7: { kind: 'augmented-seventh' },
  sus2: { kind: 'suspended-second' },
  sus4: { kind: 'suspended-fourth' },
  '7sus4': { kind: 'suspended-fourth', degree: [7, 0, 'add'] },
  add9: { kind: 'major', degree: [9, 0, 'add'] },
  madd9: { kind: 'minor', degree: [9, 0, 'add'] },
  addb9: { kind: 'major', degree: [9, -1, 'add'] },
  maddb9: { kind: 'minor', degree: [9, -1, 'add'] },
  addb6: { kind: 'major', degree: [6, -1, 'add'] },
  maddb6: { kind: 'minor', degree: [6, -1, 'add'] },
  '(b5)': { kind: 'major', degree: [5, -1, 'alter'] },
  '7(b5)': { kind: 'dominant', degree: [5, -1, 'alter'] },
};

/** The element of a chord, `offset` divisions after where it stands. Kinds without a name of the standard's are `other`. */
export function chordSymbol(chord: ChordChange, tonic: Tonic, offset: number): string {
  const text = chordQuality(chord);
  const { root, bass } = spelledChord(chord, tonic);
  const { kind, degree } = kinds[text] ?? { kind: 'other' };
  const inside = [
    element('root', named('root', root)),
    `<kind text="${escaped(text)}">${kind}</kind>`,
    chord.bass === chord.root ? '' : element('bass', named('bass', bass)),
    degree === undefined
      ? ''
      : element(
          'degree',
          element('degree-value', degree[0]) +
            element('degree-alter', degree[1]) +
            element('degree-type', degree[2]),
        ),
    offset === 0 ? '' : element('offset', offset),
  ];
  return `<harmony print-frame="no">${inside.join('')}</harmony>`;
}

function named(prefix: 'root' | 'bass', name: string): string {
  const { step, alter } = pitchOf(placeOfName(name), 60);
  return element(`${prefix}-step`, step) + (alter === 0 ? '' : element(`${prefix}-alter`, alter));
}
