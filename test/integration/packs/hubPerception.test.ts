import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openClapAudioEncoder } from '../../../models/perception/clapAudioEncoder.ts';
import { openClapTextEncoder } from '../../../models/perception/clapTextEncoder.ts';
import { openClipPictureReader } from '../../../models/perception/clipPictureReader.ts';
import { openClipTextEncoder } from '../../../models/perception/clipTextEncoder.ts';
import { openPictureCaptioner } from '../../../models/perception/pictureCaptioner.ts';
import { readImage } from '../../../models/perception/readImage.ts';
import { picturePrompt } from '../../../models/perception/pictureVocabulary.ts';
import { installPack } from '../../../models/runtime/packs/installPack.ts';
import { openInstalledPack } from '../../../models/runtime/packs/installedPacks.ts';
import { tinyCaptioner, tinyClap, tinyClip } from '../../fixtures/models/tinyHubModels.ts';
import { fakeText } from '../../unit/models/perception/fakeReaders.ts';
import { makeHubHome } from './hubHome.ts';
import { cosine } from './packReference.ts';
import type { RgbImage } from '../../../models/perception/imageEncoder.ts';
import type { HubPack } from '../../../models/runtime/packs/installedPacks.ts';
import type { PackFiles } from '../../fixtures/models/tinyHubModels.ts';
import type { HubHome } from './hubHome.ts';

const homes: HubHome[] = [];
let cache: string;

/** The whole way: served by a local hub over a connection that drops, installed, verified, opened. */
async function installed(files: PackFiles, kind: HubPack['manifest']['kind']): Promise<HubPack> {
  const home = await makeHubHome(files, { id: `tiny-${kind}`, kind });
  homes.push(home);
  for (const path of Object.keys(files)) home.served(path).cuts = [100];
  await installPack(`tiny-${kind}`, home.options);
  return (await openInstalledPack(home.directory, `tiny-${kind}`))!;
}

function plain(red: number, green: number, blue: number): RgbImage {
  const data = new Uint8Array(300 * 200 * 3).map((_unused, i) => [red, green, blue][i % 3]!);
  return { width: 300, height: 200, data };
}

beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'leitmotif-words-'));
  // Any call to the network from here on is a fault, whoever makes it.
  vi.stubGlobal('fetch', () => Promise.reject(new Error('the network was asked')));
});

afterAll(async () => {
  vi.unstubAllGlobals();
  await Promise.all(homes.map((home) => home.close()));
});

describe('hub packs of the real interface', () => {
  it('CLIP reads a picture in words, twice the same, the second time without its text tower', async () => {
    const pack = await installed(tinyClip(picturePrompt('a harbour with boats')), 'clip');
    for (const round of [1, 2]) {
      const reader = await openClipPictureReader(pack, { cache });
      const words = await reader.read(plain(255, 0, 0));
      expect(words[0], `round ${round}`).toMatchObject({ text: 'a harbour with boats', origin: 'clip' });
      expect(words[0]?.confidence).toBeGreaterThan(0.9);
      expect(reader.encoder.opened).toMatchObject({ provider: 'cpu', refused: [] });
      await reader.close();
    }
  });

  it('CLIP gives texts 512 numbers of unit length, alone as in a batch', async () => {
    const pack = await installed(tinyClip('red'), 'clip');
    const encoder = await openClipTextEncoder(pack);
    const texts = Array.from({ length: 20 }, (_unused, i) => 'a picture of the sea '.repeat((i % 4) + 1));
    const together = await encoder.encode(texts);
    const [alone] = await encoder.encode([texts[3]!]);
    expect(together).toHaveLength(20);
    expect(together[3]).toHaveLength(512);
    expect(Math.hypot(...together[3]!)).toBeCloseTo(1, 5);
    expect(cosine(together[3]!, alone!)).toBeCloseTo(1, 5);
    await encoder.close();
  });

  it('CLAP hears recordings and texts, the same recording always the same', async () => {
    const pack = await installed(tinyClap(), 'clap');
    const [audio, text] = [await openClapAudioEncoder(pack), await openClapTextEncoder(pack)];
    const tone = (hertz: number, seconds: number): Float32Array =>
      Float32Array.from({ length: seconds * 48_000 }, (_unused, i) =>
        Math.sin((i * 2 * Math.PI * hertz) / 48_000),
      );
    const long = await audio.encode(tone(440, 23));
    expect(await audio.encode(tone(440, 23))).toEqual(long);
    expect(cosine(long, await audio.encode(tone(440, 10)))).toBeGreaterThan(0.999);
    expect(cosine(long, await audio.encode(tone(4000, 10)))).toBeLessThan(0.999);
    expect(Math.hypot(...long)).toBeCloseTo(1, 5);
    expect((await text.encode(['slow strings']))[0]).toHaveLength(512);
    await Promise.all([audio.close(), text.close()]);
  });

  it('the captioner describes what is in the picture', async () => {
    const pack = await installed(tinyCaptioner(), 'captioner');
    const captioner = await openPictureCaptioner(pack);
    expect(await captioner.describe(plain(10, 10, 10))).toBe('A dark harbour with boats.');
    expect(await captioner.describe(plain(250, 250, 250))).toBe('A bright harbour with boats.');
    await expect(captioner.describe(plain(0, 0, 0), AbortSignal.abort())).rejects.toMatchObject({
      code: 'cancelled',
    });
    await captioner.close();
  });

  it('lead to words, passages and a summary that says who read what', async () => {
    const clip = await openClipPictureReader(
      await installed(tinyClip(picturePrompt('a harbour with boats')), 'clip'),
      { cache },
    );
    const captioner = await openPictureCaptioner(await installed(tinyCaptioner(), 'captioner'));
    const look = plain(255, 0, 0);
    const picture = { id: 'p', weight: 1, look, crop: look, words: [], notes: [] };
    const reading = await readImage(picture, { text: fakeText, clip, captioner });
    expect(reading.words.map(({ origin }) => origin).slice(0, 2)).toEqual(['captioner', 'clip']);
    expect(reading.passages[0]?.text).toMatch(/^A \w+ harbour with boats\.$/);
    expect(reading.passages[1]?.text).toContain('a harbour with boats');
    expect(reading.passages.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
    expect(reading.summary).toMatch(/^captioner: A \w+ harbour with boats\.; CLIP: a harbour with boats/);
    expect(reading.notes).toEqual([]);
    await Promise.all([clip.close(), captioner.close()]);
  });

  it('falls back from a provider only where CPU is listed, and names it', async () => {
    const pack = await installed(tinyClip('red'), 'clip');
    const encoder = await openClipTextEncoder(pack, { providers: ['cuda', 'cpu'] });
    expect(encoder.opened.provider).toBe('cpu');
    expect(encoder.opened.refused).toMatchObject([{ provider: 'cuda' }]);
    await encoder.close();
    await expect(openClipTextEncoder(pack, { providers: ['cuda'] })).rejects.toMatchObject({
      code: 'runtime-unavailable',
    });
  });

  it('calls a pack that is no model corrupt', async () => {
    const files = { ...tinyClip('red'), 'onnx/text_model.onnx': Buffer.from('no model') };
    const pack = await installed(files, 'clip');
    await expect(openClipTextEncoder(pack)).rejects.toMatchObject({ code: 'pack-corrupt' });
  });
});
