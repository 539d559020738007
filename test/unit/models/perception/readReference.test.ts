import { describe, expect, it } from 'vitest';
import { readReference } from '../../../../models/perception/readReference.ts';
import { cadence, chords, clicks, soundRate } from './testSounds.ts';
import type { RecordingOfCue, RecordingReaders } from '../../../../models/perception/readReference.ts';

function recordingOf(samples: Float32Array): RecordingOfCue {
  return { id: 'r1', weight: 1, sampleRate: soundRate, stereo: [samples, samples], notes: ['From a note.'] };
}

const audio: NonNullable<RecordingReaders['audio']> = {
  encodeSpectrogram: () =>
    Promise.resolve({
      tags: [
        { tag: 'slow', probability: 0.5 },
        { tag: 'strings', probability: 0.4 },
        { tag: 'fast', probability: 0.1 },
      ],
      embedding: Float32Array.of(0.6, 0.8),
      patches: 1,
    }),
};

describe('readReference', () => {
  it('measures tempo, key, loudness, density and brightness, and takes the tags over', async () => {
    const music = chords([...cadence(57, 'minor'), ...cadence(57, 'minor')]);
    const beat = clicks(60, 16, 0);
    const reading = await readReference(recordingOf(music.map((value, i) => value + 0.5 * (beat[i] ?? 0))), {
      audio,
    });
    expect(reading).toMatchObject({ condition: 'r1', kind: 'reference-audio', weight: 1, seconds: 16 });
    expect(Math.abs(Math.log2(reading.tempo!.value / 60) % 1)).toBeLessThan(0.02);
    expect(reading.key?.value).toBe('A minor');
    expect(reading.loudness!.integrated).toBeGreaterThan(-30);
    expect(reading.loudness!.integrated).toBeLessThan(-5);
    expect(reading.loudness!.swell).toBeGreaterThanOrEqual(0);
    expect(reading.density).toBeGreaterThan(0.1);
    expect(reading.density).toBeLessThan(0.4);
    expect([...reading.embedding]).toEqual([expect.closeTo(0.6), expect.closeTo(0.8)]);
    expect(reading.hints.instruments).toEqual([{ value: 'strings', confidence: 0.4 }]);
    expect(reading.summary).toMatch(/^heard: slow, strings; .*\d+ BPM; .*A minor; -\d+ LUFS; 16 s$/);
    expect(reading.description).toBe('Music: slow, strings.');
    expect(reading.notes).toEqual(['From a note.']);
  });

  it('says what it could not do without the audio pack, a pulse, a key', async () => {
    const click = new Float32Array(soundRate).fill(0.1, 8000, 8010);
    const reading = await readReference(recordingOf(click), {});
    expect([reading.tempo, reading.tags, reading.embedding.length]).toEqual([undefined, [], 0]);
    expect(reading.notes.join(' ')).toContain('No audio pack');
    expect(reading.notes.join(' ')).toContain('No steady pulse');
    expect(reading.description).toBe('');
    expect(reading.summary).not.toContain('BPM');
  });

  it('gives the same numbers every time, and ends when cancelled', async () => {
    const recording = recordingOf(clicks(97, 8));
    expect(await readReference(recording, {})).toEqual(await readReference(recording, {}));
    const cancelling = readReference(recording, {}, { signal: AbortSignal.abort() });
    await expect(cancelling).rejects.toMatchObject({ code: 'cancelled' });
  });
});
