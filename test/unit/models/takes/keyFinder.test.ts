import { describe, expect, it } from 'vitest';
import { modes } from '../../../../bridge/protocol/attributes.ts';
import { ticksPerQuarter } from '../../../../bridge/protocol/units.ts';
import { findKey } from '../../../../models/takes/keyFinder.ts';
import type { Mode } from '../../../../bridge/protocol/attributes.ts';
import type { Note } from '../../../../bridge/protocol/score.ts';

/** Semitones of the modes, written out here again so that the finder's own table is checked. */
const steps: Record<Mode, number[]> = {
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  phrygian: [0, 1, 3, 5, 7, 8, 10],
  lydian: [0, 2, 4, 6, 7, 9, 11],
  mixolydian: [0, 2, 4, 5, 7, 9, 10],
  locrian: [0, 1, 3, 5, 6, 8, 10],
};

/** Triads on scale degrees over their roots, four quarters each. */
function chords(tonic: number, mode: Mode, degrees: readonly number[]): Note[] {
  const pitch = (degree: number): number => {
    const scale = steps[mode];
    return 60 + tonic + scale[degree % 7]! + 12 * Math.floor(degree / 7);
  };
  return degrees.flatMap((degree, bar) =>
    [pitch(degree) - 24, pitch(degree), pitch(degree + 2), pitch(degree + 4)].map((at) => ({
      tick: bar * 4 * ticksPerQuarter,
      duration: 4 * ticksPerQuarter,
      pitch: at,
      midiVelocity: 80,
    })),
  );
}

describe('the key finder', () => {
  it('hears nothing where nothing is', () => {
    expect(findKey([])).toBeUndefined();
  });

  it('finds all tonics and modes of plain progressions that come home', () => {
    for (const mode of modes) {
      // The degrees that hold the colour of the modes: second, fourth, seventh.
      const degrees = mode === 'locrian' ? [0, 1, 5, 0, 3, 1, 0] : [0, 3, 1, 4, 0, 6, 5, 3, 4, 0];
      for (let tonic = 0; tonic < 12; tonic++) {
        expect(findKey(chords(tonic, mode, degrees)), `${tonic} ${mode}`).toMatchObject({ tonic, mode });
      }
    }
  });

  it('hears a minor key with its leading tone as minor', () => {
    const notes = chords(9, 'minor', [0, 3, 4, 0, 5, 3, 4, 0]);
    const raised = notes.map((note) => (note.pitch % 12 === 7 ? { ...note, pitch: note.pitch + 1 } : note));
    expect(findKey(raised)).toMatchObject({ tonic: 9, mode: 'minor' });
  });

  it('tells relatives by where the music rests', () => {
    expect(findKey(chords(0, 'major', [0, 3, 4, 0, 5, 1, 4, 0]))).toMatchObject({ tonic: 0, mode: 'major' });
    expect(findKey(chords(9, 'minor', [0, 3, 4, 0, 5, 1, 4, 0]))).toMatchObject({ tonic: 9, mode: 'minor' });
  });

  it('disagrees with notes that were moved', () => {
    const notes = chords(2, 'minor', [0, 3, 4, 0]);
    const moved = notes.map((note) => ({ ...note, pitch: note.pitch + 1 }));
    expect(findKey(moved)).toMatchObject({ tonic: 3, mode: 'minor' });
  });

  it('does not depend on the order of the notes', () => {
    const notes = chords(7, 'mixolydian', [0, 6, 3, 0]);
    expect(findKey([...notes].reverse())).toEqual(findKey(notes));
  });
});
