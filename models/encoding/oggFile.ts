/** Ogg Vorbis by libvorbis (wasm-media-encoders), quality 7: 224 kbit/s or so of stereo. */
import { open } from 'node:fs/promises';
import { createOggEncoder } from 'wasm-media-encoders';
import { OggCommenter } from './oggComments.ts';
import { vorbisComments } from './soundTags.ts';
import { channelsOf } from './wavFrames.ts';
import type { EncodeJob } from './encodeSound.ts';

const quality = 7;

/** Writes the file. */
export async function writeOgg({ frames, path, tags, step }: EncodeJob): Promise<void> {
  const encoder = await createOggEncoder();
  // Its number is drawn by lot unless told; the same sound gives the same bytes.
  encoder.configure({ channels: 2, sampleRate: frames.sampleRate, vbrQuality: quality, oggSerialNo: 1 });
  const commenter = new OggCommenter(vorbisComments(tags));
  const file = await open(path, 'w');
  try {
    for await (const block of frames.blocks()) {
      await file.write(commenter.write(encoder.encode(channelsOf(block))));
      await step(block);
    }
    await file.write(commenter.write(encoder.finalize()));
    commenter.end();
    await file.sync();
  } finally {
    await file.close();
  }
}
