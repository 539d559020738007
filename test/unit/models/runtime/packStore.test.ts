import { rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PackStore } from '../../../../models/runtime/packStore.ts';
import { tinyManifest, tinyModel, writePacks } from './tinyPack.ts';

describe('PackStore', () => {
  it('opens a pack whose files are as listed', async () => {
    const directory = await writePacks([{ manifest: tinyManifest() }]);
    const pack = await new PackStore(directory).open('tiny');
    expect(pack).toEqual({ manifest: tinyManifest(), folder: join(directory, 'tiny') });
  });

  it('says that a pack is not installed', async () => {
    const directory = await writePacks([]);
    await expect(new PackStore(directory).open('tiny')).rejects.toMatchObject({ code: 'pack-missing' });
  });

  it.each(['..', '../tiny', '/tiny', ''])('looks for no pack named %j', async (id) => {
    const directory = await writePacks([{ manifest: tinyManifest() }]);
    await expect(new PackStore(directory).open(id)).rejects.toMatchObject({ code: 'pack-missing' });
  });

  it('says that the directory is missing', async () => {
    await expect(new PackStore('/nowhere/at/all').list()).rejects.toMatchObject({ code: 'pack-missing' });
  });

  it('refuses a file with one flipped bit', async () => {
    const model = Buffer.from(tinyModel);
    model[20] = (model[20] ?? 0) ^ 1;
    const directory = await writePacks([{ manifest: tinyManifest(), model }]);
    await expect(new PackStore(directory).open('tiny')).rejects.toMatchObject({ code: 'pack-corrupt' });
  });

  it('refuses a file that is cut short', async () => {
    const directory = await writePacks([{ manifest: tinyManifest(), model: tinyModel.subarray(1) }]);
    await expect(new PackStore(directory).open('tiny')).rejects.toThrow(/bytes instead of/);
  });

  it('refuses a pack that lacks a file', async () => {
    const directory = await writePacks([{ manifest: tinyManifest() }]);
    await rm(join(directory, 'tiny', 'model.onnx'));
    await expect(new PackStore(directory).open('tiny')).rejects.toMatchObject({ code: 'pack-corrupt' });
  });

  it('notices a change after the first opening', async () => {
    const directory = await writePacks([{ manifest: tinyManifest() }]);
    const store = new PackStore(directory);
    await store.open('tiny');
    const path = join(directory, 'tiny', 'model.onnx');
    await writeFile(path, Buffer.alloc(tinyModel.length));
    await utimes(path, 1, 1);
    await expect(store.open('tiny')).rejects.toMatchObject({ code: 'pack-corrupt' });
  });

  it('refuses a pack in a folder of another name', async () => {
    const directory = await writePacks([{ folder: 'other', manifest: tinyManifest() }]);
    await expect(new PackStore(directory).open('other')).rejects.toMatchObject({
      code: 'pack-manifest-invalid',
    });
  });

  it('opens nothing for a job that was cancelled', async () => {
    const directory = await writePacks([{ manifest: tinyManifest() }]);
    const opening = new PackStore(directory).open('tiny', { signal: AbortSignal.abort() });
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('lists sound and broken packs, and passes over other folders and files', async () => {
    const directory = await writePacks([
      { manifest: tinyManifest() },
      { folder: 'bad', manifest: tinyManifest() },
    ]);
    await writeFile(join(directory, 'notes.txt'), 'no pack');
    const found = await new PackStore(directory).list();
    expect(found.map((finding) => [finding.id, 'error' in finding])).toEqual([
      ['bad', true],
      ['tiny', false],
    ]);
  });
});
