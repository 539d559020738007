/** Reads shards back, one sample at a time. */
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createTarDecoder } from 'modern-tar';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { sampleRecordSchema } from '../sample.ts';
import type { ReadableStream as NodeReadable } from 'node:stream/web';
import type { SampleRecord } from '../sample.ts';

/** A sample of a shard with the files that were asked for, by extension. */
export interface ShardSample {
  record: SampleRecord;
  files: Map<string, Buffer>;
}

/**
 * The samples of a shard in their order.
 *
 * @param wanted extensions whose bytes are kept; the others are passed over
 * @throws LeitmotifError `dataset-corrupt` where the file is no shard, or ends too early
 */
export async function* readShard(path: string, wanted: readonly string[] = []): AsyncGenerator<ShardSample> {
  let sample: { stem: string; files: Map<string, Buffer>; record: SampleRecord | undefined } | undefined;
  try {
    // Node's type of a stream of the web and the one of the library are the same thing by two names.
    const bytes = Readable.toWeb(createReadStream(path)) as NodeReadable<Uint8Array>;
    const entries = bytes.pipeThrough(createTarDecoder({ strict: true }));
    for await (const { header, body } of entries) {
      const [, stem = '', extension = ''] = /^([^.]*)\.(.*)$/.exec(header.name) ?? [];
      if (sample !== undefined && sample.stem !== stem) {
        yield whole(sample);
        sample = undefined;
      }
      sample ??= { stem, files: new Map(), record: undefined };
      if (extension !== 'json' && !wanted.includes(extension)) {
        await readThrough(body);
        continue;
      }
      const content = await buffer(body);
      if (extension === 'json')
        sample.record = sampleRecordSchema.parse(JSON.parse(content.toString('utf8')));
      if (wanted.includes(extension)) sample.files.set(extension, content);
    }
  } catch (cause) {
    throw corrupt(path, cause);
  }
  if (sample !== undefined) yield whole(sample);

  function whole({ record, files, stem }: NonNullable<typeof sample>): ShardSample {
    if (record === undefined) throw new Error(`${stem} has no record`);
    return { record, files };
  }
}

/** Reads to the end and keeps nothing. Cancelling would be shorter; modern-tar 0.8.6 then stalls some entries later. */
async function readThrough(body: NodeReadable<Uint8Array>): Promise<void> {
  const reader = body.getReader();
  while (!(await reader.read()).done);
}

function corrupt(path: string, cause: unknown): LeitmotifError {
  return new LeitmotifError('dataset-corrupt', {
    what: 'This is no whole shard of a dataset',
    subject: basename(path),
    next: 'Remove it and run the build again: it makes what is missing',
    cause,
  });
}
