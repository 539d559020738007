import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NoteView, ScoreView } from '../../../../../bridge/protocol/panels/takeView.ts';
import { firstIndex, RollNotes } from '../../../../../webview/cue/takes/rollNotes.ts';

const score = (notes: NoteView[]): ScoreView => ({
  seconds: 100,
  parts: [{ role: 'lead', label: 'Lead' }],
  notes,
  bars: [],
  sections: [],
});
const note = (onset: number, duration: number, pitch = 60): NoteView => ({
  onset,
  duration,
  pitch,
  midiVelocity: 80,
  part: 0,
});

describe('RollNotes', () => {
  it('finds every note that sounds in a span, long ones too', () => {
    const any = fc.record({
      onset: fc.double({ min: 0, max: 100, noNaN: true }),
      duration: fc.double({ min: 0.01, max: 40, noNaN: true }),
    });
    const times = fc.tuple(
      fc.double({ min: 0, max: 100, noNaN: true }),
      fc.double({ min: 0.01, max: 50, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(any), times, (list, [from, length]) => {
        const roll = new RollNotes(score(list.map(({ onset, duration }) => note(onset, duration))));
        const [first, last] = roll.between(from, from + length);
        const sounds = (one: NoteView) => one.onset < from + length && one.onset + one.duration > from;
        const outside = roll.notes.filter((one, i) => (i < first || i >= last) && sounds(one));
        expect(outside).toEqual([]);
      }),
    );
  });

  it('shows an octave at least', () => {
    const roll = new RollNotes(score([note(0, 1, 60)]));
    expect(roll.highest - roll.lowest).toBeGreaterThanOrEqual(12);
    expect(roll.lowest).toBeLessThanOrEqual(60);
    const none = new RollNotes(score([]));
    expect(none.highest).toBeGreaterThan(none.lowest);
  });

  it('knows the note under a point', () => {
    const roll = new RollNotes(score([note(0, 4, 60), note(1, 1, 64), note(3, 1, 60)]));
    expect(roll.at(1.5, 64)?.onset).toBe(1);
    expect(roll.at(3.5, 60)?.onset).toBe(3);
    expect(roll.at(2.5, 64)).toBeUndefined();
  });

  it('searches where there is nothing', () => {
    expect(firstIndex(0, () => true)).toBe(0);
    expect(firstIndex(3, () => false)).toBe(3);
  });
});
