import { describe, expect, it } from 'vitest';
import { activeNotes } from '../../../../models/perception/activeNotes.ts';
import { notesAgain } from '../../../../models/perception/notesAgain.ts';
import { strongestLine } from '../../../../models/perception/strongestLine.ts';
import type { HeardNote } from '../../../../models/perception/activeNotes.ts';
import type { PitchActivity } from '../../../../models/perception/pitchDetector.ts';

const frames = 300;

/** What a network that is never unsure would say of notes. */
function activityOf(notes: readonly (HeardNote & { onset?: number })[]): PitchActivity {
  const activity = {
    frames,
    notes: new Float32Array(frames * 88),
    onsets: new Float32Array(frames * 88),
  };
  for (const { pitch, start, end, strength, onset } of notes) {
    const at = (frame: number): number => frame * 88 + pitch - 21;
    for (let i = start; i < end; i++) activity.notes[at(i)] = strength;
    activity.onsets[at(start)] = onset ?? 0.9;
  }
  return activity;
}

function note(pitch: number, start: number, end: number, strength = 0.8): HeardNote {
  return { pitch, start, end, strength };
}

function found(notes: readonly HeardNote[]): [number, number, number][] {
  return notes.map(({ pitch, start, end }) => [pitch, start, end]);
}

describe('activeNotes', () => {
  it('gives back notes, also those that sound together', () => {
    const notes = [note(60, 20, 80), note(67, 22, 60), note(64, 100, 150), note(64, 150, 200)];
    expect(found(activeNotes(activityOf(notes)))).toEqual([
      [60, 20, 80],
      [67, 22, 60],
      [64, 100, 150],
      [64, 150, 200],
    ]);
  });

  it('leaves out what is shorter than 127.7 ms', () => {
    expect(activeNotes(activityOf([note(60, 20, 31)]))).toEqual([]);
    expect(activeNotes(activityOf([note(60, 20, 32)]))).toHaveLength(1);
  });

  it('finds a note that nothing was heard to begin', () => {
    const activity = activityOf([{ ...note(60, 50, 120), onset: 0 }]);
    // Without any onset the rises count nothing either.
    const [only, ...others] = activeNotes(activity);
    expect(others).toEqual([]);
    expect(only?.pitch).toBe(60);
    expect(Math.abs(only!.start - 50)).toBeLessThanOrEqual(1);
  });

  it('does not let a semitone beside an onset hide it', () => {
    const notes = [{ ...note(67, 100, 140, 0.4), onset: 0.6 }, note(66, 100, 160)];
    expect(activeNotes(activityOf(notes)).map(({ pitch }) => pitch)).toContain(66);
  });
});

describe('strongestLine', () => {
  it('is the surest voice, one note after the other', () => {
    const melody = [note(72, 0, 40), note(74, 40, 80), note(76, 80, 160)];
    const under = [note(60, 0, 80, 0.5), note(55, 80, 160, 0.5)];
    const all = [...melody, ...under].sort((a, b) => a.start - b.start);
    const line = strongestLine(all, activityOf(all));
    expect(found(line.notes)).toEqual(found(melody));
    expect(line.shared).toBe(0);
  });

  it('ends a note that rings where the next begins', () => {
    const ringing = [note(60, 0, 90), note(62, 50, 120)];
    const line = strongestLine(ringing, activityOf(ringing));
    expect(found(line.notes)).toEqual([
      [60, 0, 50],
      [62, 50, 120],
    ]);
    expect(line.shared).toBe(0);
  });

  it('tells that others sing with it', () => {
    const both = [note(60, 0, 100), note(64, 0, 100, 0.79)];
    const { shared } = strongestLine(both, activityOf(both));
    expect(shared).toBeGreaterThan(0.9);
  });

  it('is empty where nothing was heard', () => {
    expect(strongestLine([], activityOf([]))).toEqual({ notes: [], shared: 0 });
  });
});

describe('notesAgain', () => {
  const loud = (dips: readonly number[]): Float64Array =>
    Float64Array.from({ length: frames }, (_, i) => (dips.some((at) => Math.abs(at - i) <= 2) ? -40 : -20));

  it('joins what vibrato has cut', () => {
    const cut = [note(60, 0, 30), note(60, 30, 60), note(60, 61, 120)];
    const activity = activityOf(cut.map((one) => ({ ...one, onset: 0.6 })));
    expect(found(notesAgain(cut, activity, loud([])))).toEqual([[60, 0, 120]]);
  });

  it('parts a note where it is struck again', () => {
    const struck = [note(60, 0, 50), note(60, 50, 100)];
    expect(found(notesAgain(struck, activityOf(struck), loud([])))).toEqual(found(struck));
  });

  it('parts a note where its sound gives way and comes back, but not in a tremolo', () => {
    const sung = [note(60, 0, 200)];
    const again = notesAgain(sung, activityOf(sung), loud([100]));
    expect(again).toHaveLength(2);
    expect(Math.abs(again[1]!.start - 100)).toBeLessThanOrEqual(4);
    expect(notesAgain(sung, activityOf(sung), loud([60, 76, 92, 108, 124]))).toHaveLength(1);
  });
});
