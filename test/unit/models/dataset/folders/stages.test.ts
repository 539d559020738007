import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { LeitmotifError } from '../../../../../bridge/protocol/errors.ts';
import { runStage } from '../../../../../models/dataset/folders/runStage.ts';
import { StageFile } from '../../../../../models/dataset/folders/stageFile.ts';
import { reviewSchema } from '../../../../../models/dataset/folders/stageRecords.ts';
import { localDisk } from '../../../../../models/dataset/shards/diskFile.ts';
import type { ScriptReview } from '../../../../../models/dataset/folders/stageRecords.ts';

let path: string;
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'stages-')), 'reviews.jsonl');
});

const open = (disk = localDisk): Promise<StageFile<ScriptReview>> => StageFile.open(path, reviewSchema, disk);

async function run(
  sources: readonly string[],
  work: (source: string) => Promise<ScriptReview>,
  file?: StageFile<ScriptReview>,
): Promise<void> {
  await runStage({
    ...{ sources, of: sources.length, file: file ?? (await open()), work, stage: 'perceive' as const },
    keyOf: (source) => source,
    skip: (key, skipped) => reviewSchema.parse({ key, skipped }),
  });
}

const done = (key: string): Promise<ScriptReview> =>
  Promise.resolve({ key, stories: [{ text: key, relevance: 1 }] });

function failing(code: 'image-undecodable' | 'inference-failed'): () => Promise<never> {
  return () =>
    Promise.reject(new LeitmotifError(code, { what: 'It is broken', subject: 'x', next: 'Mend it' }));
}

async function keys(): Promise<string[]> {
  const all: string[] = [];
  for await (const { key, skipped } of (await open()).records())
    all.push(skipped === undefined ? key : `${key}: ${skipped.code}`);
  return all;
}

describe('stages', () => {
  it('go on where they were: what is done is not done again', async () => {
    await run(['a', 'b'], done);
    const worked: string[] = [];
    await run(['a', 'b', 'c'], (source) => {
      worked.push(source);
      return done(source);
    });
    expect(worked).toEqual(['c']);
    expect(await keys()).toEqual(['a', 'b', 'c']);
  });

  it('take off a line that was not written to its end', async () => {
    await run(['a'], done);
    appendFileSync(path, '{"key": "b", "stor');
    await run(['a', 'b'], done);
    expect(await keys()).toEqual(['a', 'b']);
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(3);
  });

  it('skip a source that is broken, with its reason, and end with what is no fault of a source', async () => {
    await run(['a'], failing('image-undecodable'));
    await run(['a', 'b'], done);
    expect(await keys()).toEqual(['a: image-undecodable', 'b']);
    await expect(run(['c'], failing('inference-failed'))).rejects.toMatchObject({ code: 'inference-failed' });
    expect(await keys()).toHaveLength(2);
  });

  it('say that the disk is full and keep what was whole', async () => {
    await run(['a'], done);
    const full = {
      ...localDisk,
      append: () => Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' })),
    };
    await expect(run(['a', 'b'], done, await open(full))).rejects.toMatchObject({ code: 'disk-full' });
    expect(await keys()).toEqual(['a']);
  });
});
