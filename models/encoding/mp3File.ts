/**
 * MP3 of 256 kbit/s by LAME (@mediabunny/mp3-encoder), without a gap at either end for players that know how.
 *
 *   ID3v2.4 ─ info frame ─ frames as they come   then the info frame again, with what is known in the end
 */
import { open } from 'node:fs/promises';
import { registerMp3Encoder } from '@mediabunny/mp3-encoder';
import { Mp3OutputFormat, NullTarget, Quality } from 'mediabunny';
import { id3Tag } from './id3Tag.ts';
import { encodeMedia } from './mediaOutput.ts';
import { infoFrame } from './mp3InfoFrame.ts';
import type { EncodeJob } from './encodeSound.ts';

const bitrate = 256_000;

/** Writes the file. Mediabunny's own header frame has no room for the gaps, so that the file is put together here. */
export async function writeMp3(job: EncodeJob): Promise<void> {
  registerMp3Encoder();
  const { frames, path, tags } = job;
  const file = await open(path, 'w');
  try {
    const tag = id3Tag(tags);
    let written = 0;
    let count = 0;
    let pending: Uint8Array[] = [];
    let first: Uint8Array | undefined;
    const take = (frame: Uint8Array): void => {
      first ??= frame.slice(0, 4);
      pending.push(frame);
      count++;
    };
    const info = (): Buffer =>
      infoFrame(first ?? new Uint8Array(4), {
        bitrate,
        frames: count,
        bytes: written,
        samples: frames.frames,
        sampleRate: frames.sampleRate,
      });
    const flush = async (): Promise<void> => {
      if (first === undefined) return;
      if (written === 0) await file.write(Buffer.concat([tag, info()]));
      const bytes = Buffer.concat(pending);
      pending = [];
      written += bytes.length;
      await file.write(bytes);
    };
    const step: EncodeJob['step'] = async (block) => {
      await flush();
      await job.step(block);
    };
    const output = { format: new Mp3OutputFormat({ xingHeader: false }), target: new NullTarget() };
    const encoding = { codec: 'mp3', quality: new Quality({ bitrate }) } as const;
    await encodeMedia({ ...job, step }, output, {
      ...encoding,
      onEncodedPacket: ({ data }) => {
        take(data);
      },
    });
    await flush();
    const last = info();
    await file.write(last, 0, last.length, tag.length);
    await file.sync();
  } finally {
    await file.close();
  }
}
