/** Shards of the dataset are WebDataset tars: its own reader and a PyTorch loader stream them, each clip once over the processes. */
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { clipFrames, clipRate } from '../../models/dataset/clipShape.ts';
import { readShard } from '../../models/dataset/shards/readShard.ts';
import { decodeNpy } from '../../models/runtime/npyFile.ts';
import { root, runLeitmotif } from '../integration/cli/runLeitmotif.ts';
import { peerPython } from './findPeer.ts';
import { describeWithPeer, runPeer } from './peers.ts';

const arrays = ['notes.npy', 'image.npy', 'story.npy', 'caption.npy'] as const;

/** What `streamShards.py` says of a sample. */
interface Streamed {
  key: string;
  id: string;
  sound: [number, number];
  shapes: number[][];
  first: number[];
}

describeWithPeer('WebDataset', 'the shards of our own set', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stream-'));
  let shards: string[];
  let place: string;
  beforeAll(async () => {
    const clips = ['--clips', '6', '--per-shard', '1', '--seed', '3', '--workers', '1'];
    const built = await runLeitmotif(['dataset', 'build', '--own', ...clips, '--out', folder]);
    if (built.code !== 0) throw new Error(built.stderr);
    shards = readdirSync(folder)
      .filter((name) => name.endsWith('.tar'))
      .map((name) => join(folder, name));
    const where = 'import pathlib, webdataset; print(pathlib.Path(webdataset.__file__).parents[1])';
    place = runPeer(peerPython, ['-c', where]).trim();
  }, 240_000);

  const stream = (rank: number, world: number): Streamed[] =>
    runPeer('env', [
      ...[`RANK=${rank}`, `WORLD_SIZE=${world}`, '/usr/bin/python3', '-B'],
      ...[join(root, 'test/peers/streamShards.py'), place, ...shards],
    ])
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Streamed);

  it('are read by others as we read them', async () => {
    const streamed = new Map(stream(0, 1).map((sample) => [sample.id, sample]));
    expect(streamed.size).toBe(shards.length);
    for (const shard of shards) {
      for await (const { record, files } of readShard(shard, arrays)) {
        const tables = arrays.map((name) => decodeNpy(files.get(name) ?? Buffer.alloc(0)));
        expect(streamed.get(record.id)).toEqual({
          key: record.id,
          id: record.id,
          sound: [clipFrames, clipRate],
          shapes: tables.map(({ rows, columns }) => [rows, columns]),
          first: tables.map(({ data }) => data[0]),
        });
      }
    }
  }, 120_000);

  it('are dealt to the processes that train, none twice and none left out', () => {
    const [first, second] = [stream(0, 2), stream(1, 2)].map((samples) => samples.map(({ id }) => id));
    expect(first?.length).toBe(second?.length);
    expect(new Set([...(first ?? []), ...(second ?? [])]).size).toBe(shards.length);
  }, 120_000);
});
