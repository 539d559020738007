import { describe, expect, it } from 'vitest';
import { LeitmotifError } from '../../../../bridge/protocol/errors.ts';
import { DraftSamples } from '../../../../extension/composing/draftSamples.ts';
import type { StreamBegin } from '../../../../bridge/protocol/streamFrame.ts';

const begin: StreamBegin = {
  sampleRate: 1000,
  channels: 2,
  frames: 200_000,
  bars: [0, 2000, 4000],
  beatsPerBar: 3,
  sections: [
    { label: 'A', start: 0 },
    { label: 'B', start: 4000 },
  ],
  predictedGain: 0,
  parts: [{ role: 'lead', name: 'lead: Oboe', instrument: 'oboe', program: 68, channel: 0 }],
};
const end = { reason: 'complete', predictedGain: 0 } as const;
/** Interleaved samples whose left channel is the frame's number. */
const sound = (from: number, frames: number) =>
  Float32Array.from({ length: 2 * frames }, (_, i) => (i % 2 === 0 ? from + i / 2 : 0));
const never = new AbortController().signal;
const open = () => new DraftSamples({ cue: 'file:///a.leitmotif', title: 'Draft' });

describe('DraftSamples', () => {
  it('waits for what is not there yet, and gives it in whatever pieces it came', async () => {
    const draft = open();
    const stream = draft.listener();
    const early = draft.read('mix', 65_000, 2000, never);
    stream.begin(begin);
    for (let from = 0; from < 70_000; from += 7000) stream.audio(from, sound(from, 7000));
    expect(await early).toEqual(sound(65_000, 2000));
    expect(draft.source).toMatchObject({ frames: 200_000, bars: [0, 2000, 4000], tracks: [{ id: 'mix' }] });
  });

  it('gives less only at the end', async () => {
    const draft = open();
    const stream = draft.listener();
    stream.begin({ ...begin, frames: 100 });
    stream.audio(0, sound(0, 100));
    stream.end(end);
    draft.finish();
    expect(await draft.read('mix', 90, 50, never)).toEqual(sound(90, 10));
    expect(await draft.read('mix', 500, 50, never)).toHaveLength(0);
  });

  it('forgets what was heard when the job begins again', async () => {
    const draft = open();
    let begun = 0;
    draft.onDidBegin(() => begun++);
    const stream = draft.listener();
    stream.begin(begin);
    stream.audio(0, sound(7, 100));
    stream.notes(0, [{ onset: 1, duration: 5, part: 0, pitch: 60, midiVelocity: 90 }]);
    stream.begin(begin);
    stream.audio(0, sound(0, 100));
    expect(await draft.read('mix', 0, 100, never)).toEqual(sound(0, 100));
    expect(draft.score().notes).toEqual([]);
    expect(begun).toBe(2);
  });

  it('is filled up before the place where it began', async () => {
    const draft = open();
    const first = draft.listener();
    first.begin(begin);
    const before = draft.read('mix', 0, 100, never);
    first.audio(5000, sound(5000, 100));
    const rest = draft.listener(true);
    draft.finish();
    rest.begin({ ...begin, frames: 5000 });
    rest.audio(0, sound(0, 5000));
    draft.finish();
    expect(await before).toEqual(sound(0, 100));
    expect(draft.source.frames).toBe(200_000);
    expect(await draft.read('mix', 4990, 50, never)).toEqual(sound(4990, 50));
  });

  it('stops waiting when cancelled or failed', async () => {
    const stop = new AbortController();
    const draft = open();
    draft.listener().begin(begin);
    const reading = draft.read('mix', 0, 10, stop.signal);
    stop.abort();
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    const failing = draft.read('mix', 0, 10, never);
    draft.finish(new LeitmotifError('child-crashed', { what: 'a', subject: 'b', next: 'c' }));
    await expect(failing).rejects.toMatchObject({ code: 'child-crashed' });
  });

  it('has the score of what came', () => {
    const draft = open();
    const stream = draft.listener();
    stream.begin(begin);
    stream.notes(2000, [{ onset: 500, duration: 250, part: 0, pitch: 62, midiVelocity: 80 }]);
    stream.notes(0, [{ onset: 0, duration: 100, part: 0, pitch: 60, midiVelocity: 90 }]);
    expect(draft.score()).toEqual({
      seconds: 200,
      parts: [{ role: 'lead', label: 'Oboe' }],
      notes: [
        { onset: 0, duration: 0.1, pitch: 60, midiVelocity: 90, part: 0 },
        { onset: 2.5, duration: 0.25, pitch: 62, midiVelocity: 80, part: 0 },
      ],
      bars: [0, 2, 4],
      sections: [
        { label: 'A', start: 0 },
        { label: 'B', start: 4 },
      ],
    });
    expect(draft.source.beatsPerBar).toBe(3);
  });

  it('has the outline of what came, at its place, and says that it grows', () => {
    const draft = open();
    expect(draft.peaks(100)).toBeNull();
    let grown = 0;
    draft.onDidGrow(() => grown++);
    const stream = draft.listener();
    stream.begin({ ...begin, frames: 512 * 200 });
    const loud = (frames: number) =>
      Float32Array.from({ length: 2 * frames }, (_, i) => (i % 2 ? 0.5 : -0.25));
    // Across the end of a piece of memory, and not at the beginning of a stretch.
    stream.audio(512 * 120 + 100, loud(512 * 20));
    const peaks = draft.peaks(200);
    const values = new Float32Array(peaks?.values ?? new ArrayBuffer());
    expect(peaks).toMatchObject({ seconds: 102.4, columns: 200 });
    expect([values[2 * 119], values[2 * 119 + 1]]).toEqual([0, 0]);
    for (const stretch of [120, 127, 128, 140])
      expect([values[2 * stretch], values[2 * stretch + 1]]).toEqual([-0.25, 0.5]);
    expect(values[2 * 141 + 1]).toBe(0);
    expect([grown, draft.frameCount]).toEqual([1, 512 * 20]);
  });

  it('keeps its sound when the player lets it go, and follows its cue', async () => {
    const draft = open();
    const stream = draft.listener();
    stream.begin(begin);
    stream.audio(0, sound(0, 100));
    draft.dispose();
    expect(await draft.read('mix', 0, 100, never)).toEqual(sound(0, 100));
    let changes = 0;
    draft.onDidChange(() => changes++);
    draft.belongTo('file:///b.leitmotif');
    expect([draft.source.cue, changes]).toEqual(['file:///b.leitmotif', 1]);
  });
});
