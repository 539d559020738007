/**
 * The silent first frame of an MP3 file, which tells how long it is and how many samples at both ends are not music (Xing's header
 * with LAME's extension: *MP3 Info Tag*, revision 1, 2001).
 */
import type { Frames, Hertz } from '../../bridge/protocol/units.ts';

/** What is told. */
export interface Mp3Length {
  /** Bits a second. */
  bitrate: number;
  sampleRate: Hertz;
  /** MP3 frames after this one, and their bytes. */
  frames: number;
  bytes: number;
  /** Sample frames of the music. */
  samples: Frames;
}

const samplesPerFrame = 1152;
/** Samples that LAME puts before the first one (`lame_get_encoder_delay`); decoders add 529 of their own. */
const encoderDelay = 576;
/** Header, and the side information of MPEG-1 in stereo. */
const infoPlace = 4 + 32;
const extensionPlace = infoPlace + 120;

/** The bytes of the frame; `header` are the first four bytes of any other one. */
export function infoFrame(
  header: Uint8Array,
  { bitrate, sampleRate, frames, bytes, samples }: Mp3Length,
): Buffer {
  const frame = Buffer.alloc(Math.floor((144 * bitrate) / sampleRate));
  frame.set(header.subarray(0, 4));
  // No padding in this one.
  frame[2] = (frame[2] ?? 0) & ~0b10;
  frame.write('Info', infoPlace, 'latin1');
  // It has frames, bytes, a table to seek by, and a quality.
  frame.writeUInt32BE(0b1111, infoPlace + 4);
  frame.writeUInt32BE(frames, infoPlace + 8);
  frame.writeUInt32BE(frame.length + bytes, infoPlace + 12);
  for (let i = 0; i < 100; i++) frame[infoPlace + 16 + i] = Math.floor((i * 256) / 100);
  frame.write('LAME3.100', extensionPlace, 'latin1');
  // Constant bit rate.
  frame[extensionPlace + 9] = 1;
  frame[extensionPlace + 20] = Math.min(255, bitrate / 1000);
  const padding = Math.min(4095, Math.max(0, frames * samplesPerFrame - encoderDelay - samples));
  frame.writeUIntBE((encoderDelay << 12) | padding, extensionPlace + 21, 3);
  frame.writeUInt32BE(frame.length + bytes, extensionPlace + 28);
  frame.writeUInt16BE(crc16(frame.subarray(0, extensionPlace + 34)), extensionPlace + 34);
  return frame;
}

/** CRC-16/ARC. */
function crc16(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let i = 0; i < 8; i++) sum = sum & 1 ? (sum >>> 1) ^ 0xa001 : sum >>> 1;
  }
  return sum;
}
