import { describe, expect, it } from 'vitest';
import { layNotes, pitchAtRow, rowTop } from '../../../../../webview/cue/takes/rollGeometry.ts';
import { RollNotes } from '../../../../../webview/cue/takes/rollNotes.ts';

const notes = new RollNotes({
  seconds: 10,
  parts: [
    { role: 'lead', label: 'Lead' },
    { role: 'bass', label: 'Bass' },
  ],
  notes: [
    { onset: 0, duration: 2, pitch: 72, midiVelocity: 100, part: 0 },
    { onset: 4, duration: 1, pitch: 48, midiVelocity: 64, part: 1 },
    { onset: 9, duration: 1, pitch: 60, midiVelocity: 64, part: 0 },
  ],
  bars: [],
  sections: [],
});

function lay(from: number, to: number, width = 1000) {
  const put: { part: number; x: number; width: number }[] = [];
  let now = 0;
  const count = layNotes(
    notes,
    { from, to, width, height: 260 },
    {
      begin: (part) => {
        now = part;
        return true;
      },
      put: (x, _y, wide) => put.push({ part: now, x, width: wide }),
    },
  );
  put.sort((a, b) => a.part - b.part || a.x - b.x);
  return { put, count };
}

describe('layNotes', () => {
  it('puts notes where their time is, part by part', () => {
    const { put } = lay(0, 10);
    expect(put.map(({ part, x }) => [part, x])).toEqual([
      [0, 0],
      [0, 900],
      [1, 400],
    ]);
    expect(put[0]?.width).toBe(199);
  });

  it('cuts what begins before the view and leaves out what is not in it', () => {
    const { put } = lay(1, 5);
    expect(put.map(({ part, x }) => [part, x])).toEqual([
      [0, 0],
      [1, 750],
    ]);
  });

  it('joins what is too narrow to be told apart', () => {
    const many = new RollNotes({
      seconds: 1000,
      parts: [{ role: 'lead', label: 'Lead' }],
      notes: Array.from({ length: 20_000 }, (_, i) => ({
        onset: i / 20,
        duration: 0.05,
        pitch: 60,
        midiVelocity: 80,
        part: 0,
      })),
      bars: [],
      sections: [],
    });
    const count = layNotes(
      many,
      { from: 0, to: 1000, width: 500, height: 100 },
      { begin: () => true, put: () => undefined },
    );
    expect(count).toBe(1);
  });

  it('finds the pitch of a row again', () => {
    for (const pitch of [48, 60, 72])
      expect(pitchAtRow(notes, 260, rowTop(notes, 260, pitch) + 1)).toBe(pitch);
  });
});
