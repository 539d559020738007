import { randomBytes } from 'node:crypto';
import { mkdtemp, open, readFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readHubManifests } from '../../../models/runtime/packs/hubManifests.ts';
import { installPack } from '../../../models/runtime/packs/installPack.ts';
import { listPacks } from '../../../models/runtime/packs/listPacks.ts';
import { removePack } from '../../../models/runtime/packs/removePack.ts';
import { verifyPacks } from '../../../models/runtime/packs/verifyPacks.ts';
import { makeHubHome, writeFiles } from './hubHome.ts';
import { packsDirectory } from './packReference.ts';
import type { PackListing, PackProgress } from '../../../bridge/protocol/packListing.ts';
import type { InstallQuestion } from '../../../models/runtime/packs/installPack.ts';
import type { HubHome } from './hubHome.ts';

const files = { 'config.json': randomBytes(500), 'onnx/model.onnx': randomBytes(400_000) };
const total = 400_500;
let home: HubHome;

async function setUp(
  ...rest: Parameters<typeof makeHubHome> extends [unknown, ...infer R] ? R : never
): Promise<HubHome> {
  home = await makeHubHome(files, ...rest);
  return home;
}

afterEach(() => home.close());

async function listed(): Promise<PackListing> {
  const { packs } = await listPacks(home.options);
  return packs.find(({ id }) => id === 'tiny-pack')!;
}

