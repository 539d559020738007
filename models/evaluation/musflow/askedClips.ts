/** The clips of a set, as the evaluation asks for them: music, notes, and one vector of each condition. */
import { basename } from 'node:path';
import { throwIfCancelled } from '../../../bridge/protocol/errors.ts';
import { hashText } from '../../../bridge/protocol/seededRandom.ts';
import { clipFrames, clipRate } from '../../dataset/clipShape.ts';
import { emptySet } from '../../dataset/datasetError.ts';
import { findShards } from '../../dataset/findShards.ts';
import { decodeNpy } from '../../runtime/npyFile.ts';
import { readShard } from '../../dataset/shards/readShard.ts';
import type { AbortSignalLike } from '../../../bridge/protocol/errors.ts';
import type { SampleRecord } from '../../dataset/sample.ts';
import type { ShardSample } from '../../dataset/shards/readShard.ts';
import type { Split } from '../../dataset/split.ts';
import type { NoteTable } from '../metrics/audio/chroma.ts';
import type { Modality } from './player.ts';

/** A clip of a set. */
export interface AskedClip {
  id: string;
  record: SampleRecord;
  /** Mono at 32 kHz. */
  audio: Float32Array;
  notes: NoteTable;
  /** The first variant of each: its picture, its story, its caption. */
  vectors: Record<Modality, Float32Array>;
}

const wanted = ['wav', 'notes.npy', 'image.npy', 'story.npy', 'caption.npy'] as const;

/**
 * Identifiers of a split's clips in an order that has nothing to do with scenes, the same every time.
 *
 * @throws LeitmotifError `file-missing`, `dataset-empty`, `dataset-corrupt`, `cancelled`
 */
export async function clipIds(set: string, split: Split, signal?: AbortSignalLike): Promise<string[]> {
  const ids: string[] = [];
  for (const path of await shardsOf(set, split)) {
    throwIfCancelled(signal);
    for await (const { record } of readShard(path)) ids.push(record.id);
  }
  return ids.sort((a, b) => hashText(a) - hashText(b) || (a < b ? -1 : 1));
}

/** Reads those clips, in the order of the shards; one at a time is in memory unless the caller keeps them. */
export async function* readClips(
  set: string,
  split: Split,
  ids: ReadonlySet<string>,
  signal?: AbortSignalLike,
): AsyncGenerator<AskedClip> {
  let left = ids.size;
  for (const path of await shardsOf(set, split)) {
    if (left === 0) return;
    for await (const sample of readShard(path, wanted)) {
      throwIfCancelled(signal);
      if (!ids.has(sample.record.id)) continue;
      left--;
      yield clipOf(sample, path);
    }
  }
}

async function shardsOf(set: string, split: Split): Promise<string[]> {
  const shards = (await findShards(set)).filter((path) => basename(path).includes(`-${split}-`));
  if (shards.length > 0) return shards;
  throw emptySet(
    `There is no shard of the split ${split}`,
    set,
    'Wait for the build to end, or build more clips',
  );
}

function clipOf({ record, files }: ShardSample, path: string): AskedClip {
  const file = (extension: string): Buffer => {
    const bytes = files.get(extension);
    if (bytes === undefined) throw new Error(`${basename(path)}: ${record.id} has no ${extension}`);
    return bytes;
  };
  const first = (extension: string): Float32Array => {
    const { columns, data } = decodeNpy(file(extension));
    return data.slice(0, columns);
  };
  return {
    id: record.id,
    record,
    audio: decodeClip(file('wav'), record.id),
    notes: decodeNpy(file('notes.npy')),
    vectors: { image: first('image.npy'), story: first('story.npy'), caption: first('caption.npy') },
  };
}

/** The samples of a clip's WAV, whose one form is that of dataset/shards/pcmWav.ts. */
function decodeClip(bytes: Buffer, id: string): Float32Array {
  const isClip =
    bytes.toString('latin1', 0, 4) === 'RIFF' &&
    bytes.readUInt16LE(22) === 1 &&
    bytes.readUInt32LE(24) === clipRate &&
    bytes.readUInt16LE(34) === 16 &&
    bytes.length === 44 + 2 * clipFrames;
  if (!isClip) throw new Error(`${id}: not ${clipFrames} samples of mono at ${clipRate} Hz`);
  return Float32Array.from({ length: clipFrames }, (_, i) => bytes.readInt16LE(44 + 2 * i) / 32_768);
}
