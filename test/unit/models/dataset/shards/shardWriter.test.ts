import { mkdtempSync, readdirSync, readFileSync, truncateSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { localDisk } from '../../../../../models/dataset/shards/diskFile.ts';
import { matrixOf } from '../../../../../models/runtime/npyFile.ts';
import { readShard } from '../../../../../models/dataset/shards/readShard.ts';
import { ShardWriter } from '../../../../../models/dataset/shards/shardWriter.ts';
import type { Sample } from '../../../../../models/dataset/sample.ts';
import type { Disk } from '../../../../../models/dataset/shards/diskFile.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shards-'));
});

function sample(id: string): Sample {
  return {
    record: {
      ...{ id, split: 'train', scene: 'a-scene', seed: 4, stories: ['A story.'], captions: ['A caption.'] },
      ...{ attributes: { tempo: 90 }, scores: {}, provenance: { kind: 'test' }, licence: 'CC0-1.0' },
    },
    audio: new Float32Array(2000).fill(0.25),
    notes: matrixOf([[0, 60, 0, 1, 0.5, 0]]),
    image: matrixOf([[1, 0]]),
    story: matrixOf([[0, 1]]),
    caption: matrixOf([[1, 1]]),
  };
}

/** A disk that is full after so many bytes. */
function fullAfter(bytes: number): Disk {
  let left = bytes;
  return {
    ...localDisk,
    create: async (path) => {
      const file = await localDisk.create(path);
      return {
        ...file,
        write: (data) => {
          left -= data.length;
          return left < 0
            ? Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' }))
            : file.write(data);
        },
      };
    },
  };
}

describe('ShardWriter', () => {
  it('gives a whole shard its name, and the same samples the same bytes', async () => {
    const written = [];
    for (const name of ['a.tar', 'b.tar']) {
      const shard = await ShardWriter.open(join(folder, name), localDisk);
      expect(readdirSync(folder)).toContain(`${name}.part`);
      await shard.add(sample('train-1'));
      await shard.add(sample('train-2'));
      written.push(await shard.close());
    }
    expect(readdirSync(folder).sort()).toEqual(['a.tar', 'b.tar']);
    expect(readFileSync(join(folder, 'a.tar')).equals(readFileSync(join(folder, 'b.tar')))).toBe(true);
    expect(written[0]).toEqual(written[1]);
    expect(written[0]).toMatchObject({ samples: 2, bytes: statSync(join(folder, 'a.tar')).size });
  });

  it('is read back sample by sample, with the files that are wanted', async () => {
    const path = join(folder, 'a.tar');
    const shard = await ShardWriter.open(path, localDisk);
    await shard.add(sample('train-1'));
    await shard.add(sample('train-2'));
    await shard.close();
    const read = [];
    for await (const one of readShard(path, ['notes.npy'])) read.push(one);
    expect(read.map(({ record }) => record.id)).toEqual(['train-1', 'train-2']);
    expect([...read[0]!.files.keys()]).toEqual(['notes.npy']);
    expect(Object.keys(read[0]!.record.hashes)).toEqual([
      'wav',
      'notes.npy',
      'image.npy',
      'story.npy',
      'caption.npy',
    ]);
  });

  it('is read to its end where clips are long and not wanted', async () => {
    const path = join(folder, 'a.tar');
    const shard = await ShardWriter.open(path, localDisk);
    for (let i = 0; i < 24; i++) {
      await shard.add({ ...sample(`train-${i}`), audio: new Float32Array(327_680) });
    }
    await shard.close();
    let count = 0;
    for await (const { record } of readShard(path)) expect(record.id).toBe(`train-${count++}`);
    expect(count).toBe(24);
  });

  it.each([100, 3000, 9000])(
    'leaves nothing where the disk is full after %i bytes, and says so',
    async (bytes) => {
      const write = async (): Promise<void> => {
        const shard = await ShardWriter.open(join(folder, 'a.tar'), fullAfter(bytes));
        for (let i = 0; i < 3; i++) await shard.add(sample(`train-${i}`));
        await shard.close();
      };
      await expect(write()).rejects.toMatchObject({ code: 'disk-full' });
      await expect(write()).rejects.toThrow('goes on');
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  it('refuses a shard that was cut off, and what is none', async () => {
    const path = join(folder, 'a.tar');
    const shard = await ShardWriter.open(path, localDisk);
    await shard.add(sample('train-1'));
    await shard.close();
    truncateSync(path, 3000);
    const read = async (): Promise<void> => {
      for await (const one of readShard(path)) expect(one.record.id).toBe('train-1');
    };
    await expect(read()).rejects.toMatchObject({ code: 'dataset-corrupt' });
  });

  it('says where it may not write', async () => {
    const path = join(folder, 'missing', 'a.tar');
    await expect(ShardWriter.open(path, localDisk)).rejects.toMatchObject({ code: 'output-unwritable' });
  });
});
