/** The frames of a WAV file of ours, block by block: an hour is never in memory. */
import { open } from 'node:fs/promises';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { wavHeader, wavHeaderBytes } from '../audio/wavHeader.ts';
import type { Frames, Hertz } from '../../bridge/protocol/units.ts';

/** Some frames. */
export interface FrameBlock {
  /** Place of the first. */
  from: Frames;
  frames: Frames;
  /** As in the file: 24 bit, little endian, left and right in turn. */
  bytes: Buffer;
}

/** An open file. */
export interface WavFrames {
  sampleRate: Hertz;
  frames: Frames;
  /** All of them, in blocks of half a second or so. */
  blocks(): AsyncGenerator<FrameBlock>;
  close(): Promise<void>;
}

const blockFrames = 24_000;
/** Two channels of 24 bit. */
const frameBytes = 6;

/**
 * Opens a stereo WAV of 24 bit as takes have them.
 *
 * @throws LeitmotifError `file-missing`, `file-unreadable`, `audio-undecodable`
 */
export async function openWavFrames(path: string): Promise<WavFrames> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new LeitmotifError(isMissing ? 'file-missing' : 'file-unreadable', {
      what: isMissing ? 'The sound of the take is not there' : 'The sound of the take cannot be read',
      subject: path,
      next: 'Put it back, or make the take again with leitmotif remake',
      cause,
    });
  });
  try {
    const header = Buffer.alloc(wavHeaderBytes);
    await file.read(header, 0, wavHeaderBytes, 0);
    const sampleRate = header.readUInt32LE(24);
    const frames = Math.floor(header.readUInt32LE(64) / frameBytes);
    const { size } = await file.stat();
    const isOurs = header.equals(wavHeader({ sampleRate, bits: 24 }, frames));
    if (!isOurs || size < wavHeaderBytes + frames * frameBytes) throw notOurs(path);
    return {
      sampleRate,
      frames,
      async *blocks() {
        for (let from = 0; from < frames; from += blockFrames) {
          const count = Math.min(blockFrames, frames - from);
          const bytes = Buffer.alloc(count * frameBytes);
          await file.read(bytes, 0, bytes.length, wavHeaderBytes + from * frameBytes);
          yield { from, frames: count, bytes };
        }
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** The samples of a block as 32-bit integers of full scale, left and right in turn. */
export function interleaved({ bytes }: FrameBlock): Int32Array<ArrayBuffer> {
  const samples = new Int32Array(bytes.length / 3);
  for (let i = 0; i < samples.length; i++) {
    const at = 3 * i;
    samples[i] =
      ((bytes[at] as number) << 8) | ((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 24);
  }
  return samples;
}

/** The samples of a block as left and right, −1…1. */
export function channelsOf(block: FrameBlock): [Float32Array, Float32Array] {
  const samples = interleaved(block);
  const left = new Float32Array(block.frames);
  const right = new Float32Array(block.frames);
  for (let i = 0; i < block.frames; i++) {
    left[i] = (samples[2 * i] as number) / 0x8000_0000;
    right[i] = (samples[2 * i + 1] as number) / 0x8000_0000;
  }
  return [left, right];
}

function notOurs(path: string): LeitmotifError {
  return new LeitmotifError('audio-undecodable', {
    what: 'This is not the sound of a take: stereo WAV of 24 bit, whole',
    subject: path,
    next: 'Make the take again with leitmotif remake',
  });
}
