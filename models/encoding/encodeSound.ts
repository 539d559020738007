/**
 * A WAV of a take becomes a FLAC, OGG or MP3 file:
 *
 *   mix.wav ─ blocks ─► encoder ─► name.flac.part ─► name.flac
 *
 * Whatever ends it early, no half file stays.
 */
import { rename, rm } from 'node:fs/promises';
import { throwIfCancelled } from '../../bridge/protocol/errors.ts';
import { openWavFrames } from './wavFrames.ts';
import type { SoundTags } from './soundTags.ts';
import type { FrameBlock, WavFrames } from './wavFrames.ts';

/** Formats that are encoded. */
export const encodedFormats = ['flac', 'ogg', 'mp3'] as const;
/** One of the {@link encodedFormats}. */
export type EncodedFormat = (typeof encodedFormats)[number];

/** What to encode. */
export interface EncodeRequest {
  /** A stereo WAV of 24 bit. */
  source: string;
  /** Where to; replaced where it is there. */
  path: string;
  format: EncodedFormat;
  tags: SoundTags;
  signal?: AbortSignal;
  /** Share that is done, 0…1. */
  onProgress?: (share: number) => void;
}

/** What a format is given. */
export interface EncodeJob {
  frames: WavFrames;
  path: string;
  tags: SoundTags;
  /** To be awaited after every block; throws to stop, and lets others have their turn. */
  step: (block: FrameBlock) => Promise<void>;
}

/**
 * Encodes. Encoders are loaded when they are first used.
 *
 * @throws LeitmotifError `cancelled`, `file-missing`, `file-unreadable`, `audio-undecodable`, and whatever the system says of
 * the place that is written to, for the caller to name.
 */
export async function encodeSound(request: EncodeRequest): Promise<void> {
  const { source, path, format, tags, signal, onProgress } = request;
  throwIfCancelled(signal);
  const frames = await openWavFrames(source);
  const part = `${path}.${String(process.pid)}.part`;
  const step = async ({ from, frames: count }: FrameBlock): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    throwIfCancelled(signal);
    onProgress?.((from + count) / frames.frames);
  };
  try {
    const write = await writerOf(format);
    await write({ frames, path: part, tags, step });
    throwIfCancelled(signal);
    await rename(part, path);
  } finally {
    await frames.close();
    await rm(part, { force: true });
  }
}

async function writerOf(format: EncodedFormat): Promise<(job: EncodeJob) => Promise<void>> {
  switch (format) {
    case 'flac':
      return (await import('./flacFile.ts')).writeFlac;
    case 'ogg':
      return (await import('./oggFile.ts')).writeOgg;
    case 'mp3':
      return (await import('./mp3File.ts')).writeMp3;
  }
}