describe('installing a pack', () => {
  it('asks first, with size, licence and room, and fetches nothing unless told', async () => {
    const { options } = await setUp();
    let asked: InstallQuestion | undefined;
    const consent = (question: InstallQuestion): Promise<boolean> => {
      asked = question;
      return Promise.resolve(false);
    };
    await expect(installPack('tiny-pack', { ...options, consent })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(asked).toMatchObject({ bytes: total, isRounded: false, directory: home.directory });
    expect(asked?.bytesFree).toBeGreaterThan(0);
    expect(home.server.requests).toEqual([]);
    expect(await listed()).toMatchObject({ state: 'available', bytes: total });
  });

  it('fetches, verifies, records, lists and removes', async () => {
    const { options, directory } = await setUp();
    const seen: PackProgress[] = [];
    const installed = await installPack('tiny-pack', { ...options, progress: (report) => seen.push(report) });
    expect(installed).toMatchObject({ isNew: true, received: total, folder: join(directory, 'tiny-pack') });
    expect(seen.at(-1)).toMatchObject({ stage: 'download', bytes: total, of: total });
    expect((await readdir(installed.folder)).sort()).toEqual(['config.json', 'installed.json', 'onnx']);
    expect(await listed()).toMatchObject({ state: 'installed', bytes: total, isRounded: false });
    const [verdict] = await verifyPacks({ ...options, id: 'tiny-pack' });
    expect(verdict).toEqual({ id: 'tiny-pack', isWhole: true, bytes: total, firstUse: [] });
    const again = await installPack('tiny-pack', options);
    expect(again).toMatchObject({ isNew: false, received: 0 });
    expect(await removePack('tiny-pack', options)).toMatchObject({ id: 'tiny-pack' });
    expect(await listed()).toMatchObject({ state: 'available' });
    expect(await readdir(directory)).toEqual(['.partial']);
    expect((await listPacks(options)).bytesUsed).toBe(0);
  });

  it('resumes what Ctrl-C stopped, and fetches no byte twice', async () => {
    const { options } = await setUp();
    home.served('onnx/model.onnx').slowMs = 1;
    const controller = new AbortController();
    const stopped = installPack('tiny-pack', {
      ...options,
      signal: controller.signal,
      progress: ({ bytes }) => {
        if (bytes > 60_000) controller.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    expect(await listed()).toMatchObject({ state: 'partial' });
    home.served('onnx/model.onnx').slowMs = 0;
    const resumed = await installPack('tiny-pack', options);
    expect(resumed.received).toBeLessThan(total - 60_000);
    expect(await verifyPacks({ ...options, id: 'tiny-pack' })).toMatchObject([{ isWhole: true }]);
  });

  it('stops at once where it is cancelled while it asks for lengths', async () => {
    const { options } = await setUp();
    const controller = new AbortController();
    const progress = (): void => {
      controller.abort();
    };
    const stopped = installPack('tiny-pack', { ...options, signal: controller.signal, progress });
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    expect(home.server.bytesSent()).toBe(0);
  });

  it('survives dropped connections', async () => {
    const { options } = await setUp();
    home.served('onnx/model.onnx').cuts = [100_000, 100_000];
    await installPack('tiny-pack', options);
    expect(home.server.bytesSent()).toBe(total);
  });

  it('refuses wrong bytes and installs nothing', async () => {
    const { options, directory } = await setUp();
    home.served('onnx/model.onnx').content = randomBytes(400_000);
    await expect(installPack('tiny-pack', options)).rejects.toMatchObject({ code: 'pack-corrupt' });
    expect(await readdir(directory)).toEqual(['.partial']);
    expect(await listed()).toMatchObject({ state: 'partial' });
  });

  it('says that a file is gone from the hub', async () => {
    const { options } = await setUp();
    home.served('config.json').status = 404;
    const installing = installPack('tiny-pack', options);
    await expect(installing).rejects.toMatchObject({ code: 'download-failed' });
    await expect(installing).rejects.toThrow(/404/);
  });

  it('takes length and hash from the hub where the manifest has neither', async () => {
    const { options } = await setUp({}, ['config.json']);
    home.served('onnx/model.onnx').isLinked = true;
    const { record } = await installPack('tiny-pack', options);
    expect(record.files.map(({ trust }) => trust)).toEqual(['published', 'stated']);
  });

  it('refuses bytes that are not those that the hub stated', async () => {
    const { options } = await setUp({}, ['config.json']);
    Object.assign(home.served('onnx/model.onnx'), { isLinked: true, statedHash: '0'.repeat(64) });
    await expect(installPack('tiny-pack', options)).rejects.toMatchObject({ code: 'pack-corrupt' });
  });

  it('records the hash of what came first, says so, and checks it ever after', async () => {
    const { options, directory } = await setUp({}, []);
    const { record } = await installPack('tiny-pack', options);
    expect(record.files.map(({ trust }) => trust)).toEqual(['first-use', 'first-use']);
    const [before] = await verifyPacks({ ...options, id: 'tiny-pack' });
    expect(before).toMatchObject({ isWhole: true, firstUse: ['config.json', 'onnx/model.onnx'] });
    const file = await open(join(directory, 'tiny-pack/onnx/model.onnx'), 'r+');
    await file.write(Buffer.from([1, 2, 3]), 0, 3, 1000);
    await file.close();
    const [after] = await verifyPacks({ ...options, id: 'tiny-pack' });
    expect(after).toMatchObject({
      isWhole: false,
      problem: expect.stringContaining('other content') as string,
    });
  });

  it('begins nothing that the disk has no room for', async () => {
    const { options } = await setUp();
    const freeBytes = (): Promise<number> => Promise.resolve(1000);
    const installing = installPack('tiny-pack', { ...options, freeBytes });
    await expect(installing).rejects.toMatchObject({ code: 'disk-full' });
    expect(home.server.bytesSent()).toBe(0);
  });

  it('imports from a folder without asking the network', async () => {
    const { options } = await setUp();
    const from = await mkdtemp(join(tmpdir(), 'leitmotif-import-'));
    await writeFiles(from, files);
    const { record, received } = await installPack('tiny-pack', { ...options, from });
    expect(record.source).toBe('folder');
    expect(received).toBe(0);
    expect(home.server.requests).toEqual([]);
  });

  it('imports neither wrong files nor half a pack', async () => {
    const { options } = await setUp();
    const from = await mkdtemp(join(tmpdir(), 'leitmotif-import-'));
    await writeFiles(from, { 'config.json': files['config.json'] });
    await expect(installPack('tiny-pack', { ...options, from })).rejects.toMatchObject({
      code: 'file-missing',
    });
    await writeFiles(from, { 'onnx/model.onnx': randomBytes(400_000) });
    await expect(installPack('tiny-pack', { ...options, from })).rejects.toMatchObject({
      code: 'pack-corrupt',
    });
    expect(await listed()).toMatchObject({ state: 'partial' });
  });

  it('installs to the folder that was chosen, and remembers it', async () => {
    const { options } = await setUp();
    const dir = await mkdtemp(join(tmpdir(), 'leitmotif-chosen-'));
    const { folder } = await installPack('tiny-pack', { ...options, dir });
    expect(folder).toBe(join(dir, 'tiny-pack'));
    expect(await listPacks(options)).toMatchObject({ directory: dir, chosenBy: 'setting' });
    const other = { ...options.environment, LEITMOTIF_PACKS: '/elsewhere' };
    const listing = await listPacks({ ...options, environment: other });
    expect(listing).toMatchObject({ directory: '/elsewhere', chosenBy: 'environment' });
  });

  it('does not let two processes write into one another', async () => {
    const { options, directory } = await setUp();
    await writeFiles(directory, { '.partial/tiny-pack.lock': Buffer.from(String(process.ppid)) });
    await expect(installPack('tiny-pack', options)).rejects.toMatchObject({ code: 'pack-busy' });
    await writeFile(join(directory, '.partial/tiny-pack.lock'), '999999999');
    await expect(installPack('tiny-pack', options)).resolves.toMatchObject({ isNew: true });
  });

  it('tells a damaged record, and removes the pack all the same', async () => {
    const { options, directory } = await setUp();
    await installPack('tiny-pack', options);
    await writeFile(join(directory, 'tiny-pack/installed.json'), '{');
    expect(await listed()).toMatchObject({ state: 'broken' });
    expect(await verifyPacks({ ...options, id: 'tiny-pack' })).toMatchObject([{ isWhole: false }]);
    await removePack('tiny-pack', options);
    expect(await listed()).toMatchObject({ state: 'available' });
  });

  it('knows no other names', async () => {
    const { options } = await setUp();
    await expect(installPack('nothing', options)).rejects.toMatchObject({ code: 'pack-unknown' });
    await expect(removePack('../tiny-pack', options)).rejects.toMatchObject({ code: 'pack-unknown' });
    await expect(removePack('tiny-pack', options)).rejects.toMatchObject({ code: 'pack-missing' });
    await expect(verifyPacks({ ...options, id: 'tiny-pack' })).rejects.toMatchObject({
      code: 'pack-missing',
    });
  });
});

describe('the manifests that Leitmotif carries', () => {
  it('pin a commit, state their terms and name what the loader needs', async () => {
    await setUp();
    const manifests = await readHubManifests(join(packsDirectory, 'hub'));
    expect(manifests.map(({ id }) => id)).toEqual(['clap-music', 'clip-vit-b32', 'florence-2-base']);
    for (const { files: listedFiles, commercialUse, musicMayBeSold } of manifests) {
      expect(commercialUse).toBe(true);
      expect(musicMayBeSold).toMatch(/^Yes: /);
      const paths = listedFiles.map(({ path }) => path);
      expect(paths).toEqual(
        expect.arrayContaining(['config.json', 'preprocessor_config.json', 'tokenizer.json']),
      );
    }
    expect(await readFile(join(packsDirectory, 'hub/README.md'), 'utf8')).toContain(
      'have not met their files',
    );
  });
});
