/** FLAC of 24 bit by libFLAC (@mediabunny/flac-encoder): the same samples, with their MD5 for whoever checks them. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { registerFlacEncoder } from '@mediabunny/flac-encoder';
import { FilePathTarget, FlacOutputFormat } from 'mediabunny';
import { encodeMedia } from './mediaOutput.ts';
import { vorbisComments } from './soundTags.ts';
import type { EncodeJob } from './encodeSound.ts';

/** Place of the MD5 in the file: after `fLaC`, the head of the first block, and 18 bytes of STREAMINFO (RFC 9639, 8.2). */
const md5Place = 4 + 4 + 18;

/** Writes the file. */
export async function writeFlac(job: EncodeJob): Promise<void> {
  registerFlacEncoder();
  const md5 = createHash('md5');
  const step: EncodeJob['step'] = (block) => {
    md5.update(block.bytes);
    return job.step(block);
  };
  const raw = vorbisComments(job.tags);
  const output = { format: new FlacOutputFormat(), target: new FilePathTarget(job.path) };
  await encodeMedia({ ...job, step }, output, { codec: 'flac' }, { raw });
  const file = await open(job.path, 'r+');
  try {
    await file.write(md5.digest(), 0, 16, md5Place);
    await file.sync();
  } finally {
    await file.close();
  }
}
