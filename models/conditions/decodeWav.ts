/** WAV bytes as stereo. What the header claims is checked before memory is taken. */
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { AudioFileError } from '../audio/audioFileError.ts';
import { foldToStereo } from '../audio/foldToStereo.ts';
import { parseWav } from '../audio/readWav.ts';
import { expectWithinLimits, undecodable } from './recordingLimits.ts';
import type { Frames, Hertz } from '../../bridge/protocol/units.ts';
import type { DecodedSound } from './audioFile.ts';

/** Samples of all channels together that are read; more would take over a gigabyte before they are folded. */
const mostSamples = 300_000_000;

/**
 * Decodes a WAV file.
 *
 * @param subject names the file in errors
 * @throws LeitmotifError `audio-undecodable`, `audio-unsupported` (compressed), `audio-too-long`, `audio-too-large`
 */
export function decodeWav(bytes: Uint8Array, subject: string): DecodedSound {
  const shape = wavShape(bytes);
  if (shape === undefined) throw undecodable('The WAV file is damaged or cut short', subject);
  if (!plainTags.includes(shape.tag)) throw compressed(shape.tag, subject);
  expectWithinLimits(shape.frames, shape.sampleRate, subject);
  if (shape.frames * shape.channels > mostSamples) throw tooManyChannels(shape.channels, subject);
  const { channels, sampleRate } = parsed(bytes, subject);
  const notes: string[] = [];
  if (channels.length > 2) notes.push(`Its ${channels.length} channels were mixed down to two.`);
  if (shape.isCut) notes.push('The recording ends before the length that it states; what is there was read.');
  return { sampleRate, channels: channels.length, stereo: foldToStereo(channels), notes };
}

interface WavShape {
  tag: number;
  channels: number;
  sampleRate: Hertz;
  frames: Frames;
  /** The data chunk claims more than there is, and not the most there could be, as streams write it. */
  isCut: boolean;
}

/** PCM, float, and extensible, which is one of them. */
const plainTags = [1, 3, 0xfffe];

/** What the chunks before the sound say; undefined where they make no sense. */
function wavShape(bytes: Uint8Array): WavShape | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let format: Omit<WavShape, 'frames' | 'isCut'> & { frameBytes: number } = {
    ...{ tag: 0, channels: 0, sampleRate: 0, frameBytes: 0 },
  };
  for (let at = 12; at + 8 <= view.byteLength;) {
    const size = view.getUint32(at + 4, true);
    const chunk = view.getUint32(at, false);
    if (chunk === fmtChunk && size >= 16 && at + 24 <= view.byteLength) {
      const channels = view.getUint16(at + 10, true);
      const frameBytes = (channels * view.getUint16(at + 22, true)) / 8;
      format = {
        tag: view.getUint16(at + 8, true),
        channels,
        sampleRate: view.getUint32(at + 12, true),
        frameBytes,
      };
    }
    if (chunk === dataChunk) {
      const there = view.byteLength - at - 8;
      const frames = Math.floor(Math.min(size, there) / format.frameBytes);
      const { tag, channels, sampleRate } = format;
      const isCut = size > there && size < streamedSize;
      return format.frameBytes > 0 ? { tag, channels, sampleRate, frames, isCut } : undefined;
    }
    at += 8 + size + (size % 2);
  }
  return undefined;
}

const fmtChunk = 0x666d7420;
const dataChunk = 0x64617461;
/** Programs that do not know the length yet state about 2³¹ or 2³² bytes. */
const streamedSize = 0x7fff0000;

function parsed(bytes: Uint8Array, subject: string): { channels: Float32Array[]; sampleRate: Hertz } {
  try {
    return parseWav(bytes, subject);
  } catch (cause) {
    if (!(cause instanceof AudioFileError)) throw cause;
    throw undecodable('The WAV file is damaged or of a kind that is not read', subject, cause);
  }
}

function compressed(tag: number, subject: string): LeitmotifError {
  return new LeitmotifError('audio-unsupported', {
    what: `The WAV file is compressed (format ${tag})`,
    subject,
    next: 'Export it as PCM, which most programs call plain or uncompressed WAV',
  });
}

function tooManyChannels(channels: number, subject: string): LeitmotifError {
  return new LeitmotifError('audio-too-large', {
    what: `The recording has ${channels} channels and more than ${mostSamples / 1e6} million samples in all`,
    subject,
    next: 'Mix it down to stereo',
  });
}
