import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { BuildState } from '../../../../models/dataset/buildState.ts';
import { localDisk } from '../../../../models/dataset/shards/diskFile.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'state-'));
});

const open = (settings: Record<string, unknown>): Promise<BuildState> =>
  BuildState.open({ folder, name: 'set', share: { index: 1, of: 2 }, disk: localDisk }, settings);
const shard = { samples: 2, bytes: 5, sha256: 'abc' };

describe('BuildState', () => {
  it('knows whole shards again, unless they are gone or not what they were', async () => {
    const state = await open({ seed: 1 });
    await state.done('a.tar', shard, [{ source: 'x', code: 'audio-silent', reason: 'silent' }]);
    await state.done('b.tar', shard, []);
    await state.done('c.tar', shard, []);
    writeFileSync(join(folder, 'a.tar'), '12345');
    writeFileSync(join(folder, 'b.tar'), '123');
    const again = await open({ seed: 1 });
    expect([await again.has('a.tar'), await again.has('b.tar'), await again.has('c.tar')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(again.summary.skipped).toHaveLength(1);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('refuses to go on with another set, and begins anew where its file cannot be read', async () => {
    await open({ seed: 1 });
    await expect(open({ seed: 2 })).rejects.toMatchObject({ code: 'dataset-differs' });
    writeFileSync(join(folder, 'set.1-of-2.state.json'), '{"half":');
    expect((await open({ seed: 2 })).summary).toEqual({ shards: {}, skipped: [] });
  });

  it('refuses a share of another set beside it, and takes one of its own', async () => {
    const share = (index: number, settings: Record<string, unknown>): Promise<BuildState> =>
      BuildState.open({ folder, name: 'set', share: { index, of: 2 }, disk: localDisk }, settings);
    await share(1, { seed: 1 });
    await expect(share(2, { seed: 2 })).rejects.toMatchObject({ code: 'dataset-differs' });
    expect((await share(2, { seed: 1 })).summary.skipped).toEqual([]);
  });

  it('says that the disk is full', async () => {
    const full = {
      ...localDisk,
      replace: () => Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' })),
    };
    const place = { folder, name: 'set', share: { index: 1, of: 1 }, disk: full };
    await expect(BuildState.open(place, {})).rejects.toMatchObject({ code: 'disk-full' });
  });

  it('says where it may not write', async () => {
    writeFileSync(join(folder, 'file'), '');
    const place = {
      folder: join(folder, 'file/within'),
      name: 'set',
      share: { index: 1, of: 1 },
      disk: localDisk,
    };
    await expect(BuildState.open(place, {})).rejects.toMatchObject({ code: 'output-is-file' });
  });
});
