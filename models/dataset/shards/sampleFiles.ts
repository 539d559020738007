/** A sample as the files of a WebDataset shard: one stem, five extensions (webdataset.github.io). */
import { createHash } from 'node:crypto';
import { clipRate, clipSeconds } from '../clipShape.ts';
import { sampleRecordSchema } from '../sample.ts';
import { encodeNpy } from '../../runtime/npyFile.ts';
import { encodeMonoWav } from './pcmWav.ts';
import type { Sample, SampleRecord } from '../sample.ts';

/** A file of a shard. */
export interface ShardFile {
  name: string;
  bytes: Uint8Array;
}

/** Encodes a sample; its record comes first and holds the hashes of the others. */
export function sampleFiles(sample: Sample): ShardFile[] {
  const { id } = sample.record;
  const files = Object.entries({
    wav: encodeMonoWav(sample.audio, clipRate),
    'notes.npy': encodeNpy(sample.notes),
    'image.npy': encodeNpy(sample.image),
    'story.npy': encodeNpy(sample.story),
    'caption.npy': encodeNpy(sample.caption),
  });
  const hashes = Object.fromEntries(files.map(([extension, bytes]) => [extension, sha256(bytes)]));
  const record: SampleRecord = {
    ...sample.record,
    seconds: clipSeconds,
    hashes: { ...sample.record.hashes, ...hashes },
  };
  const json = Buffer.from(`${JSON.stringify(sampleRecordSchema.parse(record))}\n`);
  return [
    { name: `${id}.json`, bytes: json },
    ...files.map(([extension, bytes]) => ({ name: `${id}.${extension}`, bytes })),
  ];
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
