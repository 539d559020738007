import { describe, expect, it } from 'vitest';
import { styles } from '../../../../bridge/protocol/attributes.ts';
import { composeScore } from '../../../../models/engines/score/composeScore.ts';
import { measureTake, pitchedNotes } from '../../../../models/takes/measureTake.ts';
import { sampleBrief } from '../../../fixtures/sampleBrief.ts';
import type { Score } from '../../../../bridge/protocol/score.ts';

const goodSound = {
  seconds: 0,
  loudness: -16.2,
  truePeak: -1.1,
  clippedFrames: 0,
  longestSilence: 0.4,
  leadingSilence: 0,
};

/** The score with every note moved by semitones: what an engine would write that mistook its key. */
function moved(score: Score, semitones: number): Score {
  const parts = score.parts.map((part) => ({
    ...part,
    notes: part.notes.map((note) => ({ ...note, pitch: note.pitch + semitones })),
  }));
  return { ...score, parts };
}

describe('the measurement of a take', () => {
  it.each(styles)('agrees with what was asked in %s', (style) => {
    for (const key of ['D minor', 'Eb major']) {
      const brief = sampleBrief({ style, key, tempo: 84, bars: 16 });
      const { score } = composeScore({ brief, seed: 7 });
      const measured = measureTake(score, { ...goodSound, seconds: score.seconds }, brief);
      expect(measured).toMatchObject({ key, keyAgrees: true, tempo: 84, failures: [] });
    }
  });

  it('does not believe the key that stands in the score or the brief', () => {
    const brief = sampleBrief({ style: 'folk', key: 'D major', bars: 16 });
    const { score } = composeScore({ brief, seed: 7 });
    const measured = measureTake(moved(score, 2), { ...goodSound, seconds: score.seconds }, brief);
    expect(measured).toMatchObject({ key: 'E major', keyAgrees: false });
    expect(measured.failures).toEqual(['its notes are in E major instead of D major']);
  });

  it('counts a mode as kept where the notes do not touch what tells it from another', () => {
    const brief = sampleBrief({ style: 'piano', key: 'D dorian', bars: 16 });
    const { score } = composeScore({ brief, seed: 7 });
    // Without sixths, D dorian and D minor are the same notes.
    const parts = score.parts.map((part) => ({
      ...part,
      notes: part.notes.filter(({ pitch }) => ![10, 11].includes(pitch % 12)),
    }));
    expect(measureTake({ ...score, parts }, { ...goodSound, seconds: score.seconds }, brief).keyAgrees).toBe(
      true,
    );
  });

  it.each([
    [{ seconds: 1.02 }, 'it lasts'],
    [{ loudness: -18 }, 'its loudness is -18.0 LUFS'],
    [{ loudness: -Infinity }, 'its loudness is'],
    [{ truePeak: -0.2 }, 'its true peak is -0.20 dBTP'],
    [{ clippedFrames: 3 }, '3 frames are clipped'],
    [{ longestSilence: 4 }, 'it is silent for 4.0 s'],
    [{ leadingSilence: 2 }, 'it begins with 2.0 s of silence'],
  ])('says what is amiss: %o', (change, failure) => {
    const brief = sampleBrief({ bars: 8 });
    const { score } = composeScore({ brief, seed: 1 });
    const sound = { ...goodSound, seconds: score.seconds, ...change };
    const { failures } = measureTake(score, sound, brief);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toContain(failure);
  });

  it('leaves drums out of the key and keeps timpani in', () => {
    const brief = sampleBrief({ style: 'folk', bars: 8 });
    const { score } = composeScore({ brief, seed: 1 });
    const drums = score.parts.filter((part) => part.role === 'percussion').flatMap((part) => part.notes);
    const all = score.parts.flatMap((part) => part.notes);
    expect(pitchedNotes(score)).toHaveLength(all.length - drums.length);
  });
});
