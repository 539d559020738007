import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { activeNotes } from '../../../models/perception/activeNotes.ts';
import { openPitchDetector, pitchShape } from '../../../models/perception/pitchDetector.ts';
import { PackStore } from '../../../models/runtime/packStore.ts';
import { packsDirectory } from './packReference.ts';
import { pitchSound, readPitchReference } from './pitchReference.ts';
import type { PackPitchDetector } from '../../../models/perception/pitchDetector.ts';

const store = new PackStore(packsDirectory);
let detector: PackPitchDetector;

beforeAll(async () => {
  detector = await openPitchDetector(await store.open('basic-pitch'));
});
afterAll(() => detector.close());

describe('the pitch pack', () => {
  it('gives the probabilities of the original model', async () => {
    const { sounds, tolerance, rows } = await readPitchReference();
    expect(sounds.map(({ name }) => name)).toEqual(['melody', 'chord', 'noise', 'silence']);
    for (const { name, samples, notes, onsets } of sounds) {
      const sound = pitchSound(name);
      for (const [i, value] of samples.entries()) expect(sound[1000 + i]).toBeCloseTo(value, 6);
      const shape = [1, pitchShape.window];
      const heard = await detector.session.run({ sound: { type: 'float32', data: sound, shape } }, [
        'notes',
        'onsets',
      ]);
      const apart = [[notes, heard.notes.data] as const, [onsets, heard.onsets.data] as const].flatMap(
        ([wanted, given]) =>
          wanted.flatMap((row, i) =>
            row.map((value, key) => Math.abs(value - Number(given[i * rows * 88 + key]))),
          ),
      );
      expect(apart).toHaveLength(2 * notes.length * 88);
      expect(Math.max(...apart)).toBeLessThanOrEqual(tolerance.probability);
    }
  });

  it('refuses to be another pack', async () => {
    const pack = await store.open('musicnn-mtt');
    await expect(openPitchDetector(pack)).rejects.toMatchObject({ code: 'pack-incompatible' });
  });
});

describe('PackPitchDetector', () => {
  it('hears the same notes at the same places in a long recording as in a short one', async () => {
    const melody = pitchSound('melody').subarray(0, 40_960);
    const long = new Float32Array(12 * melody.length);
    for (let i = 0; i < 12; i++) long.set(melody, i * melody.length);
    const activity = await detector.listen(long);
    expect(activity.frames).toBe((12 * melody.length) / pitchShape.hop);
    // C, E, G, C, C and E, and again from the beginning, 160 frames later.
    const pitches = [60, 64, 67, 72, 60, 64];
    const found = activeNotes(activity).filter(({ strength }) => strength > 0.35);
    for (let round = 0; round < 12; round++) {
      pitches.forEach((pitch, i) => {
        const frame = 160 * round + (i * pitchShape.sampleRate) / 3 / pitchShape.hop;
        if (i === 5) return;
        expect(found.some((note) => note.pitch === pitch && Math.abs(note.start - frame) <= 4)).toBe(true);
      });
    }
  });

  it('does not run for a job that was cancelled', async () => {
    const listening = detector.listen(pitchSound('chord'), { signal: AbortSignal.abort() });
    await expect(listening).rejects.toMatchObject({ code: 'cancelled' });
  });
});
