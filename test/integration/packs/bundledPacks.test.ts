import { cp, mkdtemp, open, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openImageEncoder } from '../../../models/perception/imageEncoder.ts';
import { PackStore } from '../../../models/runtime/packStore.ts';
import { packsDirectory } from './packReference.ts';

const others = ['all-minilm-l6-v2', 'basic-pitch', 'efficientnet-lite0', 'musicnn-mtt'];
const musflow = ['adapters', 'audio-tower', 'decoder', 'velocity', 'vocoder'].map(
  (name) => `musflow-${name}`,
);
const ids = [...others, ...musflow].sort();

/** How the text of a licence that allows commerce begins or what it is called. */
const texts: Readonly<Record<string, string>> = {
  'Apache-2.0': 'Apache License',
  MIT: 'MIT License',
  ISC: 'Permission to use, copy, modify, and/or distribute this software for any purpose',
};

describe('the bundled packs', () => {
  it('are whole, and these', async () => {
    const store = new PackStore(packsDirectory);
    expect((await store.list()).map(({ id }) => id)).toEqual(ids);
    for (const id of ids) await expect(store.open(id)).resolves.toMatchObject({ manifest: { id } });
  });

  it.each(ids)('%s has a card, terms that allow commerce, and the text of its licence', async (id) => {
    const { manifest, folder } = await new PackStore(packsDirectory).open(id);
    expect(manifest.commercialUse).toBe(true);
    const words = texts[manifest.licence.weights] ?? 'no other licence';
    expect(await readFile(join(folder, manifest.licence.text), 'utf8')).toContain(words);
    expect((await stat(join(folder, 'card.md'))).size).toBeGreaterThan(500);
  });

  it.each([
    ['of others stay within 34 MB, so that with the SoundFont they stay within 75', others, 34e6],
    ['of musflow stay within 60 MB', musflow, 60e6],
  ])('%s', async (_, names, most) => {
    const store = new PackStore(packsDirectory);
    const packs = await Promise.all(names.map((id) => store.open(id)));
    const bytes = packs.flatMap(({ manifest }) => manifest.files.map((file) => file.bytes));
    expect(bytes.reduce((sum, value) => sum + value)).toBeLessThan(most);
  });

  it('are refused when a byte of a model is changed', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'leitmotif-packs-'));
    await cp(join(packsDirectory, 'efficientnet-lite0'), join(directory, 'efficientnet-lite0'), {
      recursive: true,
    });
    const model = await open(join(directory, 'efficientnet-lite0', 'model.onnx'), 'r+');
    await model.write(Buffer.from([0xaa]), 0, 1, 4_000_000);
    await model.close();
    const opening = new PackStore(directory)
      .open('efficientnet-lite0')
      .then((pack) => openImageEncoder(pack));
    await expect(opening).rejects.toMatchObject({ code: 'pack-corrupt' });
  });
});
