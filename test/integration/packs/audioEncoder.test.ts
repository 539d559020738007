import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PackAudioEncoder } from '../../../models/perception/audioEncoder.ts';
import { openAudioEncoder } from '../../../models/perception/audioEncoder.ts';
import { melSpectrogram } from '../../../models/perception/melSpectrogram.ts';
import { PackStore } from '../../../models/runtime/packStore.ts';
import { readAudioReference, referenceSound } from './audioReference.ts';
import { cosine, packsDirectory } from './packReference.ts';

const store = new PackStore(packsDirectory);
let encoder: PackAudioEncoder;

beforeAll(async () => {
  encoder = await openAudioEncoder(await store.open('musicnn-mtt'));
});
afterAll(() => encoder.close());

describe('the mel spectrogram', () => {
  it("is librosa's", async () => {
    const { sounds, tolerance, melRows } = await readAudioReference();
    expect(sounds).toHaveLength(5);
    for (const { name, samples, mel } of sounds) {
      const sound = referenceSound(name);
      for (const [i, value] of samples.entries()) expect(sound[1000 + i]).toBeCloseTo(value, 6);
      const { data, bands, frames } = melSpectrogram(sound);
      expect([bands, frames]).toEqual([96, 188]);
      const apart = mel.flatMap((row, i) =>
        row.map((value, band) => Math.abs(value - data[i * melRows * bands + band]!)),
      );
      expect(apart).toHaveLength(24 * 96);
      expect(Math.max(...apart)).toBeLessThanOrEqual(tolerance.mel);
    }
  });
});

describe('the audio pack', () => {
  it('gives the tags and the embedding of the original model', async () => {
    const { sounds, tolerance } = await readAudioReference();
    for (const { name, tags, embedding } of sounds) {
      const heard = await encoder.encode(referenceSound(name));
      expect(heard.patches).toBe(1);
      const byTag = new Map(heard.tags.map(({ tag, probability }) => [tag, probability]));
      const apart = tags.map((wanted, i) => Math.abs(wanted - byTag.get(encoder.tags[i]!)!));
      expect(Math.max(...apart)).toBeLessThanOrEqual(tolerance.tag);
      expect(cosine(heard.embedding, embedding)).toBeGreaterThan(tolerance.cosine);
      expect(Math.hypot(...heard.embedding)).toBeCloseTo(1, 5);
    }
  });

  it('has the fifty tags of MagnaTagATune', () => {
    expect(new Set(encoder.tags).size).toBe(50);
    expect(encoder.tags).toEqual(expect.arrayContaining(['guitar', 'no vocals', 'choral']));
  });
});

describe('PackAudioEncoder', () => {
  it('repeats what is short and spreads patches over what is long', async () => {
    const second = referenceSound('arpeggio').subarray(0, 16_000);
    expect((await encoder.encode(second)).patches).toBe(1);
    const minute = new Float32Array(60 * 16_000);
    for (let i = 0; i < 20; i++) minute.set(referenceSound('beat'), i * 48_000);
    const whole = await encoder.encode(minute);
    const some = await encoder.encode(minute, { most: 5 });
    expect([whole.patches, some.patches]).toEqual([20, 5]);
    expect(cosine(whole.embedding, some.embedding)).toBeGreaterThan(0.99);
  });

  it('does not run for a job that was cancelled', async () => {
    const encoding = encoder.encode(referenceSound('chord'), { signal: AbortSignal.abort() });
    await expect(encoding).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('refuses a pack of another kind', async () => {
    const pack = await store.open('efficientnet-lite0');
    await expect(openAudioEncoder(pack)).rejects.toMatchObject({ code: 'pack-incompatible' });
  });
});
